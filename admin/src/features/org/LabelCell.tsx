import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import type { labelsPerStaff, Staff } from '@scrm/shared/org';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { Said } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { edit: (name: string) => `编辑${name || '员工'}的标签`, title: (name: string) => `${name}擅长什么`, hint: '例如语言、产品或地区，最多 20 个。活码可以优先让标签合适的人接待；改动后，用到标签的活码马上跟着变。', placeholder: '输入后回车，或选择已有的', save: '保存', cancel: '取消', saved: '标签已保存' },
  en: { edit: (name: string) => (name ? `Edit the labels of ${name}` : 'Edit the labels'), title: (name: string) => `What ${name} is good for`, hint: 'A language, product or region, at most 20. Live codes can let those with a fitting label receive first; codes that go by labels follow at once.', placeholder: 'Type and press Enter, or choose', save: 'Save', cancel: 'Cancel', saved: 'The labels are saved' },
});

const most = 20 satisfies typeof labelsPerStaff;

/** A staff member's labels, and where they are changed. */
export function LabelCell({ staff }: { staff: Staff }) {
  const t = useWords();
  const mayEdit = useAllowed()('org.setLabels');
  const [editing, setEditing] = useState(false);
  return (
    <span className="label-cell" data-testid={`labels-${staff.userId}`}>
      {staff.labels.map((label) => <Tag key={label}>{label}</Tag>)}
      {mayEdit ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t.edit(staff.name ?? '')} title={t.edit(staff.name ?? '')} onClick={() => setEditing(true)} /> : null}
      {editing ? <LabelModal staff={staff} onClose={() => setEditing(false)} /> : null}
    </span>
  );
}

function LabelModal({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const t = useWords();
  const [labels, setLabels] = useState(staff.labels);
  const save = useAct(() => api.org.setLabels({ staffId: staff.id, labels }), { quiet: true, done: t.saved, touches: ['org', 'liveCodes', 'reception'], onDone: onClose });
  return (
    <Modal open title={<Said text={t.title(nameIn(staff))} />} okText={t.save} cancelText={t.cancel} confirmLoading={save.isPending} onOk={() => save.mutate(undefined)} onCancel={onClose} data-testid="label-modal">
      <div className="stack-tight">
        <LabelSelect label={t.edit(staff.name ?? '')} placeholder={t.placeholder} value={labels} onChange={setLabels} />
        <span className="soft small">{t.hint}</span>
        {save.error ? <span className="danger" role="alert">{sentenceOf(save.error)} <code className="soft">{codeOf(save.error)}</code></span> : null}
      </div>
    </Modal>
  );
}

/** Labels by typing or from those that somebody has already. */
export function LabelSelect({ label, placeholder, value, onChange }: { label: string; placeholder: string; value: string[]; onChange: (labels: string[]) => void }) {
  const known = useQuery(ask('org', 'labels', {}));
  return (
    <Select<string[]>
      mode="tags" aria-label={label} placeholder={placeholder} style={{ width: '100%' }} maxCount={most} value={value} loading={known.isPending} tokenSeparators={[',', '，', '、', ';', '；']}
      options={(known.data?.items ?? []).map((one) => ({ value: one.label, label: `${one.label} · ${one.count}` }))} optionLabelProp="value"
      onChange={(labels) => onChange([...new Set(labels.map((one) => one.trim().slice(0, 20)).filter(Boolean))])}
    />
  );
}
