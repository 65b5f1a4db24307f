import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link } from 'react-router-dom';
import type { Corp } from '@scrm/shared/corp';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow, useAllowed, useMe } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { Person } from '../../kit/person';
import { SyncState } from '../../kit/progress-bar';
import { Ago } from '../../kit/time';
import { useKindNames } from '../session/kinds';
import './corp.css';

const useWords = words({
  zh: {
    title: '企业接入', about: '每家企业可以通过第三方应用、代开发应用或自建应用接入。', connect: '接入应用', count: (n: string) => `${n} 家企业`, current: '当前企业', active: '已授权', cancelled: '授权已取消', cancelledAt: '取消时间', callbackUrl: '回调地址', lastCallback: '最近回调', never: '还没有收到', installed: '接入时间', org: '通讯录', customers: '客户', corpId: '企业 ID', agentId: 'AgentId',
    emptyTitle: '还没有接入企业', emptyHint: '填写自建应用或代开发应用的凭证，或让企业管理员安装第三方应用。', suite: '安装第三方应用', suiteHint: '把链接发给企业的管理员，授权后企业会自动出现在这里。', open: '打开安装链接', link: '安装链接', noSuite: '没有配置第三方应用（WECOM_SUITE_ID），只能接入自建和代开发应用。',
  },
  en: {
    title: 'Connected companies', about: 'A company connects by a third-party app, an agency-built app or its own app.', connect: 'Connect an app', count: (n: string) => counted(n, 'company', 'companies'), current: 'Current', active: 'Authorised', cancelled: 'Cancelled', cancelledAt: 'Cancelled at', callbackUrl: 'Callback URL', lastCallback: 'Last callback', never: 'None yet', installed: 'Connected', org: 'Directory', customers: 'Customers', corpId: 'Corp ID', agentId: 'AgentId',
    emptyTitle: 'No company is connected', emptyHint: 'Enter the credentials of a self-built or agency-built app, or have a company’s admin install the third-party app.', suite: 'Install the third-party app', suiteHint: 'Send the link to the company’s admin; once authorised, the company appears here.', open: 'Open the link', link: 'install link', noSuite: 'No third-party app is configured (WECOM_SUITE_ID), so only self-built and agency-built apps can be connected.',
  },
});

export function CorpsPage() {
  const t = useWords();
  const allowed = useAllowed();
  const corps = useQuery({ ...ask('corps', 'list', {}), refetchInterval: ({ state }) => (state.data?.items.some(isSyncing) ? 1500 : false) });
  const connect = <Allow to="corps.connectApp"><Link to="/corps/connect"><Button type="primary" icon={<PlusOutlined />} data-testid="connect-app">{t.connect}</Button></Link></Allow>;
  return (
    <section className="stack" data-testid="corps">
      <PageHead title={t.title} about={t.about} action={connect} />
      {corps.data ? <span className="soft figures" data-testid="count">{t.count(figure(corps.data.items.length))}</span> : null}
      {corps.isPending ? <SkeletonRows count={3} /> : null}
      {corps.error ? <div className="panel"><ErrorNote error={corps.error} onAgain={() => void corps.refetch()} /></div> : null}
      {corps.data?.items.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.emptyTitle} hint={t.emptyHint}>{connect}</Note></div> : null}
      <div className="corp-list">{corps.data?.items.map((corp) => <CorpCard key={corp.id} corp={corp} />)}</div>
      {allowed('corps.installLink') ? <SuiteInstall /> : null}
    </section>
  );
}

function isSyncing({ orgSync, customerSync }: Corp): boolean {
  return orgSync.state === 'running' || customerSync.state === 'running';
}

function CorpCard({ corp }: { corp: Corp }) {
  const t = useWords();
  const me = useMe();
  const kinds = useKindNames();
  return (
    <article className="panel stack" aria-label={corp.name} data-testid={`corp-${corp.kind}`}>
      <div className="between">
        <Person name={corp.name} url={corp.logoUrl} second={kinds[corp.kind]} size={40} />
        <span className="row corp-tags">{corp.id === me.corp.id ? <Tag color="blue">{t.current}</Tag> : null}<Tag color={corp.state === 'active' ? 'success' : 'error'}>{corp.state === 'active' ? t.active : t.cancelled}</Tag></span>
      </div>
      <dl className="facts">
        <dt>{t.corpId}</dt><dd className="mono">{corp.wecomCorpId}</dd>
        {corp.agentId === null ? null : <><dt>{t.agentId}</dt><dd className="figures">{corp.agentId}</dd></>}
        <dt>{t.callbackUrl}</dt><dd><Copyable text={corp.callbackUrl} label={t.callbackUrl} /></dd>
        <dt>{t.lastCallback}</dt><dd><Ago at={corp.lastCallbackAt} empty={t.never} /></dd>
        <dt>{t.installed}</dt><dd><Ago at={corp.installedAt} /></dd>
        {corp.cancelledAt === null ? null : <><dt>{t.cancelledAt}</dt><dd><Ago at={corp.cancelledAt} /></dd></>}
        <dt>{t.org}</dt><dd><SyncState progress={corp.orgSync} /></dd>
        <dt>{t.customers}</dt><dd><SyncState progress={corp.customerSync} /></dd>
      </dl>
    </article>
  );
}

function SuiteInstall() {
  const t = useWords();
  const link = useQuery(ask('corps', 'installLink', {}));
  return (
    <section className="panel stack" aria-label={t.suite}>
      <h2>{t.suite}</h2>
      {link.error ? <ErrorNote compact error={link.error} onAgain={() => void link.refetch()} /> : null}
      {link.data?.url === null ? <p className="soft">{t.noSuite}</p> : null}
      {link.data?.url ? (
        <>
          <p className="soft">{t.suiteHint}</p>
          <div className="row"><Copyable text={link.data.url} label={t.link} /><a href={link.data.url} target="_blank" rel="noreferrer" data-testid="install-link">{t.open}</a></div>
        </>
      ) : null}
    </section>
  );
}
