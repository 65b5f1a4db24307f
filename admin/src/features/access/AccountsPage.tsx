import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import type { Account } from '@scrm/shared/access';
import { counted } from '@scrm/shared/text';
import { accountRoles } from './account-roles';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Person } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';
import { Ago } from '../../kit/time';
import { useRoleNames } from './permission-text';
import { ResetFactor } from './ResetFactor';

const useWords = words({
  zh: {
    about: '本地账号不依赖企业微信，可以进入所有已接入的企业。请只给少数人，并打开两步验证。', count: (n: string) => `${n} 个账号`, add: '新建账号', name: '账号', role: '角色', factor: '两步验证', on: '已开启', off: '未开启', last: '最近登录', never: '从未', state: '状态', used: '正常', shut: '已停用', me: '当前账号',
    password: '密码', short: '至少 10 位', needName: '请填写账号名', make: '新建', cancel: '取消', made: '账号已新建', done: '已保存', more: '操作', disable: '停用', enable: '启用', setPassword: '重设密码', reset: '清除两步验证', sureDisable: (name: string) => `停用账号「${name}」？`, disableHint: '该账号的所有登录立即失效。', emptyTitle: '没有本地账号', save: '保存',
  },
  en: {
    about: 'A local account needs no WeCom and may enter every connected company. Give few of them, with two-step sign-in.', count: (n: string) => counted(n, 'account'), add: 'New account', name: 'Account', role: 'Role', factor: 'Two-step sign-in', on: 'On', off: 'Off', last: 'Last sign-in', never: 'Never', state: 'State', used: 'In use', shut: 'Disabled', me: 'This is you',
    password: 'Password', short: 'At least 10 characters', needName: 'Give it a name', make: 'Create', cancel: 'Cancel', made: 'Account created', done: 'Saved', more: 'Actions', disable: 'Disable', enable: 'Enable', setPassword: 'Set a new password', reset: 'Clear two-step sign-in', sureDisable: (name: string) => `Disable the account “${name}”?`, disableHint: 'All its sessions end at once.', emptyTitle: 'No local accounts', save: 'Save',
  },
});

export function AccountsPage() {
  const t = useWords();
  const roles = useRoleNames();
  const rows = useQuery(ask('accounts', 'list', {}));
  const [adding, setAdding] = useState(false);
  const [locked, setLocked] = useState<Account>();
  const [clearing, setClearing] = useState<Account>();
  const setRole = useAct((input: Pick<Account, 'id' | 'role'>) => api.accounts.setRole(input), { done: t.done, touches: ['accounts', 'session'] });

  const columns: Column<Account>[] = [
    { key: 'name', title: t.name, width: 200, render: (one) => <Person name={one.name} url="" second={one.current ? t.me : undefined} /> },
    { key: 'role', title: t.role, width: 150, render: (one) => <Select size="small" aria-label={`${t.role} ${one.name}`} value={one.role} style={{ width: 120 }} disabled={setRole.isPending} onChange={(role) => setRole.mutate({ id: one.id, role })} options={accountRoles.map((value) => ({ value, label: roles[value] }))} /> },
    { key: 'factor', title: t.factor, width: 110, render: (one) => <span className={one.secondFactor ? 'success' : 'warning'}>{one.secondFactor ? t.on : t.off}</span> },
    { key: 'last', title: t.last, width: 120, render: (one) => <Ago at={one.lastSignInAt} empty={t.never} /> },
    { key: 'state', title: t.state, width: 90, render: (one) => <Tag color={one.disabledAt === null ? 'success' : undefined}>{one.disabledAt === null ? t.used : t.shut}</Tag> },
    { key: 'more', title: '', width: 90, align: 'right', render: (one) => <More account={one} onPassword={() => setLocked(one)} onReset={() => setClearing(one)} /> },
  ];
  const add = <Button type="primary" onClick={() => setAdding(true)} data-testid="new-account">{t.add}</Button>;
  return (
    <>
      <ListPage<Account>
        testId="accounts" columns={columns} rows={{ ...rows, isPlaceholderData: false }} count={t.count} rowLabel={(one) => one.name} above={<div className="between"><p className="soft">{t.about}</p>{add}</div>}
        empty={{ title: t.emptyTitle, hint: t.about, action: add }}
      />
      {adding ? <NewAccount onClose={() => setAdding(false)} /> : null}
      {clearing ? <ResetFactor account={clearing} onClose={() => setClearing(undefined)} /> : null}
      {locked ? <NewPassword account={locked} onClose={() => setLocked(undefined)} /> : null}
    </>
  );
}

function More({ account, onPassword, onReset }: { account: Account; onPassword: () => void; onReset: () => void }) {
  const t = useWords();
  const [modal, holder] = Modal.useModal();
  const options = { done: t.done, touches: ['accounts' as const] };
  const disable = useAct(() => api.accounts.disable({ id: account.id }), options);
  const enable = useAct(() => api.accounts.enable({ id: account.id }), options);
  const items = [
    { key: 'password', label: t.setPassword, onClick: onPassword },
    // One's own is turned off under My account, which takes a code.
    ...(account.secondFactor && !account.current ? [{ key: 'reset', label: t.reset, onClick: onReset }] : []),
    account.disabledAt === null
      ? { key: 'disable', label: t.disable, danger: true, onClick: () => void modal.confirm({ title: t.sureDisable(account.name), content: t.disableHint, okText: t.disable, cancelText: t.cancel, okButtonProps: { danger: true }, onOk: () => disable.mutateAsync(undefined).catch(() => undefined) }) }
      : { key: 'enable', label: t.enable, onClick: () => enable.mutate(undefined) },
  ];
  return <>{holder}<Dropdown trigger={['click']} menu={{ items }}><Button size="small" aria-label={`${t.more} ${account.name}`} loading={disable.isPending || enable.isPending}>{t.more}</Button></Dropdown></>;
}

function NewAccount({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const roles = useRoleNames();
  const [form] = Form.useForm<{ name: string; password: string; role: Account['role'] }>();
  const create = useAct((input: { name: string; password: string; role: Account['role'] }) => api.accounts.create(input), { done: t.made, touches: ['accounts'], quiet: true, onDone: onClose });
  return (
    <Modal open title={t.add} okText={t.make} cancelText={t.cancel} confirmLoading={create.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ role: 'admin' }} onFinish={(filled) => create.mutate(filled)}>
        {create.error ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 12 }} title={sentenceOf(create.error)} description={codeOf(create.error)} /> : null}
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needName }]}><Input maxLength={64} autoComplete="off" /></Form.Item>
        <Form.Item name="password" label={t.password} extra={t.short} rules={[{ required: true, min: 10, message: t.short }]}><Input.Password maxLength={200} autoComplete="new-password" /></Form.Item>
        <Form.Item name="role" label={t.role}><Select options={accountRoles.map((value) => ({ value, label: roles[value] }))} /></Form.Item>
      </Form>
    </Modal>
  );
}

function NewPassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ password: string }>();
  const set = useAct(({ password }: { password: string }) => api.accounts.setPassword({ id: account.id, password }), { done: t.done, onDone: onClose });
  return (
    <Modal open title={`${t.setPassword} · ${account.name}`} okText={t.save} cancelText={t.cancel} confirmLoading={set.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(filled) => set.mutate(filled)}>
        <Form.Item name="password" label={t.password} extra={t.short} rules={[{ required: true, min: 10, message: t.short }]}><Input.Password maxLength={200} autoComplete="new-password" /></Form.Item>
      </Form>
    </Modal>
  );
}
