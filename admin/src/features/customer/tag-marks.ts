import type { TagMark } from '@scrm/shared/tag';
import { plainName } from '@scrm/shared/text';
import { words } from '../../kit/language';
import { absolute } from '../../kit/time';

const useWords = words({
  zh: { first: (what: string) => `首次：${what}`, last: (what: string) => `最近：${what}`, hows: { hand: '手动', task: '批量任务', liveCode: '活码', wecom: '企业微信', rule: '规则' } satisfies Record<TagMark['first']['how'], string> },
  en: { first: (what: string) => `First: ${what}`, last: (what: string) => `Last: ${what}`, hows: { hand: 'by hand', task: 'batch task', liveCode: 'live code', wecom: 'WeCom', rule: 'rule' } },
});

/** When a tag came first and last, and by whom or what. */
export function useTagMarks(marks: readonly TagMark[]): (tagId: string) => string {
  const t = useWords();
  const say = ({ at, how, by }: TagMark['first']) => [absolute(at), t.hows[how], plainName(by)].filter(Boolean).join(' · ');
  return (tagId) => {
    const mark = marks.find((one) => one.tagId === tagId);
    if (!mark) return '';
    return mark.first.at === mark.last.at ? t.first(say(mark.first)) : `${t.first(say(mark.first))}\n${t.last(say(mark.last))}`;
  };
}
