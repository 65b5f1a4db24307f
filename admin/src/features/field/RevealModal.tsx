import { Form, Input, Modal } from 'antd';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';

const useWords = words({
  zh: { title: (name: string) => `查看完整的${name}`, hint: '查看会被记录：谁、何时、为什么。', reason: '查看原因', example: '例如：电话回访', show: '查看', cancel: '取消', needed: '请写明原因，至少 2 个字' },
  en: { title: (name: string) => `Show ${name} in full`, hint: 'It is recorded who looked, when, and why.', reason: 'Reason', example: 'For example: call back', show: 'Show', cancel: 'Cancel', needed: 'Give a reason of at least 2 characters' },
});

/** Asks why before a sensitive value is shown. */
export function RevealModal({ name, reveal, onShown, onClose }: { name: string; reveal: (reason: string) => Promise<{ text: string }>; onShown: (text: string) => void; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ reason: string }>();
  const show = useAct(reveal, { touches: ['fields'], onDone: ({ text }) => { onShown(text); onClose(); } });
  return (
    <Modal open title={t.title(name)} okText={t.show} cancelText={t.cancel} confirmLoading={show.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" onFinish={({ reason }) => show.mutate(reason.trim())}>
        <Form.Item name="reason" label={t.reason} extra={t.hint} rules={[{ required: true, whitespace: true, min: 2, message: t.needed }]}><Input autoFocus maxLength={200} placeholder={t.example} /></Form.Item>
      </Form>
    </Modal>
  );
}
