import { Alert, Form, Input, Modal } from 'antd';
import type { Account } from '@scrm/shared/access';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { codeOf, sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { title: (name: string) => `清除「${name}」的两步验证？`, hint: '之后仅凭密码就能登录，恢复码也一并失效。请先确认对方身份，并提醒对方重新设置。', reason: '原因', reasonHint: '会写入审计日志', need: '请填写原因', reset: '清除两步验证', cancel: '取消', done: '已清除' },
  en: { title: (name: string) => `Clear two-step sign-in of “${name}”?`, hint: 'The password alone opens it then, and the recovery codes are gone too. Make sure that it is they who ask, and have them set it up again.', reason: 'Reason', reasonHint: 'It stands in the audit log', need: 'Give the reason', reset: 'Clear two-step sign-in', cancel: 'Cancel', done: 'Cleared' },
});

export function ResetFactor({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ reason: string }>();
  const reset = useAct(({ reason }: { reason: string }) => api.accounts.resetSecondFactor({ id: account.id, reason }), { done: t.done, touches: ['accounts'], quiet: true, onDone: onClose });
  return (
    <Modal open title={t.title(account.name)} okText={t.reset} cancelText={t.cancel} okButtonProps={{ danger: true }} confirmLoading={reset.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(filled) => reset.mutate(filled)} data-testid="reset-factor">
        {reset.error ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 12 }} title={sentenceOf(reset.error)} description={codeOf(reset.error)} /> : null}
        <p style={{ marginBottom: 12 }}>{t.hint}</p>
        <Form.Item name="reason" label={t.reason} extra={t.reasonHint} rules={[{ required: true, whitespace: true, message: t.need }]}><Input maxLength={100} showCount /></Form.Item>
      </Form>
    </Modal>
  );
}
