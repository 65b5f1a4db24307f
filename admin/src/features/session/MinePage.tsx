import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useMe } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { sentenceOf } from '../../kit/problem';
import { Ago } from '../../kit/time';
import { DelegateForm } from '../access/DelegateForm';
import { DelegationLine } from '../access/DelegationLine';
import { RoleTags } from '../access/RoleTags';
import { SecondFactor } from './SecondFactor';
import { Device, EndSession } from './SessionLine';

const useWords = words({
  zh: {
    title: '我的账号', about: '我的角色、已登录的设备和临时代理。', roles: '我的角色', sessions: '已登录的设备', ended: '已退出', lent: '临时代理', lentAbout: '休假时让同事照看我的客户，到期自动结束。', lend: '交给同事', none: '没有正在进行的代理', back: '已收回',
    password: '修改密码', old: '当前密码', fresh: '新密码', short: '至少 10 位', need: '请填写', save: '修改密码', saved: '密码已修改，其他设备已退出',
  },
  en: {
    title: 'My account', about: 'My roles, the devices that are signed in, and what I lent.', roles: 'My roles', sessions: 'Signed-in devices', ended: 'Signed out', lent: 'Delegations', lentAbout: 'While I am away a colleague looks after my customers; it ends by itself.', lend: 'Lend to a colleague', none: 'Nothing is lent', back: 'Revoked',
    password: 'Change password', old: 'Current password', fresh: 'New password', short: 'At least 10 characters', need: 'Fill this in', save: 'Change password', saved: 'Changed; other devices are signed out',
  },
});

/** What concerns oneself alone, for everyone who is signed in. */
export function MinePage() {
  const t = useWords();
  const me = useMe();
  return (
    <section className="stack" data-testid="mine">
      <PageHead title={t.title} about={t.about} />
      <div className="mine">
        <section className="panel stack"><h2>{t.roles}</h2><RoleTags roles={me.roles} /></section>
        <Sessions />
        {me.kind === 'staff' ? <Delegations /> : <><Password /><SecondFactor on={me.secondFactor} left={me.recoveryCodesLeft} /></>}
      </div>
    </section>
  );
}

function Sessions() {
  const t = useWords();
  const rows = useQuery(ask('session', 'mine', {}));
  const end = useAct((id: string) => api.session.revokeMine({ id }), { done: t.ended, touches: ['session'] });
  return (
    <section className="panel"><h2>{t.sessions}</h2>
      {rows.isPending ? <Skeleton active title={false} /> : null}
      {rows.error && !rows.data ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null}
      {rows.data?.items.map((session) => (
        <div key={session.id} className="mine-line"><span><Device session={session} /> <span className="soft small"><Ago at={session.lastSeenAt} /></span></span><EndSession session={session} ending={end.isPending && end.variables === session.id} onEnd={() => end.mutate(session.id)} /></div>
      ))}
    </section>
  );
}

function Delegations() {
  const t = useWords();
  const [adding, setAdding] = useState(false);
  const rows = useQuery(ask('access', 'myDelegations', {}));
  const end = useAct((id: string) => api.access.endMyDelegation({ id }), { done: t.back, touches: ['access'] });
  return (
    <section className="panel"><div className="between"><h2>{t.lent}</h2><Button type="primary" onClick={() => setAdding(true)} data-testid="lend">{t.lend}</Button></div>
      <p className="soft small">{t.lentAbout}</p>
      {rows.isPending ? <Skeleton active title={false} /> : null}
      {rows.error && !rows.data ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null}
      {rows.data?.items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {rows.data?.items.map((one) => <DelegationLine key={one.id} delegation={one} ending={end.isPending && end.variables === one.id} onEnd={() => end.mutate(one.id)} />)}
      {adding ? <DelegateForm own onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function Password() {
  const t = useWords();
  const [form] = Form.useForm<{ old: string; password: string }>();
  const change = useAct((input: { old: string; password: string }) => api.accounts.changeMyPassword(input), { done: t.saved, touches: ['session'], quiet: true, onDone: () => form.resetFields() });
  return (
    <section className="panel stack"><h2>{t.password}</h2>
      {change.error ? <Alert type="error" showIcon role="alert" title={sentenceOf(change.error)} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(filled) => change.mutate(filled)}>
        <Form.Item name="old" label={t.old} rules={[{ required: true, message: t.need }]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
        <Form.Item name="password" label={t.fresh} extra={t.short} rules={[{ required: true, min: 10, message: t.short }]}><Input.Password autoComplete="new-password" maxLength={200} /></Form.Item>
        <Button htmlType="submit" loading={change.isPending}>{t.save}</Button>
      </Form>
    </section>
  );
}
