import { Alert, Button } from 'antd';
import { isError } from '@scrm/shared/client';
import { words } from '../../kit/language';
import { Said } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { fix: '还差几处', refused: '没有保存', reload: '重新载入' },
  en: { fix: 'A few things are missing', refused: 'Not saved', reload: 'Reload' },
});

/** What keeps the form from being saved, summed up; each line leads to its field. */
export function FaultSummary({ faults, error, onReload }: { faults: { field: string; text: string }[]; error: unknown; onReload?: () => void }) {
  const t = useWords();
  if (faults.length > 0) {
    return (
      <Alert
        type="error" showIcon role="alert" title={t.fix} data-testid="fault-summary"
        description={(
          <ul className="fault-list">
            {faults.map(({ field, text }) => (
              <li key={field}>
                <a
                  href={`#field-${field}`}
                  onClick={(event) => {
                    event.preventDefault();
                    const target = document.getElementById(`field-${field}`);
                    target?.scrollIntoView({ block: 'center' });
                    target?.focus();
                  }}
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        )}
      />
    );
  }
  if (!error) return null;
  return (
    <Alert
      type="error" showIcon role="alert" title={t.refused} description={<><Said text={sentenceOf(error)} /> <code className="soft">{codeOf(error)}</code></>} data-testid="save-error"
      action={isError(error, 'stale_edit') && onReload ? <Button size="small" onClick={onReload}>{t.reload}</Button> : null}
    />
  );
}
