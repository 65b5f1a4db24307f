import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Field, FieldFilter } from '@scrm/shared/field';
import { kindOf } from '@scrm/shared/field-kind';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { FilterChip } from '../../kit/list/filters';

const useWords = words({
  zh: {
    fields: '字段', search: '搜索字段', back: '返回', gone: '已归档的字段', or: ' 或 ', how: '怎样筛选', apply: '筛选', from: '不小于', to: '不大于', fromDay: '从', toDay: '到', text: '文字', exact: '完整的内容',
    ops: { anyOf: '是', is: '等于', contains: '包含', range: '范围', has: '已填写', hasNone: '没有填写' }, none: '还没有可用的字段', between: (from: string, to: string) => `${from} – ${to}`, least: (from: string) => `≥ ${from}`, most: (to: string) => `≤ ${to}`,
  },
  en: {
    fields: 'Fields', search: 'Search fields', back: 'Back', gone: 'An archived field', or: ' or ', how: 'How to filter', apply: 'Filter', from: 'At least', to: 'At most', fromDay: 'From', toDay: 'Until', text: 'Text', exact: 'The whole value',
    ops: { anyOf: 'is', is: 'is exactly', contains: 'contains', range: 'between', has: 'is filled in', hasNone: 'is not filled in' }, none: 'There are no fields yet', between: (from: string, to: string) => `${from} – ${to}`, least: (from: string) => `≥ ${from}`, most: (to: string) => `≤ ${to}`,
  },
});

type Op = FieldFilter['op'];

/** The ways that suit the field, the commonest first. */
function opsOf({ kind, sensitive }: Field): Op[] {
  if (sensitive) return ['is', 'has', 'hasNone'];
  if (kindOf(kind).hasOptions) return ['anyOf', 'has', 'hasNone'];
  if (kind === 'number' || kind === 'date') return ['range', 'has', 'hasNone'];
  if (kind === 'file') return ['has', 'hasNone'];
  return ['contains', 'is', 'has', 'hasNone'];
}

/** One chip for each field that is filtered by, and one to add another. Names come from the list, so that an address alone is enough. */
export function FieldChips({ filters = [], onChange }: { filters: FieldFilter[] | undefined; onChange: (filters: FieldFilter[] | undefined) => void }) {
  const t = useWords();
  const found = useQuery(ask('fields', 'list', { archived: false }));
  const fields = found.data?.items;
  const put = (list: FieldFilter[]) => onChange(list.length > 0 ? list : undefined);
  return (
    <>
      {filters.map((filter, n) => {
        const field = fields?.find(({ id }) => id === filter.fieldId);
        const replace = (next: FieldFilter) => put(filters.map((one, at) => (at === n ? next : one)));
        return (
          <FilterChip
            key={`${filter.fieldId} ${n}`} name={field?.name ?? (fields ? t.gone : '…')} wide value={<Sentence filter={filter} field={field} />}
            onRemove={() => put(filters.filter((_, at) => at !== n))}
          >
            {(close) => (field ? <Condition field={field} filter={filter} onChange={replace} onDone={close} /> : null)}
          </FilterChip>
        );
      })}
      {filters.length < 20 ? (
        <FilterChip name={t.fields} wide value={undefined} onRemove={() => undefined}>
          {(close) => <Added fields={fields} onAdd={(filter) => { put([...filters, filter]); close(); }} />}
        </FilterChip>
      ) : null}
    </>
  );
}

function Sentence({ filter, field }: { filter: FieldFilter; field: Field | undefined }) {
  const t = useWords();
  const show = (value: unknown) => field?.options.find(({ id }) => id === value)?.name ?? String(value);
  switch (filter.op) {
    case 'anyOf': return <>{filter.values.map(show).join(t.or)}</>;
    case 'is': return <>{t.ops.is} {show(filter.value)}</>;
    case 'contains': return <>{t.ops.contains} {filter.text}</>;
    case 'range': return <>{filter.from !== undefined && filter.to !== undefined ? t.between(String(filter.from), String(filter.to)) : filter.from !== undefined ? t.least(String(filter.from)) : t.most(String(filter.to))}</>;
    case 'has': case 'hasNone': return <>{t.ops[filter.op]}</>;
  }
}

/** First which field, then how. */
function Added({ fields, onAdd }: { fields: Field[] | undefined; onAdd: (filter: FieldFilter) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const [field, setField] = useState<Field>();
  if (fields?.length === 0) return <p className="soft">{t.none}</p>;
  if (field) return <Condition field={field} onChange={onAdd} onDone={() => undefined} onBack={() => setField(undefined)} />;
  return (
    <ChoiceList
      label={t.search} typed={typed} onType={setTyped} chosen={[]} onChoose={(id) => setField(fields?.find((one) => one.id === id))}
      choices={fields?.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase())).map(({ id, name }) => ({ id, label: name }))}
    />
  );
}

function Condition({ field, filter, onChange, onDone, onBack }: { field: Field; filter?: FieldFilter; onChange: (filter: FieldFilter) => void; onDone: () => void; onBack?: () => void }) {
  const t = useWords();
  const ops = opsOf(field);
  const [op, setOp] = useState<Op>(filter?.op ?? ops[0]!);
  const [text, setText] = useState(filter?.op === 'contains' ? filter.text : filter?.op === 'is' ? String(filter.value) : '');
  const [chosen, setChosen] = useState<string[]>(filter?.op === 'anyOf' ? filter.values.map(String) : []);
  const [ends, setEnds] = useState({ from: filter?.op === 'range' ? String(filter.from ?? '') : '', to: filter?.op === 'range' ? String(filter.to ?? '') : '' });
  const next = build();
  const kind = field.kind === 'date' ? { type: 'date' } : { inputMode: 'decimal' as const };
  const isDate = field.kind === 'date';

  function build(): FieldFilter | null {
    const fieldId = field.id;
    const isGood = (value: string) => value === '' || kindOf(field.kind).parse(value, field.options).ok;
    switch (op) {
      case 'has': case 'hasNone': return { fieldId, op };
      case 'contains': return text.trim() === '' ? null : { fieldId, op, text: text.trim() };
      case 'is': return text.trim() === '' || !isGood(text.trim()) ? null : { fieldId, op, value: text.trim() };
      case 'anyOf': return chosen.length === 0 ? null : { fieldId, op, values: chosen };
      case 'range': return (ends.from === '' && ends.to === '') || !isGood(ends.from) || !isGood(ends.to) ? null : { fieldId, op, ...(ends.from !== '' && { from: ends.from }), ...(ends.to !== '' && { to: ends.to }) };
    }
  }

  return (
    <form
      className="stack field-choice" data-testid="field-choice"
      onSubmit={(event) => {
        event.preventDefault();
        if (!next) return;
        onChange(next);
        onDone();
      }}
    >
      <strong className="break">{field.name}</strong>
      <Select<Op> aria-label={t.how} value={op} onChange={setOp} options={ops.map((value) => ({ value, label: t.ops[value] }))} getPopupContainer={(node) => node.parentElement as HTMLElement} />
      {op === 'anyOf' ? (
        <Select<string[]>
          mode="multiple" aria-label={field.name} value={chosen} onChange={setChosen} showSearch={{ optionFilterProp: 'label' }} getPopupContainer={(node) => node.parentElement as HTMLElement}
          options={field.options.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      {op === 'contains' || op === 'is' ? <Input aria-label={t.text} placeholder={op === 'is' ? t.exact : t.text} maxLength={100} autoFocus value={text} onChange={({ target }) => setText(target.value)} /> : null}
      {op === 'range' ? (
        <>
          <label>{isDate ? t.fromDay : t.from}<Input {...kind} value={ends.from} onChange={({ target }) => setEnds({ ...ends, from: target.value })} /></label>
          <label>{isDate ? t.toDay : t.to}<Input {...kind} value={ends.to} onChange={({ target }) => setEnds({ ...ends, to: target.value })} /></label>
        </>
      ) : null}
      <div className="row"><Button type="primary" htmlType="submit" disabled={!next}>{t.apply}</Button>{onBack ? <Button onClick={onBack}>{t.back}</Button> : null}</div>
    </form>
  );
}
