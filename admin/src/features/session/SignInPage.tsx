import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Divider, Form, Input, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { isError } from '@scrm/shared/client';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Person } from '../../kit/person';
import { LanguageChoice } from '../../kit/preferences';
import { sentenceOf } from '../../kit/problem';
import { useKindNames } from './kinds';
import { recoveryPattern } from './recovery';
import './session.css';

const useWords = words({
  zh: {
    title: '登录', about: '扫码获客、自动欢迎、看清每一位客户', wecom: '用企业微信登录', none: '还没有接入企业，请先用本地账号登录', local: '或使用本地账号', name: '账号', password: '密码', signIn: '登录',
    needName: '请填写账号', needPassword: '请填写密码', code: '验证码', needCode: '请填写 6 位验证码', recovery: '恢复码', needRecovery: '请填写 10 位恢复码，如 ABCDE-FGHIJ', useRecovery: '手机不在身边？用恢复码', useCode: '改用验证码', sandbox: '打开沙盒：扮演客户和员工', sandboxHint: '没有企业微信账号也能走完整个流程',
  },
  en: {
    title: 'Sign in', about: 'Win customers by code, welcome them at once, know each of them', wecom: 'Sign in with WeCom', none: 'No company is connected yet, sign in with the local account first', local: 'or with the local account', name: 'Account', password: 'Password', signIn: 'Sign in',
    needName: 'Enter the account name', needPassword: 'Enter the password', code: 'Code', needCode: 'Enter the 6 digits', recovery: 'Recovery code', needRecovery: 'Enter its 10 letters and digits, such as ABCDE-FGHIJ', useRecovery: 'No phone at hand? Use a recovery code', useCode: 'Use the 6 digits instead', sandbox: 'Open the sandbox: be the customer and the staff', sandboxHint: 'The whole way works without a WeCom account',
  },
});

export function SignInPage() {
  const t = useWords();
  const kinds = useKindNames();
  const options = useQuery(ask('session', 'options', {}));
  return (
    <div className="center-page">
      <main className="sign-in panel">
        <header className="between">
          <div><h1>{t.title}</h1><p className="soft">{t.about}</p></div>
          <LanguageChoice block={false} />
        </header>
        <section aria-label={t.wecom} className="stack">
          <h2>{t.wecom}</h2>
          {options.isPending ? <Skeleton active avatar paragraph={{ rows: 2 }} title={false} /> : null}
          {options.error ? <ErrorNote compact error={options.error} onAgain={() => void options.refetch()} /> : null}
          {options.data?.wecom.length === 0 ? <p className="soft">{t.none}</p> : null}
          {options.data?.wecom.map(({ corp, url }) => (
            <a key={corp.id} className="corp-card" href={url} data-testid={`sign-in-${corp.kind}`}>
              <Person name={corp.name} url={corp.logoUrl} second={kinds[corp.kind]} size={40} />
            </a>
          ))}
        </section>
        <Divider plain style={{ margin: 0 }}>{t.local}</Divider>
        <LocalForm />
        {options.data?.sandboxUrl ? (
          <p className="soft small">{t.sandboxHint} · <a href={options.data.sandboxUrl} target="_blank" rel="noreferrer" data-testid="sandbox-link">{t.sandbox}</a></p>
        ) : null}
      </main>
    </div>
  );
}

function LocalForm() {
  const t = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signIn = useAct((input: { name: string; password: string; code?: string }) => api.session.signIn(input), {
    quiet: true,
    onDone: (me) => {
      queries.clear();
      queries.setQueryData(ask('session', 'me', {}).queryKey, me);
      void navigate('/', { replace: true });
    },
  });
  const asksCode = useAsksCode(signIn.error);
  return (
    <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate} data-testid="local-sign-in">
      {asksCode && isError(signIn.error, 'second_factor_needed') ? <Alert type="info" showIcon title={sentenceOf(signIn.error)} style={{ marginBottom: 16 }} /> : null}
      {signIn.error && !isError(signIn.error, 'second_factor_needed') ? <Alert type="error" showIcon title={sentenceOf(signIn.error)} style={{ marginBottom: 16 }} role="alert" /> : null}
      <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.needName }]}><Input autoComplete="username" maxLength={64} /></Form.Item>
      <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.needPassword }]}><Input.Password autoComplete="current-password" maxLength={200} /></Form.Item>
      {asksCode ? <CodeField /> : null}
      <Button htmlType="submit" type="primary" block loading={signIn.isPending}>{t.signIn}</Button>
    </Form>
  );
}

/** The six digits; or, where the phone is not at hand, a recovery code in their place. */
function CodeField() {
  const t = useWords();
  const form = Form.useFormInstance();
  const [recovers, setRecovers] = useState(false);
  const swap = () => {
    form.resetFields(['code']);
    setRecovers(!recovers);
  };
  return (
    <>
      {recovers
        ? <Form.Item key="recovery" name="code" label={t.recovery} rules={[{ required: true, pattern: recoveryPattern, message: t.needRecovery }]} style={{ marginBottom: 4 }}><Input autoFocus className="mono-input" autoCapitalize="characters" autoComplete="off" spellCheck={false} maxLength={20} /></Form.Item>
        : <Form.Item key="digits" name="code" label={t.code} rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t.needCode }]} style={{ marginBottom: 4 }}><Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={8} /></Form.Item>}
      <Button type="link" className="code-swap" onClick={swap} data-testid="swap-code">{recovers ? t.useCode : t.useRecovery}</Button>
    </>
  );
}

/** Once the server has asked for a code, the field stays. */
function useAsksCode(error: unknown): boolean {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (isError(error, 'second_factor_needed')) setAsks(true);
  }, [error]);
  return asks;
}
