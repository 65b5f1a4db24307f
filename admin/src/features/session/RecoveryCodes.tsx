import { CheckOutlined, CopyOutlined, DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { useCopy } from '../../kit/copy';
import { words } from '../../kit/language';
import { codeOf, sentenceOf } from '../../kit/problem';
import './session.css';

const useWords = words({
  zh: {
    title: '恢复码', left: (count: number) => `恢复码还剩 ${count} 个`, none: '没有可用的恢复码：手机丢失时将无法登录', renew: '重新生成', renewHint: '生成 10 个新的恢复码，旧的立即失效。', code: '验证器中的 6 位验证码', six: '6 位数字', make: '生成', cancel: '取消',
    once: '只显示这一次', keep: '请保存在手机以外的地方，如密码管理器或打印出来。手机丢失时，每个恢复码可以代替验证码登录一次。', copy: '全部复制', copied: '已复制', download: '下载', kept: '我已保存', file: 'SCRM 恢复码，每个只能用一次',
  },
  en: {
    title: 'Recovery codes', left: (count: number) => `${counted(count, 'recovery code')} left`, none: 'No recovery codes are left: without your phone you could not sign in', renew: 'Make new ones', renewHint: 'Ten new codes; the old ones stop working at once.', code: 'The 6 digits of your authenticator', six: '6 digits', make: 'Make them', cancel: 'Cancel',
    once: 'Shown only this once', keep: 'Keep them somewhere else than on your phone: in a password manager, or on paper. If the phone is lost, each signs you in once in place of the 6 digits.', copy: 'Copy all', copied: 'Copied', download: 'Download', kept: 'I have kept them', file: 'SCRM recovery codes, each works once',
  },
});

/** How many are left, and new ones for a current code. */
export function RecoveryCodes({ left, onCodes }: { left: number; onCodes: (codes: string[]) => void }) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  const [form] = Form.useForm<{ code: string }>();
  const renew = useAct((code: string) => api.accounts.renewRecoveryCodes({ code }), {
    quiet: true, touches: ['session'],
    onDone: ({ codes }) => {
      setAsking(false);
      onCodes(codes);
    },
  });
  return (
    <div className="mine-line">
      <span className={left > 3 ? undefined : 'warning'} data-testid="recovery-left">{left > 0 ? t.left(left) : t.none}</span>
      <Button onClick={() => setAsking(true)} data-testid="renew-codes">{t.renew}</Button>
      <Modal open={asking} title={t.renew} okText={t.make} cancelText={t.cancel} confirmLoading={renew.isPending} onOk={() => form.submit()} onCancel={() => setAsking(false)} afterClose={renew.reset} destroyOnHidden>
        <Form form={form} name="renew" layout="vertical" requiredMark={false} preserve={false} onFinish={({ code }) => renew.mutate(code.trim())}>
          {renew.error ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 12 }} title={sentenceOf(renew.error)} description={codeOf(renew.error)} /> : null}
          <p className="soft" style={{ marginBottom: 12 }}>{t.renewHint}</p>
          <Form.Item name="code" label={t.code} rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t.six }]}><Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={8} /></Form.Item>
        </Form>
      </Modal>
    </div>
  );
}

/** The only time that they are seen: it closes when the person says that they have them. */
export function NewCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useWords();
  const { copied, copy } = useCopy();
  const text = `${t.file}\n\n${codes.join('\n')}\n`;
  return (
    <Modal open title={t.title} closable={false} mask={{ closable: false }} keyboard={false} footer={<Button type="primary" onClick={onKept} data-testid="codes-kept">{t.kept}</Button>}>
      <div className="stack" data-testid="new-codes">
        <Alert type="warning" showIcon title={t.once} description={t.keep} />
        <ul className="recovery-codes" aria-label={t.title}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
        <div className="row">
          <Button icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy(codes.join('\n'))}>{copied ? t.copied : t.copy}</Button>
          <Button className="download" icon={<DownloadOutlined />} href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="scrm-recovery-codes.txt">{t.download}</Button>
        </div>
      </div>
    </Modal>
  );
}
