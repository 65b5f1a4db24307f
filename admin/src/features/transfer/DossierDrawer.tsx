import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import type { Dossier } from '@scrm/shared/transfer';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Person, StaffName } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { absolute } from '../../kit/time';
import { ActivityRow } from '../customer/ActivityRow';
import { WorthText } from './worth';

const useWords = words({
  zh: { title: '交接简报', from: '原跟进人', to: '接替人', since: '成为客户', settled: '接替于', pending: '等待生效', remark: '备注', description: '描述', tags: '标签', worth: '客户价值', next: '下一步', lines: '待办与承诺', happened: '经过', all: (n: number) => `全部 ${n} 条动态`, none: '没有', kinds: { task: '待办', note: '记录', promise: '承诺', file: '文件' } as Record<string, string> },
  en: { title: 'Brief', from: 'From', to: 'To', since: 'Customer since', settled: 'Taken over', pending: 'Not yet', remark: 'Remark', description: 'Description', tags: 'Tags', worth: 'Worth', next: 'Next step', lines: 'Tasks and promises', happened: 'What happened', all: (n: number) => `All ${counted(n, 'entry', 'entries')}`, none: 'None', kinds: { task: 'Task', note: 'Note', promise: 'Promise', file: 'File' } as Record<string, string> },
});

export function DossierDrawer({ itemId, onClose }: { itemId: string; onClose: () => void }) {
  const t = useWords();
  const dossier = useQuery(ask('transfers', 'dossier', { itemId }));
  return (
    <Drawer open title={t.title} size={520} onClose={onClose}>
      {dossier.isPending ? <Skeleton active avatar paragraph={{ rows: 8 }} /> : null}
      {dossier.error ? <ErrorNote error={dossier.error} onAgain={() => void dossier.refetch()} /> : null}
      {dossier.data ? <DossierPage dossier={dossier.data} /> : null}
    </Drawer>
  );
}

/** All that the new owner should know, on one page. */
export function DossierPage({ dossier }: { dossier: Dossier }) {
  const t = useWords();
  const { customer } = dossier;
  return (
    <div className="stack" data-testid="dossier">
      <Link to={`/customers/${customer.id}`}><Person name={customer.name || customer.externalUserid} url={customer.avatarUrl} size={44} /></Link>
      <dl className="facts">
        <dt>{t.from}</dt><dd><StaffName staff={dossier.from} /></dd>
        <dt>{t.to}</dt><dd><StaffName staff={dossier.to} /></dd>
        <dt>{t.since}</dt><dd className="figures">{absolute(dossier.since)}</dd>
        <dt>{t.settled}</dt><dd className="figures">{dossier.settledAt ? absolute(dossier.settledAt) : t.pending}</dd>
        <dt>{t.remark}</dt><dd>{dossier.remark || <span className="soft">{t.none}</span>}</dd>
        <dt>{t.description}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{dossier.description || <span className="soft">{t.none}</span>}</dd>
        <dt>{t.tags}</dt><dd><TagRow tags={dossier.tags} /></dd>
        <dt>{t.worth}</dt><dd><WorthText worth={dossier.worth} /></dd>
        <dt>{t.next}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{dossier.nextStep || <span className="soft">{t.none}</span>}</dd>
      </dl>
      {dossier.lines.length > 0 ? <><h3>{t.lines}</h3><ul className="blocked-list">{dossier.lines.map((line, at) => <li key={at} className="break"><span className="soft small">{t.kinds[line.kind]}</span> {line.text}{line.at ? <span className="soft small"> · {absolute(line.at).slice(0, 16)}</span> : null}</li>)}</ul></> : null}
      <h3>{t.happened}</h3>
      <ol className="timeline">{dossier.activities.map((activity) => <ActivityRow key={activity.id} activity={activity} />)}</ol>
      <Link to={`/customers/${customer.id}`}>{t.all(dossier.activityCount)}</Link>
    </div>
  );
}
