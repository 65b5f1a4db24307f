import { CheckCircleTwoTone, ExclamationCircleTwoTone } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { StaffName, StaffPerson } from '../../kit/person';
import { absolute, Ago } from '../../kit/time';
import { Progress } from './OrderList';
import { daysSince } from './words';
import './transfer.css';

const useWords = words({
  zh: {
    back: '离职继承', before: '', title: ' 的离职交接', left: (day: string, n: number) => (n === 0 ? '今天离职' : `${day} 离职，已 ${n} 天`), unconfirmed: '企业微信没有把这位员工列为离职，可能只是移出了应用的可见范围；此时不能用离职继承。', list: '交接清单', hand: '交接客户', report: '交接报告', none: '还没有人接手', checked: '与企业微信核对于',
    customers: { todo: (n: string) => `还有 ${n} 位客户没有接替人`, done: '所有客户都已有接替人或在交接中' }, queued: { todo: (n: string) => `${n} 位客户被拒或受限，等待重试`, done: '没有被拒绝或受限的客户' }, pending: { todo: (n: string) => `${n} 位客户交接中，24 小时内生效`, done: '没有正在进行的交接' },
    groups: { todo: (n: string) => `还有 ${n} 个客户群没有转移`, done: '没有待转移的客户群' }, codes: { todo: (n: string) => `${n} 个活码点名过这位员工或已没有接待人`, done: '没有活码受影响' }, empty: '没有接待人', queue: '查看队列', received: (n: string) => `接手 ${n} 位`, orders: '交接记录',
  },
  en: {
    back: 'After leaving', before: 'Hand-over of ', title: '', left: (day: string, n: number) => (n === 0 ? 'Left today' : `Left on ${day}, ${counted(n, 'day')} ago`), unconfirmed: 'WeCom does not list this person as having left; perhaps they are only out of the app’s range. Then this kind of hand-over is refused.', list: 'Checklist', hand: 'Hand customers over', report: 'Report', none: 'Nobody has taken over yet', checked: 'Compared with WeCom',
    customers: { todo: (n: string) => `${counted(n, 'customer has', 'customers have')} no new owner`, done: 'Every customer has a new owner or is on the way' }, queued: { todo: (n: string) => `${counted(n, 'customer')} refused or held back`, done: 'Nobody refused or was held back' }, pending: { todo: (n: string) => `${counted(n, 'is', 'are')} on the way, within 24 hours`, done: 'Nothing is on the way' },
    groups: { todo: (n: string) => `${counted(n, 'group has', 'groups have')} no new owner`, done: 'No groups wait' }, codes: { todo: (n: string) => `${counted(n, 'live code')} with them on the list, or with nobody left`, done: 'No live code is affected' }, empty: 'nobody left', queue: 'See the queue', received: (n: string) => `took ${n}`, orders: 'Hand-overs',
  },
});

/** What is left to do for one who left, and who got what. */
export function LeaverPage() {
  const t = useWords();
  const { staffId = '' } = useParams();
  const leaver = useQuery({ ...ask('transfers', 'leaver', { staffId }), refetchInterval: ({ state: { data } }) => (data && data.pending > 0 ? 10_000 : false) });
  const { data } = leaver;
  if (leaver.error && !data) return <div className="panel"><ErrorNote error={leaver.error} onAgain={() => void leaver.refetch()} /></div>;
  if (!data) return <div className="panel"><Skeleton active avatar paragraph={{ rows: 8 }} /></div>;
  const hand = <Allow to="transfers.create"><Link to={`/transfers/new?kind=resigned&from=${staffId}`}><Button type="primary">{t.hand}</Button></Link></Allow>;
  return (
    <section className="stack" data-testid="leaver-page">
      <PageHead title={<>{t.before}<StaffName staff={data.staff} />{t.title}</>} back={<Link to="/transfers?tab=resigned">{t.back}</Link>} action={data.waiting + data.groups > 0 ? hand : null} about={t.left(absolute(data.leftAt).slice(0, 10), daysSince(data.leftAt))} />
      {data.confirmed ? null : <Alert type="warning" showIcon title={t.unconfirmed} />}
      <div className="panel stack">
        <h2>{t.list}</h2>
        <Check n={data.waiting} words={t.customers} />
        <Check n={data.pending} words={t.pending} />
        <Check n={data.queued} words={t.queued}><Link to={`/transfers?tab=queue&staffId=${staffId}`}>{t.queue}</Link></Check>
        <Check n={data.groups} words={t.groups} />
        <Check n={data.codes} words={t.codes}>{data.liveCodes.map((code) => <Link key={code.id} to={`/live-codes/${code.id}`}>{code.name}{code.empty ? marks().aside(t.empty) : ''}</Link>)}</Check>
        <p className="soft small">{t.checked} <Ago at={data.checkedAt} /></p>
      </div>
      <div className="panel stack">
        <h2>{t.report}</h2>
        {data.takers.length === 0 ? <p className="soft">{t.none}</p> : data.takers.map((one) => <StaffPerson key={one.staff.id} staff={one.staff} second={t.received(figure(one.customers))} />)}
        {data.transfers.length > 0 ? <h3>{t.orders}</h3> : null}
        {data.transfers.map((one) => <Link key={one.id} to={`/transfers/${one.id}`} className="between"><span className="figures nowrap">{absolute(one.createdAt).slice(0, 16)}</span><span style={{ flex: 1, maxWidth: 320 }}><Progress row={one} /></span></Link>)}
      </div>
    </section>
  );
}

function Check({ n, words: { todo, done }, children }: { n: number; words: { todo: (n: string) => string; done: string }; children?: ReactNode }) {
  return (
    <div className="row">
      {n > 0 ? <ExclamationCircleTwoTone twoToneColor="#C77700" /> : <CheckCircleTwoTone twoToneColor="#1A9E5B" />}
      <span>{n > 0 ? todo(figure(n)) : done}</span>
      {n > 0 ? children : null}
    </div>
  );
}
