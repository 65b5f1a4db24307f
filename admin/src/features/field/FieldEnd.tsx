import { InboxOutlined, UndoOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import type { Field } from '@scrm/shared/field';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, marks, words } from '../../kit/language';

const useWords = words({
  zh: {
    archive: '归档字段', restore: '恢复字段', restored: '字段已恢复，客户的值都在', done: '字段已归档', keep: '保留', askTitle: (name: string) => `归档「${name}」？`,
    impact: (n: string) => `${n} 位客户填过这个字段。归档后各处不再显示，值全部保留，可以随时恢复。`, uses: (names: string) => `正在使用它的：${names}`, note: '已归档：各处不再显示，客户的值都保留着。',
  },
  en: {
    archive: 'Archive the field', restore: 'Restore the field', restored: 'Restored, with the values of all customers', done: 'Field archived', keep: 'Keep', askTitle: (name: string) => `Archive “${name}”?`,
    impact: (n: string) => `${counted(n, 'customer has', 'customers have')} a value. The field is not shown any more; all values are kept, and it can be restored at any time.`, uses: (names: string) => `Used by: ${names}`, note: 'Archived: shown nowhere; the values of the customers are kept.',
  },
});

/** Takes a field out of use, after saying whom it touches, or brings it back. */
export function FieldEnd({ field, onDone }: { field: Field; onDone: () => void }) {
  const t = useWords();
  const { modal } = App.useApp();
  const archive = useAct(() => api.fields.archive({ id: field.id }), { done: t.done, touches: ['fields'], onDone });
  const restore = useAct(() => api.fields.restore({ id: field.id }), { done: t.restored, touches: ['fields'], onDone });
  const look = useAct(() => api.fields.impact({ id: field.id }), {
    onDone: ({ customers, uses }) => {
      modal.confirm({
        title: t.askTitle(field.name), okText: t.archive, cancelText: t.keep, okButtonProps: { danger: true },
        content: <div className="stack" data-testid="impact"><p>{t.impact(figure(customers))}</p>{uses.length > 0 ? <p className="warning">{t.uses(uses.map((one) => one.name).join(marks().comma))}</p> : null}</div>,
        onOk: () => archive.mutateAsync(undefined).catch(() => undefined),
      });
    },
  });
  if (field.archivedAt !== null) {
    return <div className="field-end stack"><p className="soft">{t.note}</p><div><Button icon={<UndoOutlined />} loading={restore.isPending} onClick={() => restore.mutate(undefined)}>{t.restore}</Button></div></div>;
  }
  return <div className="field-end"><Button danger type="text" icon={<InboxOutlined />} loading={look.isPending} onClick={() => look.mutate(undefined)}>{t.archive}</Button></div>;
}
