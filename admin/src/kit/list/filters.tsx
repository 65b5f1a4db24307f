import { CloseOutlined, DownOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { words } from '../language';

const useWords = words({
  zh: { any: '不限', remove: (name: string) => `去掉筛选：${name}` },
  en: { any: 'Any', remove: (name: string) => `Remove filter: ${name}` },
});

/** Filters live in the address, so that a filtered list can be sent to somebody. */
export function useFilters<K extends string>(names: readonly K[]) {
  const [search, setSearch] = useSearchParams();

  // From the address itself: two changes in a row would otherwise start from the same old page and the first be lost.
  function change(edit: (search: URLSearchParams) => void): void {
    const next = new URLSearchParams(location.search);
    edit(next);
    setSearch(next, { replace: true });
  }

  const values = Object.fromEntries(names.map((name) => [name, search.get(name) ?? undefined])) as Record<K, string | undefined>;
  return {
    values,
    list: (name: K) => search.getAll(name).filter(Boolean),
    count: names.filter((name) => search.get(name)).length,
    set: (name: K, value: string | string[] | undefined) => change((search) => {
      search.delete(name);
      for (const one of [value ?? []].flat()) if (one) search.append(name, one);
    }),
    clear: () => change((search) => {
      for (const name of names) search.delete(name);
    }),
  };
}

/** Types freely, asks a third of a second after the last key. */
export function SearchBox({ value, onSearch, placeholder }: { value: string | undefined; onSearch: (text: string | undefined) => void; placeholder: string }) {
  const [text, setText] = useState(value ?? '');

  useEffect(() => setText(value ?? ''), [value]);
  useEffect(() => {
    if (text.trim() === (value ?? '')) return;
    const timer = setTimeout(() => onSearch(text.trim() || undefined), 350);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <Input
      type="search" allowClear maxLength={64} className="search-box" prefix={<SearchOutlined className="soft" />} placeholder={placeholder} aria-label={placeholder}
      value={text} onChange={({ target }) => setText(target.value)} onPressEnter={() => onSearch(text.trim() || undefined)}
    />
  );
}

/** On a narrow screen the choice moves sideways as far as it must, instead of flipping over the edge. */
const withinScreen = { adjustX: 0, adjustY: 1, shiftX: true } as const;

/** A chip that says what it filters; pressing it opens the choice, the cross removes it. */
export function FilterChip({ name, value, onRemove, children, wide }: {
  name: string; value: ReactNode; onRemove: () => void; children: (close: () => void) => ReactNode; wide?: boolean;
}) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const set = value !== undefined && value !== null && value !== '';
  return (
    <span className={set ? 'chip chip-set' : 'chip'}>
      <Popover
        open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" arrow={false} autoAdjustOverflow={withinScreen} destroyOnHidden
        content={<div className={wide ? 'chip-choice chip-choice-wide' : 'chip-choice'}>{children(() => setOpen(false))}</div>}
      >
        <Button size="middle" className="chip-button" aria-haspopup="dialog" aria-expanded={open}>
          {set ? <><span className="chip-name">{name}</span><span className="chip-value">{value}</span></> : <>{name} <DownOutlined className="chip-arrow" /></>}
        </Button>
      </Popover>
      {set ? <Button type="text" size="small" className="chip-remove" aria-label={t.remove(name)} icon={<CloseOutlined />} onClick={onRemove} /> : null}
    </span>
  );
}

/** One of a few named values. */
export function ChoiceChip<V extends string>({ name, value, choices, onChange }: {
  name: string; value: V | undefined; choices: Readonly<Record<V, ReactNode>>; onChange: (value: V | undefined) => void;
}) {
  const t = useWords();
  return (
    <FilterChip name={name} value={value === undefined ? undefined : choices[value]} onRemove={() => onChange(undefined)}>
      {(close) => (
        <Radio.Group
          vertical value={value ?? ''}
          onChange={({ target }) => {
            onChange((target.value as V | '') || undefined);
            close();
          }}
          options={[{ value: '', label: t.any }, ...(Object.keys(choices) as V[]).map((choice) => ({ value: choice, label: choices[choice] }))]}
        />
      )}
    </FilterChip>
  );
}

/** A value from the address that is one of the known ones, else nothing. */
export function oneOf<V extends string>(value: string | undefined, choices: Readonly<Record<V, unknown>>): V | undefined {
  return value !== undefined && value in choices ? value as V : undefined;
}
