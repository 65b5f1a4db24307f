import { ArrowLeftOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Button, Popconfirm, Skeleton, Tag } from 'antd';
import dayjs from 'dayjs';
import { Link, useParams } from 'react-router-dom';
import type { GroupCode } from '@scrm/shared/group-code';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { StaffNames } from '../../kit/person';
import { Entries } from './Entries';
import { History } from './History';
import { Numbers } from './Numbers';
import { OuterPicture } from './OuterPicture';
import { stateColours, useGroupCodeWords } from './words';
import './group-code.css';

const useWords = words({
  zh: {
    back: '群活码', edit: '编辑', close: '停用', closeAsk: '停用这个群活码？', closeText: '扫码的人会看到「已停用」页面，印出去的二维码不变，随时可以重新启用。', open: '重新启用', archive: '归档', unarchive: '移回列表', archived: '已归档，印出去的二维码继续有效', saved: '已保存',
    channel: '渠道', loose: '未分类', state: '状态', rule: '展示规则', head: '预留名额', headText: (n: string) => `每个群留 ${n} 位给其他方式进群的人`, until: '到期', forever: '长期有效', told: '提醒', nobodyTold: '建码人', full: '全部满了', fallback: { text: '显示文字', picture: '显示联系人二维码', code: '转到另一个活码' },
    warn: { full: '没有可以展示的群，扫码的人会看到兜底内容。', ends: '有群二维码图片快过期或已过期，请换上新的图片。', gone: '有群已解散或群主离职，已自动移出。', failed: '企业微信没有接受部分入口，请查看原因后重试。' },
  },
  en: {
    back: 'Group codes', edit: 'Edit', close: 'Close', closeAsk: 'Close this group code?', closeText: 'Whoever scans it sees that it is closed. The printed code stays the same and can be opened again at any time.', open: 'Open again', archive: 'Archive', unarchive: 'Back to the list', archived: 'Archived, what is printed goes on working', saved: 'Saved',
    channel: 'Channel', loose: 'Not classified', state: 'State', rule: 'Which is shown', head: 'Reserved places', headText: (n: string) => `${counted(n, 'place in each group stays', 'places in each group stay')} free for others`, until: 'Ends', forever: 'Never', told: 'Alerts go to', nobodyTold: 'Whoever made it', full: 'When all are full', fallback: { text: 'Words', picture: 'Picture of a person to add', code: 'Another code' },
    warn: { full: 'No group can be shown: whoever scans sees the fallback.', ends: 'A picture of a group code ends soon or has ended, put a new one in its place.', gone: 'A group was dismissed or its owner has left, it was taken out.', failed: 'WeCom refused some entries, see why and try again.' },
  },
});

export function GroupCodePage() {
  const t = useWords();
  const { id = '' } = useParams();
  const code = useQuery({ ...ask('groupCodes', 'get', { id }), refetchInterval: ({ state }) => (state.data?.entries.some((entry) => entry.state === 'preparing') ? 3000 : false) });
  const back = <Link to="/group-codes" className="soft"><ArrowLeftOutlined /> {t.back}</Link>;
  if (code.error && !code.data) return <div className="stack">{back}<div className="panel"><ErrorNote error={code.error} onAgain={() => void code.refetch()} /></div></div>;
  if (!code.data) return <div className="stack">{back}<div className="panel"><Skeleton active paragraph={{ rows: 8 }} /></div></div>;
  return (
    <div className="stack" data-testid="group-code">
      <PageHead back={back} title={code.data.name} action={<Actions code={code.data} />} />
      {code.data.warnings.map((warning) => <Alert key={warning} type="warning" showIcon title={t.warn[warning]} />)}
      <div className="group-code-top">
        <section className="panel"><OuterPicture id={code.data.id} url={code.data.url} name={code.data.name} /></section>
        <section className="panel"><Facts code={code.data} /></section>
      </div>
      <Numbers code={code.data} />
      <Entries code={code.data} />
      <History id={id} />
    </div>
  );
}

function Actions({ code }: { code: GroupCode }) {
  const t = useWords();
  const set = useAct((change: { closed?: boolean; archived?: boolean }) => api.groupCodes.setState({ id: code.id, ...change }), { done: t.saved, touches: ['groupCodes'] });
  const isClosed = code.state === 'closed';
  return (
    <>
      <Allow to="groupCodes.setState">
        <Button loading={set.isPending} onClick={() => set.mutate({ archived: code.state !== 'archived' })} data-testid="archive">{code.state === 'archived' ? t.unarchive : t.archive}</Button>
        {isClosed
          ? <Button loading={set.isPending} onClick={() => set.mutate({ closed: false })} data-testid="open-code">{t.open}</Button>
          : <Popconfirm title={t.closeAsk} description={<div style={{ maxWidth: 280 }}>{t.closeText}</div>} okText={t.close} okButtonProps={{ danger: true }} onConfirm={() => set.mutate({ closed: true })}><Button danger data-testid="close-code">{t.close}</Button></Popconfirm>}
      </Allow>
      <Allow to="groupCodes.update"><Link to={`/group-codes/${code.id}/edit`}><Button type="primary" icon={<EditOutlined />} data-testid="edit">{t.edit}</Button></Link></Allow>
    </>
  );
}

function Facts({ code }: { code: GroupCode }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const { fallback } = code;
  const said = fallback.kind === 'code' ? code.fallbackName : fallback.text;
  return (
    <dl className="facts">
      <dt><Badge status={stateColours[code.state]} /></dt><dd data-state={code.state}>{g.states[code.state]}{code.state === 'archived' ? <span className="soft"> · {t.archived}</span> : null} {code.free === null ? <Tag>{g.unlimited}</Tag> : <Tag className="figures">{g.places(figure(code.free))}</Tag>}</dd>
      <dt>{t.channel}</dt><dd>{code.channel?.path ?? <span className="soft">{t.loose}</span>}</dd>
      <dt>{t.rule}</dt><dd>{g.rules[code.rule]}<div className="soft small">{g.ruleHints[code.rule]}</div></dd>
      <dt>{t.head}</dt><dd>{t.headText(figure(code.headRoom))}</dd>
      <dt>{t.full}</dt><dd>{t.fallback[fallback.kind]}{said ? <span className="soft">{marks().colon}{fallback.kind === 'code' ? <Link to={fallback.codeId.startsWith('gc_') ? `/group-codes/${fallback.codeId}` : `/live-codes/${fallback.codeId}`}>{said}</Link> : said}</span> : null}</dd>
      <dt>{t.until}</dt><dd>{code.untilAt === null ? t.forever : dayjs(code.untilAt).format('YYYY-MM-DD HH:mm')}</dd>
      <dt>{t.told}</dt><dd>{code.tellStaff.length > 0 ? <StaffNames staff={code.tellStaff} /> : <span className="soft">{t.nobodyTold}</span>}</dd>
    </dl>
  );
}
