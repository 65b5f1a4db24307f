import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { kindOf, problems, type FieldValue } from '@scrm/shared/field-kind';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { marks, useLanguage, words } from '../../kit/language';
import { ValueEditor } from '../field/ValueEditor';

const useWords = words({
  zh: { title: '进入这个阶段前请填写', locked: (names: string) => `「${names}」不由你填写，请联系能填写的同事。` },
  en: { title: 'Fill in before this stage', locked: (names: string) => `“${names}” is not yours to fill in; ask a colleague who may.` },
});

export type Filled = Readonly<Record<string, FieldValue | null>>;

/** The customer's values as they stand, with what is typed over them. */
export function useFillIn(customerId: string, fieldIds: readonly string[], filled: Filled) {
  const values = useQuery({ ...ask('fields', 'values', { customerId }), enabled: fieldIds.length > 0 });
  const items = values.data?.items.filter(({ field }) => fieldIds.includes(field.id)) ?? [];
  const open = items.filter((one) => one.canEdit);
  const isGood = ({ field }: (typeof items)[number]) => {
    const value = filled[field.id] ?? null;
    return value !== null && kindOf(field.kind).parse(value, field.options).ok;
  };
  return {
    values, open, locked: items.filter((one) => !one.canEdit), isReady: fieldIds.length === 0 || (items.length > 0 && items.length === open.length && open.every(isGood)),
    order: { customerId, seenVersion: values.data?.version ?? 0, via: 'console' as const, values: open.map(({ field }) => ({ fieldId: field.id, value: filled[field.id] ?? null })) },
  };
}

/** Inputs for what is missing. */
export function FillIn({ state, filled, onChange }: { state: ReturnType<typeof useFillIn>; filled: Filled; onChange: (filled: Filled) => void }) {
  const t = useWords();
  const language = useLanguage();
  const { values, open, locked } = state;
  if (values.error) return <ErrorNote compact error={values.error} onAgain={() => void values.refetch()} />;
  if (values.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  return (
    <div className="stack" data-testid="fill-in">
      <strong>{t.title}</strong>
      {open.map(({ field }) => {
        const value = filled[field.id] ?? null;
        const parsed = value === null ? null : kindOf(field.kind).parse(value, field.options);
        const problem = parsed && !parsed.ok ? problems[parsed.problem][language] : '';
        return (
          <div key={field.id} className="stack" style={{ gap: 4 }}>
            <span>{field.name}</span>
            <ValueEditor field={field} draft={{ value, none: false }} offersNone={false} invalid={problem !== ''} onChange={(draft) => onChange({ ...filled, [field.id]: draft.value })} />
            {problem ? <span className="danger small" role="alert">{problem}</span> : null}
          </div>
        );
      })}
      {locked.length > 0 ? <p className="warning">{t.locked(locked.map(({ field }) => field.name).join(marks().comma))}</p> : null}
    </div>
  );
}
