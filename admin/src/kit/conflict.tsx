import { Button, Modal } from 'antd';
import { words } from './language';
import { Said } from './person';
import { Ago } from './time';

const useWords = words({
  zh: { title: '有人刚刚改了同一项', text: (names: string) => `${names}现在有两个值，请选择保留哪一个。`, quoted: (name: string) => `「${name}」`, theirs: (who: string) => `${who} 的值`, mine: '你的值', keepTheirs: '保留对方的', keepMine: '用我的替换', back: '继续编辑', empty: '空' },
  en: { title: 'Somebody has just changed this', text: (names: string) => `There are two values of ${names} now. Choose the one to keep.`, quoted: (name: string) => `“${name}”`, theirs: (who: string) => `${who}’s value`, mine: 'Your value', keepTheirs: 'Keep theirs', keepMine: 'Use mine', back: 'Keep editing', empty: 'Empty' },
});

export interface Clash { name: string; theirs: string; mine: string; by: string; at: number | null }

/** Both values of whatever two people changed, side by side; nothing is lost until one is chosen. */
export function ConflictModal({ clashes, saving, onMine, onTheirs, onClose }: { clashes: readonly Clash[]; saving: boolean; onMine: () => void; onTheirs: () => void; onClose: () => void }) {
  const t = useWords();
  if (clashes.length === 0) return null;
  return (
    <Modal
      open title={t.title} onCancel={onClose} data-testid="conflict"
      footer={[<Button key="back" onClick={onClose}>{t.back}</Button>, <Button key="theirs" onClick={onTheirs} data-testid="keep-theirs">{t.keepTheirs}</Button>, <Button key="mine" type="primary" loading={saving} onClick={onMine} data-testid="keep-mine">{t.keepMine}</Button>]}
    >
      <div className="stack">
        <p>{t.text(clashes.map(({ name }) => t.quoted(name)).join(''))}</p>
        {clashes.map(({ name, theirs, mine, by, at }) => (
          <div key={name} className="conflict">
            <div className="conflict-side"><span className="soft small"><Said text={t.theirs(by)} />{at === null ? null : <> · <Ago at={at} /></>}</span><strong className="break">{theirs || t.empty}</strong></div>
            <div className="conflict-side"><span className="soft small">{t.mine}</span><strong className="break">{mine || t.empty}</strong></div>
          </div>
        ))}
      </div>
    </Modal>
  );
}
