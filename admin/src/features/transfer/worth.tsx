import type { Worth } from '@scrm/shared/transfer';
import { yuan } from '@scrm/shared/money';
import { figure, words } from '../../kit/language';

const useWords = words({
  zh: {
    part: (known: string, of: string) => `（${of} 位中 ${known} 位填写了）`, unset: '未设置：在「客户继承 → 重试规则」里选一个数字字段作为客户价值', hidden: '你的角色看不到客户价值字段', none: '未填写',
  },
  en: {
    part: (known: string, of: string) => ` (known of ${known} of ${of})`, unset: 'Not set: choose a number field as the customer value under Hand-over → Rules', hidden: 'Your role does not see the field of the customer value', none: 'Not known',
  },
});

/** What is at risk, in yuan, or why it cannot be said. */
export function WorthText({ worth }: { worth: Worth }) {
  const t = useWords();
  if (worth.state !== 'known') return <span className="soft small">{t[worth.state]}</span>;
  if (worth.known === 0) return <span className="soft">{t.none}</span>;
  return <><strong className="figures nowrap">¥{yuan(worth.fen)}</strong>{worth.known < worth.of ? <span className="soft small">{t.part(figure(worth.known), figure(worth.of))}</span> : null}</>;
}
