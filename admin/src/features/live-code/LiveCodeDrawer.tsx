import { DeleteOutlined, DownloadOutlined, EditOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Skeleton, Statistic } from 'antd';
import dayjs from 'dayjs';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { LiveCode } from '@scrm/shared/live-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow, useAllowed } from '../../kit/me';
import { Phone } from '../../kit/message/Phone';
import { StaffName, StaffNames } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { calledInText, counted, fill } from '@scrm/shared/text';
import { Ago } from '../../kit/time';
import { useOpened } from '../../kit/opened';
import { AimingRules } from '../welcome/AimingRules';
import { CodePrint } from '../print/CodePrint';
import { drawUrl } from '../print/draw';
import { PickRecords } from './rule/PickRecords';
import { ReceptionRecords } from './rule/ReceptionRecords';
import { WeekPicture } from './rule/WeekPicture';
import { CodeCustomers } from './CodeCustomers';
import { StateBadge } from './StateBadge';
import { WaitingList } from './WaitingList';
import './live-code.css';
import './rule/rule.css';

const useWords = words({
  zh: {
    edit: '编辑', remove: '删除', download: '下载二维码', page: '活码页面', qr: (name: string) => `「${name}」的二维码`, preparing: '正在向企业微信申请二维码，通常几秒内完成', retry: '重试', failed: '企业微信没有生成这个活码', gone: '活码已删除，二维码不再有效',
    noWelcome: '这个活码没有自己的欢迎语。客户会收到适用的欢迎语规则，一条都没有时收不到消息。', end: '停用', ended: '活码已停用，企业微信的二维码已失效', reopen: '重新启用', endTitle: (name: string) => `停用活码「${name}」？`, pageSays: '它的页面和短链显示：', pageDefault: '这个二维码暂时没有人接待，请向商家要一个新的', wecomSays: '直接印的企业微信二维码：企业微信提示「二维码已失效」。', endText: '重新启用会得到一个新的企业微信二维码，用页面或短链印的码恢复使用。', closed: '已停用', reopened: '已重新启用', channel: '渠道', loose: '未分类', ends: '到期', never: '不限', added: '累计添加', numbers: '每天的数据，从扫码到成交', lost: '其中流失', staff: '接待员工', way: '添加方式', direct: '自动通过好友', confirm: '员工确认后通过', tags: '自动打标签', remark: '自动备注', none: '不设置', created: '创建于', failing: '企业微信没有生成这些员工的码，客户暂时看不到他们', unable: '这些员工不能接待，客户看不到他们：已离职、未激活、未实名或没有客户联系权限', beyond: '当班和后备都已满或暂停，客户仍会分给他们。请增加人手或提高上限。', welcome: '欢迎语', sampleCustomer: '李梅', sampleStaff: '员工',
    askTitle: (name: string) => `删除活码「${name}」？`, askText: (n: string) => `已经印出去的二维码会立即失效，且不能恢复。通过它添加的 ${n} 位客户、标签和记录都会保留。`, keep: '保留', removed: '活码已删除', retried: '已重新申请',
  },
  en: {
    edit: 'Edit', remove: 'Delete', download: 'Download picture', page: 'Code page', qr: (name: string) => `Code of “${name}”`, preparing: 'WeCom is asked for the code, which takes a few seconds', retry: 'Try again', failed: 'WeCom did not make this code', gone: 'The code was deleted, its picture works no more',
    noWelcome: 'This code has no welcome of its own. The customer is greeted by the welcome rule that fits, and gets no message where none does.', end: 'Disable', ended: 'The code is disabled, WeCom’s picture works no more', reopen: 'Open again', endTitle: (name: string) => `Disable the live code “${name}”?`, pageSays: 'Its page and short link say:', pageDefault: 'Nobody receives customers by this code now, please ask the shop for a new one', wecomSays: 'WeCom’s own picture, where it is printed: WeCom says that the code is invalid.', endText: 'Opened again it gets a new picture of WeCom; codes printed with the page or the short link work again.', closed: 'Disabled', reopened: 'Opened again', channel: 'Channel', loose: 'Not classified', ends: 'Ends', never: 'Never', added: 'Added', numbers: 'Figures by day, from the scan to the stage', lost: 'Lost again', staff: 'Staff', way: 'Adding', direct: 'Added at once', confirm: 'After staff confirm', tags: 'Tags set', remark: 'Remark set', none: 'None', created: 'Created', failing: 'WeCom makes no code for these staff: customers are not shown them for now', unable: 'These staff cannot receive and customers do not see them: they left, have not signed in to WeCom or are not verified, or have no customer contact', beyond: 'All on duty and backup are full or paused; customers still go to them. Add people or raise the caps.', welcome: 'Welcome', sampleCustomer: 'Li Mei', sampleStaff: 'Staff',
    askTitle: (name: string) => `Delete the live code “${name}”?`, askText: (n: string) => `Printed pictures stop working at once, and this cannot be undone. ${counted(n, 'customer')} came through it; they, their tags and records stay.`, keep: 'Keep', removed: 'The live code was deleted', retried: 'Asked again',
  },
});

export function LiveCodeDrawer() {
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const close = () => void navigate({ pathname: '/live-codes', search });
  const code = useQuery({ ...ask('liveCodes', 'get', { id }), refetchInterval: ({ state }) => (state.data?.state === 'preparing' ? 2000 : false) });
  return (
    <Drawer
      open onClose={close} size={520} title={<span className="ellipsis drawer-title">{code.data?.name ?? ' '}</span>} data-testid="live-code-drawer"
      extra={code.data && code.data.state !== 'deleted' ? <Actions code={code.data} onRemoved={close} /> : null}
    >
      {code.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {code.error ? <ErrorNote error={code.error} onAgain={() => void code.refetch()} /> : null}
      {code.data ? <Body code={code.data} /> : null}
    </Drawer>
  );
}

function Actions({ code, onRemoved }: { code: LiveCode; onRemoved: () => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const mayAsk = useAllowed()('welcomeRules.aimedAt');
  const remove = useAct(() => api.liveCodes.remove({ id: code.id }), { done: t.removed, touches: ['liveCodes', 'welcomeRules'], onDone: onRemoved });

  const end = useAct(() => api.liveCodes.end({ id: code.id }), { done: t.closed, touches: ['liveCodes'] });

  function askFirst(): void {
    modal.confirm({
      title: t.askTitle(code.name), content: <><p>{t.askText(figure(code.addedCount))}</p><ScanShows code={code} /><AimingRules id={code.id} mayAsk={mayAsk} /></>, okText: t.remove, cancelText: t.keep,
      okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
    });
  }

  function askEnd(): void {
    modal.confirm({
      title: t.endTitle(code.name), content: <><ScanShows code={code} /><p>{t.endText}</p></>, okText: t.end, cancelText: t.keep,
      okButtonProps: { danger: true }, onOk: () => end.mutateAsync(undefined).catch(() => undefined),
    });
  }

  return (
    <div className="row">
      {code.state === 'ended' ? null : <Allow to="liveCodes.end"><Button icon={<StopOutlined />} loading={end.isPending} onClick={askEnd} aria-label={t.end} title={t.end} data-testid="end-code" /></Allow>}
      <Allow to="liveCodes.remove"><Button danger icon={<DeleteOutlined />} loading={remove.isPending} onClick={askFirst} aria-label={t.remove} title={t.remove} /></Allow>
      <Allow to="liveCodes.update"><Link to={`/live-codes/${code.id}/edit`}><Button type="primary" icon={<EditOutlined />}>{t.edit}</Button></Link></Allow>
    </div>
  );
}

function Body({ code }: { code: LiveCode }) {
  const t = useWords();
  const { values: { who }, open, close } = useOpened(['who']);
  return (
    <div className="code-detail" data-state={code.state}>
      <Picture code={code} />
      <div className="code-figures">
        <button type="button" onClick={() => open({ who: 'added' })} data-testid="added-list"><Statistic title={t.added} value={code.addedCount} /></button>
        <button type="button" onClick={() => open({ who: 'lost' })} data-testid="lost-list"><Statistic title={t.lost} value={code.lostCount} /></button>
        {who ? <CodeCustomers id={code.id} name={code.name} lost={who === 'lost'} onClose={close} /> : null}
      </div>
      <Allow to="codeNumbers.table"><Link to={`/code-numbers?by=day&codeId=${code.id}`} data-testid="numbers-link">{t.numbers}</Link></Allow>
      {code.failing.length > 0 ? (
        <Alert
          type="warning" showIcon title={t.failing} data-testid="failing"
          description={<ul className="fault-list">{code.failing.map(({ staff, error }) => <li key={staff.id}><StaffName staff={staff} /> <span className="soft">{error}</span></li>)}</ul>}
        />
      ) : null}
      {code.unable.length > 0 && code.state !== 'deleted' ? <Alert type="warning" showIcon title={t.unable} description={<StaffNames staff={code.unable} limit={20} />} data-testid="unable" /> : null}
      {code.level === 'beyond' ? <Alert type="warning" showIcon title={t.beyond} data-testid="beyond" /> : null}
      {code.rule && code.state !== 'deleted' ? <WeekPicture rule={code.rule} /> : null}
      <dl className="facts">
        <dt>{t.staff}</dt><dd><StaffNames staff={code.staff} limit={100} /></dd>
        <dt>{t.way}</dt><dd>{code.skipVerify ? t.direct : t.confirm}</dd>
        <dt>{t.tags}</dt><dd><TagRow tags={code.tags} limit={20} /></dd>
        <dt>{t.remark}</dt><dd>{code.remarkTemplate ? <code>{code.remarkTemplate}</code> : <span className="soft">{t.none}</span>}</dd>
        <dt>{t.channel}</dt><dd>{code.channel?.path ?? <span className="soft">{t.loose}</span>}</dd>
        <dt>{t.ends}</dt><dd>{code.expiresAt === null ? <span className="soft">{t.never}</span> : dayjs(code.expiresAt).format('YYYY-MM-DD HH:mm')}</dd>
        <dt>{t.created}</dt><dd><Ago at={code.createdAt} /></dd>
      </dl>
      {code.rule?.backup.form || code.waitingCount > 0 ? <WaitingList codeId={code.id} /> : null}
      {code.serve === 'page' ? <PickRecords id={code.id} /> : <ReceptionRecords id={code.id} />}
      <div className="stack">
        <h3>{t.welcome}</h3>
        <Phone title={code.staff[0] ? <StaffName staff={code.staff[0]} /> : code.name} name={code.staff[0]?.name ?? null} avatarUrl={code.staff[0]?.avatarUrl ?? ''} text={fill(code.welcome.text, { customer: t.sampleCustomer, staff: code.staff[0] ? calledInText(code.staff[0].name, code.welcome.text) : t.sampleStaff })} attachments={code.welcome.attachments} blank={t.noWelcome} />
      </div>
    </div>
  );
}

/** What is printed of a code whose page assigns: the address of its page. */
const pageLook = { target: 'page', cm: 6, dark: '#000000', light: '#ffffff', logoFileId: '', face: '' } as const;

function Picture({ code }: { code: LiveCode }) {
  const t = useWords();
  const retry = useAct(() => api.liveCodes.retry({ id: code.id }), { done: t.retried, touches: ['liveCodes'] });
  const reopen = useAct(() => api.liveCodes.reopen({ id: code.id }), { done: t.reopened, touches: ['liveCodes'] });
  if (code.state === 'failed') {
    return (
      <Alert
        type="error" showIcon title={t.failed} description={code.error}
        action={<Allow to="liveCodes.retry"><Button size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>{t.retry}</Button></Allow>}
      />
    );
  }
  if (code.state === 'ended') {
    return <Alert type="warning" showIcon title={t.ended} description={<ScanShows code={code} />} action={<Allow to="liveCodes.reopen"><Button size="small" loading={reopen.isPending} onClick={() => reopen.mutate(undefined)} data-testid="reopen-code">{t.reopen}</Button></Allow>} />;
  }
  if (code.state === 'deleted') return <Alert type="warning" showIcon title={t.gone} />;
  if (code.state === 'preparing') {
    return <div className="code-picture" role="status"><Skeleton.Node active style={{ width: 220, height: 220 }} /><span className="soft">{t.preparing}</span></div>;
  }
  return (
    <div className="code-picture">
      <img src={code.serve === 'page' ? drawUrl(code.id, pageLook, 'svg') : code.qrUrl} alt={t.qr(code.name)} width={220} height={220} data-testid="qr" />
      <div className="row">
        <StateBadge state={code.state} />
        <a href={code.serve === 'page' ? drawUrl(code.id, pageLook, 'png') : code.qrUrl} download={`${code.name}.png`} target="_blank" rel="noreferrer"><Button icon={<DownloadOutlined />}>{t.download}</Button></a>
        <CodePrint codeId={code.id} name={code.name} />
      </div>
      <Copyable text={`${location.origin}/c/${code.id}`} label={t.page} />
      <a href={`/c/${code.id}`} target="_blank" rel="noreferrer" data-testid="code-page">{t.page}</a>
    </div>
  );
}

/** What somebody sees who scans it then. */
function ScanShows({ code }: { code: LiveCode }) {
  const t = useWords();
  return (
    <ul className="fault-list" data-testid="scan-shows">
      <li>{t.wecomSays}</li>
      <li>{t.pageSays}<q>{code.closedText || t.pageDefault}</q></li>
    </ul>
  );
}
