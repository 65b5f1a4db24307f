import { SwapOutlined } from '@ant-design/icons';
import { Button, Form, Input, Modal, type ButtonProps } from 'antd';
import { useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { counted } from '@scrm/shared/text';
import { figure, words } from '../../kit/language';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { useStartTask } from '../../kit/task/start';
import { whomOf, type BulkProps } from './bulk';

const useWords = words({
  zh: {
    open: '分配', title: (n: string) => `把 ${n} 位客户分配给同事`, to: '分配给', from: '从谁那里（选填）', fromHint: '客户有多名跟进员工时需要选择', message: '给客户的说明（选填）', messageHint: '不填则使用企业微信的默认说明', start: '开始分配', cancel: '取消',
    hint: '通过企业微信在职继承：客户会收到说明，24 小时内可以拒绝，之后生效；每位客户 90 天内最多交接 2 次。不能分配的列在失败明细里，已开始的在「客户继承」里查看。',
  },
  en: {
    open: 'Hand over', title: (n: string) => `Hand ${counted(n, 'customer')} over to a colleague`, to: 'To', from: 'From (optional)', fromHint: 'Needed where several staff look after a customer', message: 'What the customer reads (optional)', messageHint: 'WeCom’s own words when empty', start: 'Hand over', cancel: 'Cancel',
    hint: 'By WeCom’s on-job hand-over: the customer reads a notice and may refuse within 24 hours, then it takes effect; at most twice in 90 days for each customer. Who cannot go is listed as a failure; the others are under Hand-over.',
  },
});

/** Hands all who are selected over to a colleague, as a task. */
export function BulkAssign(props: BulkProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<SwapOutlined />} onClick={() => setOpen(true)} data-testid="bulk-assign">{t.open}</Button>
      {open ? <Dialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose, ...props }: BulkProps & { onClose: () => void }) {
  const t = useWords();
  const [to, setTo] = useState<StaffRef[]>([]);
  const [from, setFrom] = useState<StaffRef[]>([]);
  const [message, setMessage] = useState('');
  const start = useStartTask(() => {
    onClose();
    props.onStarted();
  });
  return (
    <Modal
      open title={t.title(figure(props.selection.count))} okText={t.start} cancelText={t.cancel} confirmLoading={start.isPending} onCancel={onClose} destroyOnHidden
      onOk={() => start.mutate({ kind: 'customer.assign', input: { toStaffId: to[0]!.id, fromStaffId: from[0]?.id, message }, ...whomOf(props) })}
      okButtonProps={{ disabled: to.length === 0, 'data-testid': 'bulk-assign-start' } as ButtonProps}
    >
      <Form layout="vertical">
        <Form.Item label={t.to} htmlFor="bulk-to" required><StaffPicker id="bulk-to" label={t.to} value={to} max={1} onChange={setTo} /></Form.Item>
        <Form.Item label={t.from} htmlFor="bulk-from" extra={t.fromHint}><StaffPicker id="bulk-from" label={t.from} value={from} max={1} onChange={setFrom} /></Form.Item>
        <Form.Item label={t.message} htmlFor="bulk-message" extra={t.messageHint}><Input.TextArea id="bulk-message" value={message} maxLength={200} rows={2} showCount onChange={({ target }) => setMessage(target.value)} /></Form.Item>
        <p className="soft small">{t.hint}</p>
      </Form>
    </Modal>
  );
}
