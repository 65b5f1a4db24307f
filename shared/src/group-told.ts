import type { Language } from './error';
import type { GroupTold } from './group-code';

const sentences: Record<Exclude<GroupTold, 'all'>, Record<Language, string>> = {
  none: { zh: '只有群自己的二维码图片，且没有选择对应的群，企业微信不告知谁进了群', en: 'Only the group’s own picture, with no group chosen for it: WeCom does not tell who joined' },
  part: { zh: '有的入口只是群二维码图片，没有选择对应的群：企业微信不告知从那里进群的人，没有计入', en: 'Some entries are only a group’s picture with no group chosen for it: WeCom does not tell who joins there, and they are not counted' },
};

/** Why some of those who joined are not counted; '' where all are. */
export const toldSentence = (told: GroupTold, language: Language): string => (told === 'all' ? '' : sentences[told][language]);
