import { Modal, Select } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import { figure, words } from '../../kit/language';

const useWords = words({
  zh: { title: (name: string) => `移除阶段「${name}」？`, count: (n: string) => `里面有 ${n} 位客户。保存后，他们会移到你选择的阶段，并记在各自的动态里。`, none: '你能看到的客户都不在里面。别人的客户如果在，会移到你选择的阶段。', to: '客户移到', choose: '选择阶段', ok: '移除', cancel: '取消' },
  en: { title: (name: string) => `Remove the stage “${name}”?`, count: (n: string) => `${counted(n, 'customer is', 'customers are')} in it. When you save they go to the stage you choose, and their timelines say so.`, none: 'None of the customers whom you see is in it. Those of others, if any, go to the stage you choose.', to: 'Customers go to', choose: 'Choose a stage', ok: 'Remove', cancel: 'Cancel' },
});

/** A stage is taken away: says how many of those whom the caller sees stand in it and asks where they go, for others' may too. */
export function Successor({ stage, others, onClose, onRemove }: {
  stage: { name: string; count: number }; others: { id: string; name: string }[]; onClose: () => void; onRemove: (successorId: string | undefined) => void;
}) {
  const t = useWords();
  const [chosen, setChosen] = useState<string>();
  const asks = stage.count > 0;
  return (
    <Modal
      open title={t.title(stage.name)} okText={t.ok} cancelText={t.cancel} okButtonProps={{ danger: true, disabled: asks && !chosen }}
      onOk={() => onRemove(chosen)} onCancel={onClose}
    >
      <div className="stack">
        <p>{asks ? t.count(figure(stage.count)) : t.none}</p>
        <label>{t.to}<Select style={{ width: '100%' }} aria-label={t.to} placeholder={t.choose} value={chosen} onChange={setChosen} options={others.map(({ id, name }) => ({ value: id, label: name }))} /></label>
      </div>
    </Modal>
  );
}
