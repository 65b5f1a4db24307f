import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router-dom';
import { certificateDays } from '@scrm/shared/red-packet-kind';
import { ask } from '../kit/ask';
import { ErrorNote } from '../kit/error-note';
import { figure, words } from '../kit/language';
import { useAllowed } from '../kit/me';

const useWords = words({
  zh: {
    title: '等你处理', none: '现在没有等你处理的事', tasks: '个批量任务进行中', mentions: '条笔记提到了你', leavers: '位离职员工的客户待继承', queue: '位客户拒绝或受限，待重试', losses: '次员工删除客户（近 7 天）', suggestions: '对客户疑似同一人',
    requests: '条隐私请求待答复', licence: '个企业微信许可即将到期或不足', quarantine: '个不合格的值待处理', callbacks: '条回调处理失败', jobs: '个后台任务失败', byHand: '位客户等你打招呼', packets: '个见面红包停发，等待处理', certificate: '个微信支付商户证书即将过期', conflicts: '名员工的欢迎语被抢先发送', one: {} as Partial<Record<string, string>>,
  },
  en: {
    title: 'Waiting for you', none: 'Nothing waits for you now', tasks: 'tasks under way', mentions: 'notes mention you', leavers: 'leavers whose customers wait', queue: 'customers refused or were held back', losses: 'customers deleted by staff in 7 days', suggestions: 'pairs may be one person',
    requests: 'privacy requests to answer', licence: 'WeCom licences end soon or are missing', quarantine: 'values to put right', callbacks: 'callbacks failed', jobs: 'background jobs failed', byHand: 'customers wait for a greeting by hand', packets: 'red packets are held back', certificate: 'merchant certificate of WeChat Pay ends soon', conflicts: 'staff for whom something else greets',
    one: {
      tasks: 'task under way', mentions: 'note mentions you', leavers: 'leaver whose customers wait', queue: 'customer refused or was held back', losses: 'customer deleted by staff in 7 days', suggestions: 'pair may be one person', requests: 'privacy request to answer',
      licence: 'WeCom licence ends soon or is missing', quarantine: 'value to put right', callbacks: 'callback failed', jobs: 'background job failed', byHand: 'customer waits for a greeting by hand', packets: 'red packet is held back', conflicts: 'staff member for whom something else greets',
    },
  },
});

/** As the page of losses counts seven days: today and six before. */
const weekBegan = () => dayjs().startOf('day').subtract(6, 'day').valueOf();

/** What waits for somebody, of all that this person may look into; each leads to its rows. */
export function HomeAlerts() {
  const t = useWords();
  const allowed = useAllowed();
  const often = { staleTime: 30_000 };
  const tasks = useQuery({ ...ask('tasks', 'list', { open: true, limit: 1 }), ...often });
  const mentions = useQuery({ ...ask('notes', 'mentions', { limit: 1 }), ...often, enabled: allowed('notes.mentions') });
  const leavers = useQuery({ ...ask('transfers', 'leavers', { limit: 200 }), ...often, enabled: allowed('transfers.leavers') });
  const queue = useQuery({ ...ask('transfers', 'queue', { limit: 1 }), ...often, enabled: allowed('transfers.queue') });
  const losses = useQuery({ ...ask('lossAlerts', 'summary', { from: weekBegan() }), ...often, enabled: allowed('lossAlerts.summary') });
  const suggestions = useQuery({ ...ask('merges', 'suggestions', { limit: 1 }), ...often, enabled: allowed('merges.suggestions') });
  const requests = useQuery({ ...ask('privacy', 'requests', { state: 'open', limit: 1 }), ...often, enabled: allowed('privacy.requests') });
  const licence = useQuery({ ...ask('licence', 'summary', {}), staleTime: 600_000, enabled: allowed('licence.summary') });
  const quality = useQuery({ ...ask('quality', 'quarantine', { limit: 1 }), ...often, enabled: allowed('quality.quarantine') });
  const callbacks = useQuery({ ...ask('callbacks', 'list', { state: 'failed', limit: 1 }), ...often, enabled: allowed('callbacks.list') });
  const jobs = useQuery({ ...ask('jobs', 'list', { state: 'dead', limit: 1 }), ...often, enabled: allowed('jobs.list') });
  const byHand = useQuery({ ...ask('welcome', 'byHand', { state: 'open', limit: 1 }), ...often, enabled: allowed('welcome.byHand') });
  const conflicts = useQuery({ ...ask('welcome', 'conflicts', {}), ...often, enabled: allowed('welcome.conflicts') });
  const packets = useQuery({ ...ask('redPackets', 'account', {}), ...often, enabled: allowed('redPackets.resume') });
  const asked = [tasks, mentions, leavers, queue, losses, suggestions, requests, licence, quality, callbacks, jobs, byHand, conflicts, packets];
  const { state, waiting, certificate } = packets.data?.account ?? {};

  const needed = licence.data?.needed && licence.data.sync.state !== 'idle' ? licence.data.counts.expiring + licence.data.uncovered : 0;
  const rows: [Exclude<keyof ReturnType<typeof useWords>, 'one'>, number | undefined, string][] = [
    ['callbacks', callbacks.data?.total, '/system/callbacks?state=failed'], ['jobs', jobs.data?.total, '/system/jobs?state=dead'], ['requests', requests.data?.total, '/privacy/requests?state=open'], ['licence', needed, '/system/licence'],
    ['leavers', leavers.data?.items.filter((one) => one.waiting + one.groups > 0).length, '/transfers?tab=resigned'], ['queue', queue.data?.total, '/transfers?tab=queue'], ['losses', losses.data?.byStaff, '/losses?kind=byStaff&period=d7'],
    ['packets', state === 'short' || state === 'refused' ? Math.max(1, waiting?.count ?? 0) : 0, '/red-packets'], ['certificate', certificate && certificate.daysLeft <= certificateDays ? 1 : 0, '/red-packets'], ['byHand', byHand.data?.total, '/welcome/by-hand'], ['conflicts', conflicts.data?.items.length, '/welcome/conflicts'],
    ['mentions', mentions.data?.unread, '/notes'], ['suggestions', suggestions.data?.total, '/same-person'], ['quarantine', quality.data?.total, '/data-quality'], ['tasks', tasks.data?.total, '/tasks'],
  ];
  const shown = rows.filter(([, count]) => count);
  const isWaiting = asked.some((one) => one.isLoading);
  const failed = asked.filter((one) => one.isError);
  return (
    <section className="panel stack" aria-label={t.title} data-testid="home-alerts">
      <h2>{t.title}</h2>
      {shown.length === 0 && isWaiting ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {failed[0] ? <ErrorNote compact error={failed[0].error} onAgain={() => failed.forEach((one) => void one.refetch())} /> : null}
      {shown.length === 0 && !isWaiting && !failed[0] ? <p className="soft">{t.none}</p> : null}
      {shown.length > 0 ? (
        <ul className="home-alerts">
          {shown.map(([what, count, path]) => <li key={what}><Link to={path} data-testid={`alert-${what}`}><strong className="figures">{figure(count!)}</strong> {(count === 1 && t.one[what]) || t[what]}</Link></li>)}
        </ul>
      ) : null}
    </section>
  );
}
