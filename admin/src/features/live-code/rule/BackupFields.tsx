import { Form, Input, InputNumber, Switch } from 'antd';
import type { BackupEntry, WaitForm } from '@scrm/shared/live-code-rule';
import { words } from '../../../kit/language';
import { CodeSelect } from '../../../kit/pick/CodeSelect';
import type { Names } from './rule-draft';
import { StaffTable } from './StaffTable';

const useWords = words({
  zh: { who: '后备员工', group: '后备也满时，引导进群', groupHint: '页面转到这个群活码；不选则看下一步', groupPlaceholder: '选择群活码',
    form: '都没有名额时，请客户留言', formHint: '客户在活码页面留下手机号或留言，你们再联系 TA；群活码也满时同样转到这里。留言在活码详情里，创建人和渠道负责人会收到提醒。', direct: '由企业微信分配时没有页面，客户直接看到员工的码，所以不能留言。', text: '页面上的话', textPlaceholder: '现在没有空闲的人。留下电话或留言，我们会尽快联系你。', asksName: '请客户写称呼', keep: '留言保留', days: '天，到期自动删除；页面会告诉客户',
  },
  en: { who: 'Backup', group: 'When the backup is full, to a group', groupHint: 'The page leads on to this group code; without one comes the next step', groupPlaceholder: 'Choose a group code',
    form: 'When all are full, let customers leave word', formHint: 'On the code’s page they leave a phone number or a note and you get back to them; a full group code leads here, too. You find them on the code; who made it and the channel’s owner are told.', direct: 'When WeCom assigns there is no page: customers see a staff member’s code at once, so nobody can leave word.', text: 'What the page says', textPlaceholder: 'Nobody is free right now. Leave your phone number or a note and we will get back to you soon.', asksName: 'Ask for a name', keep: 'Kept for', days: 'days, then deleted; the page says so',
  },
});

/** What stops each of those who stand in. */
export function BackupCaps({ staff, names, onChange }: { staff: BackupEntry[]; names: Names; onChange: (staff: BackupEntry[]) => void }) {
  const t = useWords();
  return <StaffTable data-testid="backup-caps" who={t.who} columns={['dailyCap', 'openCap']} staff={staff} names={names} onChange={onChange} />;
}

export function BackupGroup({ value, onChange }: { value: string | null; onChange: (groupCodeId: string | null) => void }) {
  const t = useWords();
  return <Form.Item label={t.group} extra={t.groupHint}><CodeSelect label={t.group} placeholder={t.groupPlaceholder} kinds={['groupCodes']} allowClear value={value} onChange={onChange} /></Form.Item>;
}

const blankForm: WaitForm = { text: '', asksName: false, keepDays: 30 };

/** The form in which the page ends where nobody can be shown. */
export function BackupForm({ value, isPage, onChange }: { value: WaitForm | undefined; isPage: boolean; onChange: (form: WaitForm | undefined) => void }) {
  const t = useWords();
  if (!isPage) return <Form.Item label={t.form} extra={t.direct}><Switch aria-label={t.form} disabled checked={false} /></Form.Item>;
  const set = (change: Partial<WaitForm>) => onChange({ ...blankForm, ...value, ...change });
  return (
    <Form.Item label={t.form} extra={t.formHint}>
      <div className="stack-tight" data-testid="wait-form">
        <span><Switch aria-label={t.form} checked={value !== undefined} onChange={(isOn) => onChange(isOn ? blankForm : undefined)} /></span>
        {value ? (
          <>
            <Input.TextArea aria-label={t.text} value={value.text} maxLength={200} autoSize={{ minRows: 2 }} placeholder={t.textPlaceholder} onChange={({ target }) => set({ text: target.value })} />
            <span className="row slot-options">
              <span className="row"><Switch size="small" aria-label={t.asksName} checked={value.asksName} onChange={(asksName) => set({ asksName })} />{t.asksName}</span>
              <span className="row">{t.keep}<InputNumber aria-label={t.keep} min={1} max={180} precision={0} value={value.keepDays} onChange={(keepDays) => set({ keepDays: keepDays ?? 30 })} />{t.days}</span>
            </span>
          </>
        ) : null}
      </div>
    </Form.Item>
  );
}
