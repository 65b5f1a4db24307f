/** What rules of welcomes tell apart. Without schemas, so that screens may use it. */

/** A day of work (also a Saturday or Sunday that makes up for a holiday), a free Saturday or Sunday, or a public holiday. */
export const dayKinds = ['workday', 'weekend', 'holiday'] as const;
export type DayKind = (typeof dayKinds)[number];

/** So many days may a company have of its own. */
export const mostOwnDays = 400;

/** Whom a rule greets for, the strongest first; `code`: a live code, a store code or a store. */
export const ruleTargets = ['code', 'staff', 'department', 'company'] as const;
export type RuleTarget = (typeof ruleTargets)[number];

/** How a customer came to a staff member: through a live code or a store's code of ours (the callback says so), else by WeCom's ways of adding. */
export const scenes = ['liveCode', 'storeCode', 'otherQr', 'phone', 'card', 'group', 'contacts', 'wechat', 'email', 'channels', 'meeting', 'link', 'shared', 'assigned', 'other'] as const;
export type Scene = (typeof scenes)[number];

/** WeCom's add_way: https://developer.work.weixin.qq.com/document/path/92114 */
const sceneOfWay: Record<number, Scene> = {
  1: 'otherQr', 2: 'phone', 3: 'card', 4: 'group', 5: 'contacts', 6: 'wechat', 7: 'wechat', 9: 'email', 10: 'channels', 11: 'meeting', 12: 'meeting', 13: 'wechat', 16: 'link', 24: 'wechat', 201: 'shared', 202: 'assigned',
};
/** Of the contact ways and links of ours that are no live codes: the beginning of their `state`, which the callback says. */
const sceneOfPrefix: Record<string, Scene> = { sw: 'storeCode', acs: 'link' };
export const sceneOfState = (state: string): Scene | null => sceneOfPrefix[state.split('_')[0]!] ?? null;
export const sceneOfAddWay = (way: number): Scene => sceneOfWay[way] ?? 'other';

/** Never a customer of the company before this addition, or once, whoever had them and whether they left. */
export const acquaintances = ['new', 'returning'] as const;
export type Acquaintance = (typeof acquaintances)[number];

/** WeCom: at most 100 group welcomes in a company, those of other apps too. https://developer.work.weixin.qq.com/document/path/92366 */
export const groupWelcomesPerCorp = 100;
/** WeCom writes 3,000 bytes for a new one and 4,000 for a changed one; the smaller counts for both. */
export const groupWelcomeBytes = 3000;
/** What WeCom puts the customer's name for. */
export const nicknameMark = '%NICKNAME%';
