import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import type { BackupEntry } from '@scrm/shared/live-code-rule';
import { ask } from '../../../kit/ask';
import { words } from '../../../kit/language';
import { StaffName } from '../../../kit/person';
import { codeOf, sentenceOf } from '../../../kit/problem';
import { refOf, type Names } from './rule-draft';
import { useRuleWords } from './words';

const useWords = words({
  zh: { who: '后备员工', dailyCap: '每天最多', openCap: '同时会话', none: '不限', group: '后备也满时，引导进群', groupHint: '页面转到这个群活码；不选则显示下面的话', groupPlaceholder: '选择群活码', archived: '已归档或已删除的群活码' },
  en: { who: 'Backup', dailyCap: 'Per day', openCap: 'Open at once', none: 'No limit', group: 'When the backup is full, to a group', groupHint: 'The page leads on to this group code; without one it says the words below', groupPlaceholder: 'Choose a group code', archived: 'A group code that is archived or gone' },
});

/** What stops each of those who stand in. */
export function BackupCaps({ staff, names, onChange }: { staff: BackupEntry[]; names: Names; onChange: (staff: BackupEntry[]) => void }) {
  const t = useWords();
  const r = useRuleWords();
  const set = (index: number, change: Partial<BackupEntry>) => onChange(staff.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div className="slot-staff" data-testid="backup-caps">
      <table>
        <thead><tr><th>{t.who}</th><th>{t.dailyCap}</th><th>{t.openCap}</th></tr></thead>
        <tbody>
          {staff.map((entry, index) => {
            const person = refOf(names, entry.staffId, r.gone);
            return (
              <tr key={entry.staffId}>
                <td className="slot-who"><StaffName staff={person} /></td>
                {(['dailyCap', 'openCap'] as const).map((column) => (
                  <td key={column}><InputNumber aria-label={`${person.name ?? ''} ${t[column]}`} min={1} max={100_000} precision={0} value={entry[column]} placeholder={t.none} style={{ width: 84 }} onChange={(value) => set(index, { [column]: value })} /></td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function BackupGroup({ value, onChange }: { value: string | null; onChange: (groupCodeId: string | null) => void }) {
  const t = useWords();
  const groups = useQuery(ask('groupCodes', 'list', { limit: 100 }));
  const options = (groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form.Item label={t.group} extra={groups.error ? <span className="danger">{sentenceOf(groups.error)} <code>{codeOf(groups.error)}</code></span> : t.groupHint}>
      <Select
        aria-label={t.group} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t.groupPlaceholder} loading={groups.isPending} value={value} onChange={(id: string | undefined) => onChange(id ?? null)}
        options={value === null || groups.isPending || options.some((one) => one.value === value) ? options : [...options, { value, label: t.archived }]}
      />
    </Form.Item>
  );
}
