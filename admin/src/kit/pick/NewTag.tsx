import { AutoComplete, Form, Input, Modal } from 'antd';
import type { TagRef } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../act';
import { words } from '../language';

const useWords = words({
  zh: {
    title: '新建标签', names: '标签名', namesHint: '一行一个，每个最多 30 字', group: '标签组', groupHint: '选一个，或输入新的组名', make: '新建', cancel: '取消',
    needName: '请填写标签名', tooLong: '标签名最多 30 字', needGroup: '请填写标签组', made: '标签已新建',
  },
  en: {
    title: 'New tags', names: 'Tag names', namesHint: 'One a line, at most 30 characters each', group: 'Group', groupHint: 'Choose one, or type a new name', make: 'Create', cancel: 'Cancel',
    needName: 'Give the tag a name', tooLong: 'A tag name has at most 30 characters', needGroup: 'Give the group a name', made: 'Tags created',
  },
});

/** Makes tags in a group; an unknown group name makes the group as well. */
export function NewTag({ name = '', group = '', groups, onClose, onMade }: {
  name?: string; group?: string; groups: string[]; onClose: () => void; onMade?: (tags: TagRef[]) => void;
}) {
  const t = useWords();
  const [form] = Form.useForm<{ names: string; group: string }>();
  const create = useAct((input: { groupName: string; names: string[] }) => api.tags.create(input), { done: t.made, touches: ['tags'] });

  async function submit(): Promise<void> {
    const filled = await form.validateFields();
    const names = linesOf(filled.names);
    const made = await create.mutateAsync({ groupName: filled.group.trim(), names }).catch(() => null);
    if (!made) return;
    onMade?.(made.tags.filter((tag) => names.includes(tag.name)).map((tag) => ({ id: tag.id, name: tag.name, groupName: made.name })));
    onClose();
  }

  return (
    <Modal open title={t.title} okText={t.make} cancelText={t.cancel} confirmLoading={create.isPending} onOk={() => submit().catch(() => undefined)} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ names: name, group: group || groups[0] || '' }}>
        <Form.Item
          name="names" label={t.names} extra={t.namesHint}
          rules={[{ validator: (_, text: string) => checkNames(text, t) }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} autoFocus />
        </Form.Item>
        <Form.Item name="group" label={t.group} extra={t.groupHint} rules={[{ required: true, whitespace: true, message: t.needGroup }, { max: 30, message: t.tooLong }]}>
          <AutoComplete options={groups.map((value) => ({ value }))} showSearch={{ filterOption: (text, option) => String(option?.value).includes(text) }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];
}

function checkNames(text: string, t: { needName: string; tooLong: string }): Promise<void> {
  const names = linesOf(text);
  if (names.length === 0) return Promise.reject(new Error(t.needName));
  if (names.some((name) => [...name].length > 30)) return Promise.reject(new Error(t.tooLong));
  return Promise.resolve();
}
