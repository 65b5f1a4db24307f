import type { Language } from './error';

/**
 * How somebody came. `direct`: WeCom's own picture of a live code; `page`: a live code whose page chose who receives; `store`: a store code; `ownStore`: the
 * own code of somebody in a store; `link`: an acquisition link.
 */
export const codeWays = ['direct', 'page', 'store', 'ownStore', 'link'] as const;
export type CodeWay = (typeof codeWays)[number];
/** WeCom tells of no scan of the others: the picture is its own, and so is what a link opens. */
export const scanTellers: readonly CodeWay[] = ['page', 'store'];
/** WeCom tells that a customer wrote first only of those who came by a link; of anybody else the session archive would have to say it. */
export const replyTellers: readonly CodeWay[] = ['link'];

export const codeGroupings = ['channel', 'code', 'staff', 'store', 'region', 'day'] as const;
export type CodeGrouping = (typeof codeGroupings)[number];

/** What is counted, in the order in which it happens; each opens its list. */
export const codeSteps = ['scans', 'added', 'replied', 'reached', 'lostByCustomer', 'lostByUs'] as const;
export type CodeStep = (typeof codeSteps)[number];

export const codeWayNames: Record<Language, Record<CodeWay, string>> = {
  zh: { direct: '直连活码', page: '页面活码', store: '门店码', ownStore: '店员自己的码', link: '获客链接' },
  en: { direct: 'direct codes', page: 'page codes', store: 'store codes', ownStore: 'a store’s own codes', link: 'acquisition links' },
};

export const codeStepNames: Record<Language, Record<CodeStep, string>> = {
  zh: { scans: '扫码', added: '添加', replied: '首次开口', reached: '到达阶段', lostByCustomer: '客户删除', lostByUs: '员工删除' },
  en: { scans: 'Scans', added: 'Added', replied: 'First reply', reached: 'Reached stage', lostByCustomer: 'Deleted us', lostByUs: 'We deleted' },
};

type Rated = Record<'added' | 'lostByCustomer' | 'lostByUs' | 'scanTold' | 'replyTold', number> & Record<'scans' | 'replied' | 'reached', number | null>;

/** The part of the step before that came this far, of those of whom both are told; null where nobody could. */
export function codeRate(row: Rated, step: CodeStep): number | null {
  const [part, whole] = {
    scans: [null, 0], added: [row.scans === null ? null : row.scanTold, row.scans ?? 0], replied: [row.replied, row.replyTold],
    reached: [row.reached, row.added], lostByCustomer: [row.lostByCustomer, row.added], lostByUs: [row.lostByUs, row.added],
  }[step] as [number | null, number];
  return part === null || whole === 0 ? null : part / whole;
}

/** By which ways customers came of whom WeCom does not tell this step. */
export function untoldWays(ways: readonly CodeWay[], step: CodeStep): CodeWay[] {
  const tellers = step === 'scans' ? scanTellers : step === 'replied' ? replyTellers : codeWays;
  return ways.filter((way) => !tellers.includes(way));
}

const scansUntold: Record<Language, (names: string) => string> = { zh: (names) => `企业微信不提供${names}的扫码次数`, en: (names) => `WeCom does not report scans of ${names}` };
/** WeCom counts who opens a link, but by day and in one sum for the link: nothing that a list could show. */
const clicksUntold: Record<Language, string> = { zh: '获客链接的点击人数，企业微信只给每天的总数、没有明细，请在链接自己的页面看', en: 'WeCom only tells how many opened an acquisition link in a day, and not who: see the link’s own page' };

/** What WeCom does not tell, in a sentence; '' where it tells all. */
export function untoldSentence(ways: readonly CodeWay[], step: CodeStep, language: Language): string {
  const untold = untoldWays(ways, step);
  if (untold.length === 0) return '';
  const names = untold.filter((way) => step !== 'scans' || way !== 'link').map((way) => codeWayNames[language][way]);
  if (step === 'scans') return [names.length > 0 ? scansUntold[language](names.join(language === 'zh' ? '、' : ', ')) : '', untold.includes('link') ? clicksUntold[language] : ''].filter(Boolean).join(language === 'zh' ? '；' : '; ');
  if (language === 'zh') return `企业微信只告知获客链接的客户是否开口，不告知${names.join('、')}的`;
  return `WeCom tells who wrote first only of acquisition links, not of ${names.join(', ')}`;
}
