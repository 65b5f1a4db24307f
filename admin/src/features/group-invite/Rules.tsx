import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Switch, Table, Tooltip } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { InviteRule } from '@scrm/shared/group-invite';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { useCloseGuard } from '../../kit/leave-guard';
import { Allow, useAllowed } from '../../kit/me';
import { CodeSelect } from '../../kit/pick/CodeSelect';
import { InvitationsDrawer, type Opened } from './InvitationsDrawer';
import { useInviteWords } from './words';
import '../group-code/group-code.css';

const useWords = words({
  zh: {
    title: '添加好友后邀请', about: '欢迎语末尾带上群活码链接；已在群里的、群没有空位时不带。', add: '新建规则', edit: '修改', remove: '删除', removeAsk: '删除这条规则？已有记录也不再显示。', from: '通过哪个活码添加', all: '所有其他添加方式', code: '邀请进', link: '链接标题', linkHint: '不填则用群活码的页面标题', on: '启用', saved: '已保存', removed: '已删除',
    added: '添加', sent: '已邀请', alreadyIn: '已在群里', noRoom: '没有空位', joined: '进群', rate: '进群率', none: '还没有规则，客户添加好友后不会被邀请进群。先建好群活码，再点「新建规则」选它。', choose: '请选择', idle: '没有可进的群，现在不邀请', addedHint: '规则启用后添加的人次',
  },
  en: {
    title: 'Invited when added', about: 'The welcome ends with a link to the group code, except for who is in a group already or where none has room.', add: 'New rule', edit: 'Change', remove: 'Remove', removeAsk: 'Remove this rule? Its figures are not shown any more.', from: 'Added by which code', all: 'Every other way', code: 'Invite to', link: 'Title of the link', linkHint: 'Empty: the title of the code’s page', on: 'On', saved: 'Saved', removed: 'Removed',
    added: 'Added', sent: 'Invited', alreadyIn: 'Already in', noRoom: 'No room', joined: 'Joined', rate: 'Join rate', none: 'No rules yet: nobody is invited when added. Make a group code first, then choose it in a new rule.', choose: 'Choose', idle: 'No group to join: nobody is invited now', addedHint: 'Additions since the rule is on',
  },
});

const company = 'company';

/** One rule for each live code, and one for all other additions. */
export function Rules() {
  const t = useWords();
  const w = useInviteWords();
  const allowed = useAllowed();
  const rules = useQuery(ask('groupInvites', 'rules', {}));
  const [editing, setEditing] = useState<InviteRule | 'new'>();
  const [opened, setOpened] = useState<Opened>();
  const remove = useAct((id: string) => api.groupInvites.removeRule({ id }), { done: t.removed, touches: ['groupInvites'] });
  const toggle = useAct(({ liveCode, groupCode, title, isOn }: InviteRule) => api.groupInvites.saveRule({ liveCodeId: liveCode?.id ?? null, groupCodeId: groupCode.id, title, isOn: !isOn }), { done: t.saved, touches: ['groupInvites'] });
  const number = (rule: InviteRule, key: 'added' | 'sent' | 'alreadyIn' | 'noRoom' | 'joined') => (
    <button type="button" className="link-button figures" onClick={() => setOpened({ title: t[key], ruleId: rule.id, ...(key === 'joined' ? { joined: true } : key === 'added' ? {} : { state: key }) })}>{figure(rule[key])}</button>
  );
  return (
    <section className="stack" data-testid="invite-rules">
      <div className="between"><div><h2>{t.title}</h2><p className="soft">{t.about}</p></div><Allow to="groupInvites.saveRule"><Button onClick={() => setEditing('new')} data-testid="new-rule">{t.add}</Button></Allow></div>
      {rules.isPending ? <SkeletonRows count={1} /> : null}
      {rules.error && !rules.data ? <div className="panel"><ErrorNote error={rules.error} onAgain={() => void rules.refetch()} /></div> : null}
      {rules.data ? (
        <div className="panel flush">
          <Table<InviteRule>
            rowKey="id" size="middle" pagination={false} dataSource={rules.data.items} tableLayout="fixed" scroll={{ x: 960 }} locale={{ emptyText: t.none }}
            columns={[
              { key: 'from', title: t.from, width: 180, render: (_, rule) => (rule.liveCode ? <Link className="ellipsis block" title={rule.liveCode.name} to={`/live-codes/${rule.liveCode.id}`}>{rule.liveCode.name}</Link> : t.all) },
              { key: 'code', title: t.code, width: 160, render: (_, rule) => <><Link className="ellipsis block" title={rule.groupCode.name} to={`/group-codes/${rule.groupCode.id}`}>{rule.groupCode.name}</Link>{rule.isOn && !rule.groupCode.isOpen ? <div className="warning small" data-testid="rule-idle">{t.idle}</div> : null}</> },
              { key: 'added', title: <Tooltip title={t.addedHint}>{t.added}</Tooltip>, align: 'right', width: 70, render: (_, rule) => number(rule, 'added') },
              { key: 'sent', title: t.sent, align: 'right', width: 80, render: (_, rule) => number(rule, 'sent') },
              { key: 'alreadyIn', title: t.alreadyIn, align: 'right', width: 90, render: (_, rule) => number(rule, 'alreadyIn') },
              { key: 'noRoom', title: t.noRoom, align: 'right', width: 90, render: (_, rule) => number(rule, 'noRoom') },
              { key: 'joined', title: t.joined, align: 'right', width: 70, render: (_, rule) => number(rule, 'joined') },
              { key: 'rate', title: t.rate, align: 'right', width: 80, render: (_, rule) => <span className="figures">{w.rate(rule.joined, rule.sent)}</span> },
              { key: 'on', title: t.on, width: 70, render: (_, rule) => <Switch size="small" aria-label={t.on} checked={rule.isOn} disabled={!allowed('groupInvites.saveRule')} loading={toggle.isPending && toggle.variables.id === rule.id} onChange={() => toggle.mutate(rule)} /> },
              {
                key: 'act', title: '', width: 130,
                render: (_, rule) => (
                  <span className="row" style={{ flexWrap: 'nowrap' }}>
                    <Allow to="groupInvites.saveRule"><Button type="link" size="small" onClick={() => setEditing(rule)}>{t.edit}</Button></Allow>
                    <Allow to="groupInvites.removeRule"><Popconfirm title={t.removeAsk} okText={t.remove} okButtonProps={{ danger: true }} onConfirm={() => remove.mutate(rule.id)}><Button type="link" size="small" danger>{t.remove}</Button></Popconfirm></Allow>
                  </span>
                ),
              },
            ]}
          />
        </div>
      ) : null}
      {editing ? <RuleDialog rule={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
      {opened ? <InvitationsDrawer opened={opened} onClose={() => setOpened(undefined)} /> : null}
    </section>
  );
}

function RuleDialog({ rule, onClose }: { rule?: InviteRule; onClose: () => void }) {
  const t = useWords();
  const [from, setFrom] = useState(rule ? rule.liveCode?.id ?? company : undefined);
  const [codeId, setCodeId] = useState(rule?.groupCode.id);
  const [title, setTitle] = useState(rule?.title ?? '');
  const save = useAct(() => api.groupInvites.saveRule({ liveCodeId: from === company ? null : from!, groupCodeId: codeId!, title: title.trim(), isOn: rule?.isOn ?? true }), { done: t.saved, touches: ['groupInvites'], onDone: onClose });
  const leave = useCloseGuard([from, codeId, title], onClose);
  return (
    <Modal open title={rule ? t.edit : t.add} onCancel={leave} confirmLoading={save.isPending} okButtonProps={{ disabled: !from || !codeId }} onOk={() => save.mutate(undefined)} data-testid="rule-dialog">
      <Form layout="vertical">
        <Form.Item label={t.from} htmlFor="rule-from" required><CodeSelect id="rule-from" label={t.from} placeholder={t.choose} disabled={rule !== undefined} kinds={['liveCodes']} first={{ value: company, label: t.all }} value={from} onChange={(next) => setFrom(next ?? undefined)} /></Form.Item>
        <Form.Item label={t.code} htmlFor="rule-code" required><CodeSelect id="rule-code" label={t.code} placeholder={t.choose} kinds={['groupCodes']} value={codeId} onChange={(next) => setCodeId(next ?? undefined)} /></Form.Item>
        <Form.Item label={t.link} htmlFor="rule-title" extra={t.linkHint}><Input id="rule-title" value={title} maxLength={40} showCount onChange={({ target }) => setTitle(target.value)} /></Form.Item>
      </Form>
    </Modal>
  );
}
