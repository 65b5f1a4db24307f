import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import type { BackupEntry } from '@scrm/shared/live-code-rule';
import { ask } from '../../../kit/ask';
import { words } from '../../../kit/language';
import { codeOf, sentenceOf } from '../../../kit/problem';
import type { Names } from './rule-draft';
import { StaffTable } from './StaffTable';

const useWords = words({
  zh: { who: '后备员工', group: '后备也满时，引导进群', groupHint: '页面转到这个群活码；不选则显示下面的话', groupPlaceholder: '选择群活码', archived: '已归档或已删除的群活码' },
  en: { who: 'Backup', group: 'When the backup is full, to a group', groupHint: 'The page leads on to this group code; without one it says the words below', groupPlaceholder: 'Choose a group code', archived: 'A group code that is archived or gone' },
});

/** What stops each of those who stand in. */
export function BackupCaps({ staff, names, onChange }: { staff: BackupEntry[]; names: Names; onChange: (staff: BackupEntry[]) => void }) {
  const t = useWords();
  return <StaffTable data-testid="backup-caps" who={t.who} columns={['dailyCap', 'openCap']} staff={staff} names={names} onChange={onChange} />;
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
