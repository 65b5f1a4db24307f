import { ArrowUpOutlined, PlusOutlined, StopOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { words } from '../../kit/language';

const useWords = words({
  zh: { add: '添加选项', option: (n: number) => `选项 ${n}`, up: '上移', retire: '停用', restore: '恢复', retired: '已停用：选过的客户保留，不能再选', remove: '去掉' },
  en: { add: 'Add an option', option: (n: number) => `Option ${n}`, up: 'Move up', retire: 'Retire', restore: 'Restore', retired: 'Retired: those who have it keep it, nobody can choose it', remove: 'Remove' },
});

export interface OptionDraft { id?: string; name: string; retired?: boolean }

/** Options by name; one that was saved is retired rather than removed, so that no customer loses it. */
export function OptionsEditor({ value = [], onChange = () => undefined }: { value?: OptionDraft[]; onChange?: (options: OptionDraft[]) => void }) {
  const t = useWords();
  const put = (at: number, change: Partial<OptionDraft>) => onChange(value.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const up = (at: number) => {
    const next = [...value];
    [next[at - 1], next[at]] = [next[at]!, next[at - 1]!];
    onChange(next);
  };
  return (
    <div className="stack">
      {value.map((option, at) => (
        <div key={option.id ?? `new-${at}`} className="option-row">
          <Input
            aria-label={t.option(at + 1)} value={option.name} maxLength={64} disabled={option.retired} title={option.retired ? t.retired : undefined} onChange={({ target }) => put(at, { name: target.value })}
            onPressEnter={(event) => { event.preventDefault(); onChange([...value, { name: '' }]); }}
          />
          <span className="option-acts">
            <Button type="text" icon={<ArrowUpOutlined />} aria-label={t.up} disabled={at === 0} onClick={() => up(at)} />
            {option.id
              ? <Button type="text" icon={option.retired ? <UndoOutlined /> : <StopOutlined />} aria-label={option.retired ? t.restore : t.retire} title={option.retired ? t.restore : t.retire} onClick={() => put(at, { retired: !option.retired })} />
              : <Button type="text" icon={<StopOutlined />} aria-label={t.remove} title={t.remove} onClick={() => onChange(value.filter((_, index) => index !== at))} />}
          </span>
        </div>
      ))}
      <div><Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...value, { name: '' }])}>{t.add}</Button></div>
    </div>
  );
}
