import type { Said } from '../field';

/** One change that a row makes: from what to what, so that it can be put back where nobody changed it since. `account` is the relation's, see FollowUser. */
export type Step =
  | { what: 'field'; fieldId: string; name: string; before: Said; after: Said }
  | { what: 'source'; before: string | null; after: string }
  | { what: 'remark'; staffId: string; account: string; before: string; after: string }
  | { what: 'tags'; staffId: string; account: string; add: string[] }
  | { what: 'stage'; flowId: string; from: string; to: string }
  | { what: 'note'; text: string };

export const stepWords: Record<Exclude<Step['what'], 'field'>, { zh: string; en: string }> = {
  source: { zh: '客户来源', en: 'source' }, remark: { zh: '备注', en: 'remark' }, tags: { zh: '标签', en: 'tags' }, stage: { zh: '阶段', en: 'stage' }, note: { zh: '笔记', en: 'note' },
};
