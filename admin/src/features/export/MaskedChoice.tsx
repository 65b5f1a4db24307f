import { Alert, Checkbox, Form, Input } from 'antd';
import { marks, words } from '../../kit/language';

const useWords = words({
  zh: { covered: (names: string) => `${names} 将以遮盖形式导出，和屏幕上一样`, reveal: '导出完整内容', reason: '查看理由', reasonHint: '每一个完整内容都会记入查看记录' },
  en: { covered: (names: string) => `${names} will be masked, as on the screen`, reveal: 'Export them as they are', reason: 'Why', reasonHint: 'Each value is logged as seen' },
});

/** Long enough to say something. */
export const isReason = (reason: string | null): boolean => reason === null || reason.trim().length >= 2;

/** Says what will be covered in the file; who may have it as it is says why. `reason` null: it stays covered. */
export function MaskedChoice({ names, mayReveal, reason, reasonHint, onReason }: { names: readonly string[]; mayReveal: boolean; reason: string | null; reasonHint?: string; onReason: (reason: string | null) => void }) {
  const t = useWords();
  return (
    <Form.Item>
      <span className="stack">
        {reason === null ? <Alert type="info" showIcon title={t.covered(names.join(marks().comma))} data-testid="export-masked" /> : null}
        {mayReveal ? <Checkbox checked={reason !== null} onChange={({ target }) => onReason(target.checked ? '' : null)}>{t.reveal}</Checkbox> : null}
        {reason === null ? null : <Input aria-label={t.reason} placeholder={`${t.reason}${marks().aside(reasonHint ?? t.reasonHint)}`} value={reason} maxLength={200} onChange={({ target }) => onReason(target.value)} />}
      </span>
    </Form.Item>
  );
}
