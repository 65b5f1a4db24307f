import { TagOutlined } from '@ant-design/icons';
import { Button, Form, Modal, type ButtonProps } from 'antd';
import { useState } from 'react';
import type { TagRef } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { figure, words } from '../../kit/language';
import { TagPicker } from '../../kit/pick/TagPicker';
import { useStartTask } from '../../kit/task/start';
import { whomOf, type BulkProps } from './bulk';

const useWords = words({
  zh: {
    open: '打标签 / 去标签', title: (n: string) => `为 ${n} 位客户改标签`, add: '打上这些标签', remove: '去掉这些标签', start: '开始', cancel: '取消', both: '同一个标签不能既打上又去掉',
    hint: '企业微信按员工保存标签：你自己跟进的改在你名下，其他的改在你能管理的跟进员工名下。开始后可以暂停、取消和撤销。',
  },
  en: {
    open: 'Tag or untag', title: (n: string) => `Change the tags of ${counted(n, 'customer')}`, add: 'Put on these tags', remove: 'Take off these tags', start: 'Start', cancel: 'Cancel', both: 'The same tag cannot be put on and taken off',
    hint: 'WeCom keeps tags per staff member: customers of your own change in your name, others in that of the staff you look after. It can be paused, cancelled and undone.',
  },
});

/** Puts tags on all who are selected, or takes them off, as a task. */
export function BulkTags(props: BulkProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<TagOutlined />} onClick={() => setOpen(true)} data-testid="bulk-tags">{t.open}</Button>
      {open ? <Dialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose, ...props }: BulkProps & { onClose: () => void }) {
  const t = useWords();
  const [add, setAdd] = useState<TagRef[]>([]);
  const [remove, setRemove] = useState<TagRef[]>([]);
  const twice = add.some(({ id }) => remove.some((other) => other.id === id));
  const start = useStartTask(() => {
    onClose();
    props.onStarted();
  });

  function begin(): void {
    start.mutate({ kind: 'customer.tag', input: { add: add.map(({ id }) => id), remove: remove.map(({ id }) => id) }, ...whomOf(props) });
  }

  return (
    <Modal
      open title={t.title(figure(props.selection.count))} okText={t.start} cancelText={t.cancel} confirmLoading={start.isPending} onOk={begin} onCancel={onClose} destroyOnHidden
      okButtonProps={{ disabled: twice || add.length + remove.length === 0, 'data-testid': 'bulk-start' } as ButtonProps}
    >
      <Form layout="vertical">
        <Form.Item label={t.add} htmlFor="bulk-add"><TagPicker id="bulk-add" label={t.add} value={add} creates onChange={setAdd} /></Form.Item>
        <Form.Item label={t.remove} htmlFor="bulk-remove" validateStatus={twice ? 'error' : undefined} help={twice ? t.both : undefined}><TagPicker id="bulk-remove" label={t.remove} value={remove} onChange={setRemove} /></Form.Item>
        <p className="soft small">{t.hint}</p>
      </Form>
    </Modal>
  );
}
