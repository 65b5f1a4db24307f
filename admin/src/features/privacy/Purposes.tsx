import { PlusOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, Modal, Tag } from 'antd';
import { useState } from 'react';
import type { Purpose } from '@scrm/shared/privacy';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { usePrivacyWords } from './words';

const useWords = words({
  zh: {
    title: '用途', add: '新增用途', edit: '修改', retire: '停用', restore: '恢复', retired: '已停用', holds: (n: string) => `${n} 位客户同意`, version: (n: number) => `第 ${n} 版`, none: '还没有用途。先写下要征得同意的事，例如「活动通知」。', name: '名称', key: '代号', keyHint: '其他功能用它来查同意，例如 marketing；英文字母开头，保存后不能改', text: '请客户同意的文字', channels: '在哪里征求', asksAgain: '意思有变，已同意的客户需要重新同意', save: '保存', cancel: '取消', saved: '用途已保存',
    askTitle: (name: string) => `停用「${name}」？`, askText: '停用后，所有客户对它的同意立即不再有效；记录保留。', keep: '不停用', keyWrong: '2–40 个字母或数字，以小写字母开头',
  },
  en: {
    title: 'Purposes', add: 'Add a purpose', edit: 'Change', retire: 'Retire', restore: 'Restore', retired: 'Retired', holds: (n: string) => counted(n, 'customer agrees', 'customers agree'), version: (n: number) => `version ${n}`, none: 'No purposes yet. Begin with what you ask consent for, such as news of events.', name: 'Name', key: 'Code', keyHint: 'Other features ask by it, such as marketing; begins with a small letter and cannot be changed', text: 'What customers agree to, word for word', channels: 'Where it is asked', asksAgain: 'The meaning changed: ask everybody again', save: 'Save', cancel: 'Cancel', saved: 'Purpose saved',
    askTitle: (name: string) => `Retire “${name}”?`, askText: 'No customer’s consent to it holds any more, at once; the entries stay.', keep: 'Keep it', keyWrong: '2–40 letters or digits, beginning with a small letter',
  },
});

/** What consent is asked for, above the ledger of what was said. */
export function Purposes({ purposes }: { purposes: UseQueryResult<{ items: Purpose[] }> }) {
  const t = useWords();
  const [editing, setEditing] = useState<Purpose | 'new' | null>(null);
  const items = purposes.data?.items ?? [];
  return (
    <section className="panel stack" aria-label={t.title} data-testid="purposes">
      <div className="between"><h2>{t.title}</h2><Allow to="consents.createPurpose"><Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')} data-testid="add-purpose">{t.add}</Button></Allow></div>
      {purposes.error ? <ErrorNote compact error={purposes.error} onAgain={() => void purposes.refetch()} /> : null}
      {purposes.data && items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {items.map((one) => <Row key={one.id} purpose={one} onEdit={() => setEditing(one)} />)}
      {editing ? <Editor purpose={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
    </section>
  );
}

function Row({ purpose, onEdit }: { purpose: Purpose; onEdit: () => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const retire = useAct((retired: boolean) => api.consents.retirePurpose({ id: purpose.id, retired }), { touches: ['consents'] });
  const isRetired = purpose.retiredAt !== null;
  const press = () => {
    if (isRetired) return retire.mutate(false);
    modal.confirm({ title: t.askTitle(purpose.name), content: t.askText, okText: t.retire, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => retire.mutateAsync(true).catch(() => undefined) });
  };
  return (
    <div className="between">
      <span className="break"><strong>{purpose.name}</strong> <code className="soft">{purpose.key}</code> <span className="soft small">{t.version(purpose.version)} · {t.holds(figure(purpose.given))}</span> {isRetired ? <Tag>{t.retired}</Tag> : null}</span>
      <Allow to="consents.updatePurpose">
        <span className="row">
          <Button size="small" onClick={onEdit}>{t.edit}</Button>
          <Button size="small" danger={!isRetired} loading={retire.isPending} onClick={press}>{isRetired ? t.restore : t.retire}</Button>
        </span>
      </Allow>
    </div>
  );
}

interface Draft {
  key: string;
  name: string;
  text: string;
  channels: Purpose['channels'];
  asksAgain: boolean;
}

function Editor({ purpose, onClose }: { purpose: Purpose | null; onClose: () => void }) {
  const t = useWords();
  const names = usePrivacyWords();
  const [form] = Form.useForm<Draft>();
  const save = useAct(
    ({ key, ...draft }: Draft) => (purpose ? api.consents.updatePurpose({ id: purpose.id, updatedAt: purpose.updatedAt, ...draft }) : api.consents.createPurpose({ key, ...draft })),
    { done: t.saved, touches: ['consents'], onDone: onClose },
  );
  const needed = [{ required: true, whitespace: true, message: '' }];
  return (
    <Modal open title={purpose ? purpose.name : t.add} okText={t.save} cancelText={t.cancel} onCancel={onClose} onOk={() => form.submit()} okButtonProps={{ loading: save.isPending }}>
      <Form form={form} layout="vertical" onFinish={(draft) => save.mutate(draft)} initialValues={{ key: purpose?.key ?? '', name: purpose?.name ?? '', text: purpose?.text ?? '', channels: purpose?.channels ?? ['console', 'sidebar', 'miniprogram'], asksAgain: false }}>
        <Form.Item name="name" label={t.name} rules={needed}><Input maxLength={64} showCount /></Form.Item>
        {purpose ? null : <Form.Item name="key" label={t.key} extra={t.keyHint} rules={[{ required: true, pattern: /^[a-z][a-zA-Z0-9]{1,39}$/, message: t.keyWrong }]}><Input maxLength={40} className="mono-input" /></Form.Item>}
        <Form.Item name="text" label={t.text} rules={needed}><Input.TextArea maxLength={4000} showCount autoSize={{ minRows: 4, maxRows: 12 }} /></Form.Item>
        <Form.Item name="channels" label={t.channels}><Checkbox.Group options={(Object.keys(names.channels) as Purpose['channels']).map((value) => ({ value, label: names.channels[value] }))} /></Form.Item>
        {purpose ? <Form.Item name="asksAgain" valuePropName="checked"><Checkbox>{t.asksAgain}</Checkbox></Form.Item> : null}
      </Form>
    </Modal>
  );
}
