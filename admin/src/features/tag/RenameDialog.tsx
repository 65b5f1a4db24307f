import { Form, Input, Modal } from 'antd';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { marks } from '../../kit/language';
import { useTagWords } from './words';

/** What was shown goes along, so that a name which changed in WeCom meanwhile is told instead of overwritten. */
export function RenameDialog({ of, kind, onClose }: { of: { id: string; name: string }; kind: 'tag' | 'group'; onClose: () => void }) {
  const t = useTagWords();
  const [form] = Form.useForm<{ name: string }>();
  const rename = useAct((name: string) => api.tags[kind === 'tag' ? 'rename' : 'renameGroup']({ id: of.id, name, was: of.name }), { done: t.renamed, touches: ['tags', 'customers', 'liveCodes'], onDone: onClose });
  return (
    <Modal open title={`${t.rename}${marks().colon}${of.name}`} okText={t.save} cancelText={t.cancel} confirmLoading={rename.isPending} onOk={form.submit} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ name: of.name }} onFinish={({ name }) => rename.mutate(name.trim())}>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.needName }]}><Input maxLength={30} showCount autoFocus data-testid="rename-input" /></Form.Item>
      </Form>
    </Modal>
  );
}
