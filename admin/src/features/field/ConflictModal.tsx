import { Button, Modal } from 'antd';
import type { StaleFields } from '@scrm/shared/field';
import { words } from '../../kit/language';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: { title: '有人刚刚改了同一项', text: (name: string) => `「${name}」现在有两个值，请选择保留哪一个。`, theirs: (who: string) => `${who} 的值`, mine: '你的值', keepTheirs: '保留对方的', keepMine: '用我的替换', back: '继续编辑', unknown: '未知' },
  en: { title: 'Somebody has just changed this', text: (name: string) => `“${name}” has two values now. Choose the one to keep.`, theirs: (who: string) => `${who}’s value`, mine: 'Your value', keepTheirs: 'Keep theirs', keepMine: 'Use mine', back: 'Keep editing', unknown: 'Unknown' },
});

/** Both values, side by side; nothing is lost until one is chosen. */
export function ConflictModal({ clash, mine, saving, onMine, onTheirs, onClose }: { clash: StaleFields; mine: string; saving: boolean; onMine: () => void; onTheirs: () => void; onClose: () => void }) {
  const t = useWords();
  const [field] = clash.fields;
  if (!field) return null;
  return (
    <Modal
      open title={t.title} onCancel={onClose} data-testid="conflict"
      footer={[<Button key="back" onClick={onClose}>{t.back}</Button>, <Button key="theirs" onClick={onTheirs}>{t.keepTheirs}</Button>, <Button key="mine" type="primary" loading={saving} onClick={onMine}>{t.keepMine}</Button>]}
    >
      <div className="stack">
        <p>{t.text(field.name)}</p>
        <div className="conflict">
          <div className="conflict-side"><span className="soft small">{t.theirs(field.by)} · <Ago at={field.at} /></span><strong className="break">{field.theirs || t.unknown}</strong></div>
          <div className="conflict-side"><span className="soft small">{t.mine}</span><strong className="break">{mine}</strong></div>
        </div>
      </div>
    </Modal>
  );
}
