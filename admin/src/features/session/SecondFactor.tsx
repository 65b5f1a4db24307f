import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { Copyable } from '../../kit/copy';
import { words } from '../../kit/language';
import { sentenceOf } from '../../kit/problem';
import { recoveryPattern } from './recovery';
import { NewCodes, RecoveryCodes } from './RecoveryCodes';
import '../access/access.css';

const useWords = words({
  zh: { title: '两步验证', off: '未开启：仅凭密码就能登录。', on: '已开启：登录时还需要验证器中的 6 位验证码。', begin: '开启', scan: '用手机上的验证器（如腾讯身份验证器、Google Authenticator）扫码，再输入 6 位验证码。', manual: '不能扫码时，手动输入密钥', code: '验证码', six: '6 位数字', either: '6 位验证码或恢复码', enable: '确认开启', disable: '关闭两步验证', enabled: '两步验证已开启', disabled: '两步验证已关闭', lost: '手机和恢复码都丢失时，请让另一位所有者在「本地账号」里清除。' },
  en: { title: 'Two-step sign-in', off: 'Off: the password alone opens this account.', on: 'On: signing in also needs the 6 digits of your authenticator.', begin: 'Turn on', scan: 'Scan this with an authenticator on your phone, then enter its 6 digits.', manual: 'Where scanning does not work, enter this key', code: 'Code', six: '6 digits', either: '6 digits or a recovery code', enable: 'Confirm', disable: 'Turn off', enabled: 'Two-step sign-in is on', disabled: 'Two-step sign-in is off', lost: 'If you lose both your phone and the codes, another owner can clear it under Local accounts.' },
});

export function SecondFactor({ on, left }: { on: boolean; left: number }) {
  const t = useWords();
  const [codes, setCodes] = useState<string[]>();
  const begin = useAct(() => api.accounts.beginSecondFactor({}));
  const enable = useAct((code: string) => api.accounts.enableSecondFactor({ secret: begin.data!.secret, code }), { done: t.enabled, touches: ['session', 'accounts'], quiet: true, onDone: (reply) => {
    begin.reset();
    setCodes(reply.codes);
  } });
  const disable = useAct((code: string) => api.accounts.disableSecondFactor({ code }), { done: t.disabled, touches: ['session', 'accounts'], quiet: true });
  const error = on ? disable.error : enable.error;
  return (
    <section className="panel stack" data-testid="second-factor"><h2>{t.title}</h2>
      <p className={on ? 'success' : 'warning'}>{on ? t.on : t.off}</p>
      {error ? <Alert type="error" showIcon role="alert" title={sentenceOf(error)} /> : null}
      {on ? <><RecoveryCodes left={left} onCodes={setCodes} /><CodeForm key="off" either label={t.disable} danger waiting={disable.isPending} onCode={disable.mutate} /><p className="soft small">{t.lost}</p></> : null}
      {codes ? <NewCodes codes={codes} onKept={() => setCodes(undefined)} /> : null}
      {!on && !begin.data ? <Button style={{ alignSelf: 'flex-start' }} loading={begin.isPending} onClick={() => begin.mutate(undefined)} data-testid="begin-factor">{t.begin}</Button> : null}
      {!on && begin.data ? (
        <>
          <p>{t.scan}</p>
          <img className="factor-picture" src={begin.data.qrUrl} alt="" />
          <p className="soft small">{t.manual}</p>
          <Copyable text={begin.data.secret} label={t.manual} />
          <CodeForm key="on" label={t.enable} waiting={enable.isPending} onCode={enable.mutate} />
        </>
      ) : null}
    </section>
  );
}

/** `either`: a recovery code will do. */
function CodeForm({ label, danger, either, waiting, onCode }: { label: string; danger?: boolean; either?: boolean; waiting: boolean; onCode: (code: string) => void }) {
  const t = useWords();
  return (
    <Form layout="inline" requiredMark={false} onFinish={({ code }: { code: string }) => onCode(code.trim())}>
      <Form.Item name="code" label={t.code} rules={[{ required: true, message: either ? t.either : t.six, validator: (_, value?: string) => (/^\s*\d{6}\s*$/.test(value ?? '') || (either && recoveryPattern.test(value ?? '')) ? Promise.resolve() : Promise.reject(new Error())) }]}>
        <Input inputMode={either ? undefined : 'numeric'} placeholder={either ? t.either : undefined} autoComplete="one-time-code" maxLength={either ? 20 : 8} style={{ width: either ? 210 : 110 }} />
      </Form.Item>
      <Button htmlType="submit" type={danger ? undefined : 'primary'} danger={danger} loading={waiting}>{label}</Button>
    </Form>
  );
}
