import { useQuery } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { absolute } from '../../kit/time';

const useWords = words({
  zh: {
    left: (n: string) => `剩余 ${n} 人`, used: (n: string) => `已用 ${n} 人`, ends: (n: string, at: string) => `其中 ${n} 人在 ${at} 到期`,
    warnings: { low: '获客额度快用完了，请在企业微信管理后台购买', exhausted: '获客额度已用完，链接暂时加不了人，请在企业微信管理后台购买', ending: '有一批获客额度即将到期' },
  },
  en: {
    left: (n: string) => `${counted(n, 'customer')} left`, used: (n: string) => `${n} used`, ends: (n: string, at: string) => `${counted(n, 'of them ends', 'of them end')} on ${at}`,
    warnings: { low: 'The quota of acquisition links is nearly used up; buy more in WeCom’s admin console', exhausted: 'The quota is used up and links add nobody; buy more in WeCom’s admin console', ending: 'A part of the quota ends soon' },
  },
});

/** What is left of the quota that the company bought. */
export function QuotaNote() {
  const t = useWords();
  const quota = useQuery({ ...ask('acquisition', 'quota', {}), staleTime: 60_000, retry: false });
  if (quota.isPending) return <Skeleton active title={false} paragraph={{ rows: 1 }} />;
  if (!quota.data) return <ErrorNote compact error={quota.error} onAgain={() => void quota.refetch()} />;
  const { used, balance, batches, warning } = quota.data;
  const [first] = batches.filter((one) => one.balance > 0);
  const said = <span className="row figures" data-testid="link-quota"><strong>{t.left(figure(balance))}</strong><span className="soft">{t.used(figure(used))}</span>{first ? <span className="soft">{t.ends(figure(first.balance), absolute(first.endsAt).slice(0, 10))}</span> : null}</span>;
  if (warning === 'none') return <div className="panel link-quota">{said}</div>;
  return <Alert type={warning === 'exhausted' ? 'error' : 'warning'} showIcon title={t.warnings[warning]} description={said} data-warning={warning} />;
}
