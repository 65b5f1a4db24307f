import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { ActorName } from '../../kit/person';
import { absolute } from '../../kit/time';
import { useCallName } from '../access/permission-text';

const useWords = words({
  zh: { title: '审计记录', what: '做了什么', who: '谁', kind: { account: '本地账号', staff: '员工' }, at: '时间', ip: '来自', fields: '填写的内容', fieldsHint: '只记录项目名，不记录填写的值', objects: '涉及的对象', seq: '序号', hash: '指纹', previous: '上一条的指纹', request: '请求编号', first: '（第一条）' },
  en: { title: 'Audit record', what: 'Did what', who: 'Who', kind: { account: 'Local account', staff: 'Staff' }, at: 'When', ip: 'From', fields: 'What was filled in', fieldsHint: 'Names only, never the values', objects: 'About', seq: 'Number', hash: 'Seal', previous: 'Seal of the one before', request: 'Request', first: '(the first)' },
});

export function AuditDrawer() {
  const t = useWords();
  const { id } = useParams();
  const navigate = useNavigate();
  const callName = useCallName();
  const found = useQuery(ask('audit', 'get', { id: id ?? '' }));
  const row = found.data;
  return (
    <Drawer open size={560} title={t.title} onClose={() => navigate({ pathname: '/system/audit', search: location.search })} data-testid="audit-drawer">
      {found.error && !row ? <ErrorNote error={found.error} onAgain={() => void found.refetch()} /> : null}
      {found.isPending ? <SkeletonRows count={3} /> : null}
      {row ? (
        <dl className="facts">
          <dt>{t.what}</dt><dd><strong>{callName(row.call, row.action)}</strong> <code className="soft">{row.call}</code></dd>
          <dt>{t.who}</dt><dd><Link to={`/system/audit?actorId=${row.actorId}`}><ActorName name={row.actorName} /></Link> <span className="soft">{t.kind[row.actorKind]}</span></dd>
          <dt>{t.at}</dt><dd className="figures">{absolute(row.at)}</dd>
          <dt>{t.ip}</dt><dd className="mono">{row.ip}</dd>
          <dt>{t.objects}</dt><dd>{row.objects.length === 0 ? '–' : row.objects.map((object) => <div key={object}><Link className="mono" to={object.startsWith('cus_') ? `/customers/${object}` : `/system/audit?objectId=${object}`}>{object}</Link></div>)}</dd>
          <dt>{t.fields}</dt><dd title={t.fieldsHint}>{row.fields.length === 0 ? '–' : <code>{row.fields.join(', ')}</code>} <div className="soft small">{t.fieldsHint}</div></dd>
          <dt>{t.seq}</dt><dd className="figures">{figure(row.seq)}</dd>
          <dt>{t.hash}</dt><dd className="mono">{row.hash}</dd>
          <dt>{t.previous}</dt><dd className="mono">{row.previousHash || t.first}</dd>
          <dt>{t.request}</dt><dd className="mono">{row.requestId}</dd>
        </dl>
      ) : null}
    </Drawer>
  );
}
