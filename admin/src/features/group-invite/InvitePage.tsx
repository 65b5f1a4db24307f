import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Popconfirm, Skeleton, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import type { InviteTask } from '@scrm/shared/group-invite';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { StaffPerson } from '../../kit/person';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import { InvitationsDrawer, type Opened } from './InvitationsDrawer';
import { sendColours, taskColours, useInviteWords } from './words';
import '../group-code/group-code.css';

const useWords = words({
  zh: {
    back: '入群邀请', check: '查询结果', remind: '提醒未发送的员工', reminded: '已提醒', stop: '停止', stopAsk: '停止这个任务？', stopText: '还没发送的员工不能再发送，已经发出的不会收回。', stopped: '已停止', customers: '邀请客户', sent: '已发送', joined: '进群', alreadyIn: '已在群里', rate: '进群率', code: '群活码', tags: '标签', text: '邀请的话',
    created: '创建时间', staff: '员工', state: '状态', notFriend: '不是好友', quota: '本月已达上限', sentAt: '发送时间', checked: '正在查询，结果稍后更新',
  },
  en: {
    back: 'Group invitations', check: 'Update results', remind: 'Remind who has not sent', reminded: 'Reminded', stop: 'Stop', stopAsk: 'Stop this task?', stopText: 'Staff who have not sent it cannot any more; what was sent stays sent.', stopped: 'Stopped', customers: 'Invited', sent: 'Sent', joined: 'Joined', alreadyIn: 'In already', rate: 'Join rate', code: 'Group code', tags: 'Tags', text: 'Message',
    created: 'Created', staff: 'Staff', state: 'State', notFriend: 'Not a friend', quota: 'Monthly limit', sentAt: 'Sent at', checked: 'WeCom is being asked, results follow',
  },
});

export function InvitePage() {
  const t = useWords();
  const w = useInviteWords();
  const { id = '' } = useParams();
  const [opened, setOpened] = useState<Opened>();
  const task = useQuery({ ...ask('groupInvites', 'task', { id }), refetchInterval: ({ state }) => (state.data?.state === 'running' ? 5000 : false) });
  const back = <Link to="/group-invites" className="soft"><ArrowLeftOutlined /> {t.back}</Link>;
  if (task.error && !task.data) return <div className="stack">{back}<div className="panel"><ErrorNote error={task.error} onAgain={() => void task.refetch()} /></div></div>;
  if (!task.data) return <div className="stack">{back}<div className="panel"><Skeleton active paragraph={{ rows: 8 }} /></div></div>;
  const { name, state, groupCode, tags, text, customers, sent, joined, alreadyIn, createdAt } = task.data;
  const open = (title: string, filter: Omit<Opened, 'title'>) => () => setOpened({ title, taskId: id, ...filter });
  return (
    <div className="stack" data-testid="group-invite">
      <PageHead back={back} title={name} action={<Actions task={task.data} />} />
      <section className="panel">
        <dl className="facts">
          <dt>{t.state}</dt><dd><Badge status={taskColours[state]} text={w.tasks[state]} /></dd>
          <dt>{t.code}</dt><dd><Link to={`/group-codes/${groupCode.id}`}>{groupCode.name}</Link></dd>
          <dt>{t.tags}</dt><dd><TagRow tags={tags} limit={10} /></dd>
          <dt>{t.text}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{text || '–'}</dd>
          <dt>{t.created}</dt><dd><Ago at={createdAt} /></dd>
        </dl>
      </section>
      <Figures label={name}>
        <Figure name={t.customers} value={figure(customers)} testId="invite-customers" onPress={open(t.customers, { invited: true })} />
        <Figure name={t.sent} value={figure(sent)} testId="invite-sent" onPress={open(t.sent, { state: 'sent' })} />
        <Figure name={t.joined} value={figure(joined)} note={w.rate(joined, sent)} testId="invite-joined" onPress={open(t.joined, { joined: true })} />
        <Figure name={t.alreadyIn} value={figure(alreadyIn)} testId="invite-in" onPress={open(t.alreadyIn, { state: 'alreadyIn' })} />
      </Figures>
      <div className="panel flush"><ByStaff task={task.data} onOpen={setOpened} /></div>
      {opened ? <InvitationsDrawer opened={opened} onClose={() => setOpened(undefined)} /> : null}
    </div>
  );
}

function Actions({ task }: { task: InviteTask }) {
  const t = useWords();
  const { id } = task;
  const check = useAct(() => api.groupInvites.checkTask({ id }), { done: t.checked, touches: ['groupInvites'] });
  const remind = useAct(() => api.groupInvites.remindTask({ id }), { done: t.reminded, touches: ['groupInvites'] });
  const stop = useAct(() => api.groupInvites.stopTask({ id }), { done: t.stopped, touches: ['groupInvites'] });
  if (task.state !== 'running') return null;
  return (
    <>
      <Allow to="groupInvites.checkTask"><Button loading={check.isPending} onClick={() => check.mutate(undefined)} data-testid="check">{t.check}</Button></Allow>
      <Allow to="groupInvites.remindTask"><Button loading={remind.isPending} disabled={!task.sends.some((send) => send.state === 'waiting')} onClick={() => remind.mutate(undefined)} data-testid="remind">{t.remind}</Button></Allow>
      <Allow to="groupInvites.stopTask"><Popconfirm title={t.stopAsk} description={<div style={{ maxWidth: 280 }}>{t.stopText}</div>} okText={t.stop} okButtonProps={{ danger: true }} onConfirm={() => stop.mutate(undefined)}><Button danger loading={stop.isPending} data-testid="stop">{t.stop}</Button></Popconfirm></Allow>
    </>
  );
}

function ByStaff({ task, onOpen }: { task: InviteTask; onOpen: (opened: Opened) => void }) {
  const t = useWords();
  const w = useInviteWords();
  type Send = InviteTask['sends'][number];
  const number = (send: Send, title: string, value: number, filter: Omit<Opened, 'title'>) => <button type="button" className="link-button figures" onClick={() => onOpen({ title, taskId: task.id, staffId: send.staff.id, ...filter })}>{figure(value)}</button>;
  return (
    <Table<Send>
      rowKey="id" size="middle" pagination={false} dataSource={task.sends} scroll={{ x: 760 }}
      columns={[
        { key: 'staff', title: t.staff, width: 180, render: (_, send) => <StaffPerson staff={send.staff} size={28} /> },
        { key: 'state', title: t.state, width: 190, render: (_, send) => <span data-testid={`send-${send.state}`}><Badge status={sendColours[send.state]} text={w.sends[send.state]} />{send.error ? <div className="danger small">{send.error}</div> : null}</span> },
        { key: 'customers', title: t.customers, align: 'right', width: 90, render: (_, send) => <span className="figures">{figure(send.customers)}</span> },
        { key: 'sent', title: t.sent, align: 'right', width: 80, render: (_, send) => number(send, t.sent, send.sent, { state: 'sent' }) },
        { key: 'notFriend', title: t.notFriend, align: 'right', width: 90, render: (_, send) => number(send, t.notFriend, send.notFriend, { state: 'notFriend' }) },
        { key: 'quota', title: t.quota, align: 'right', width: 110, render: (_, send) => number(send, t.quota, send.quota, { state: 'quota' }) },
        { key: 'joined', title: t.joined, align: 'right', width: 70, render: (_, send) => number(send, t.joined, send.joined, { joined: true }) },
        { key: 'rate', title: t.rate, align: 'right', width: 80, render: (_, send) => <span className="figures">{w.rate(send.joined, send.sent)}</span> },
        { key: 'sentAt', title: t.sentAt, width: 110, render: (_, send) => <Ago at={send.sentAt} /> },
      ]}
    />
  );
}
