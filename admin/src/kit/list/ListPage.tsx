import { Button, Skeleton, Table } from 'antd';
import type { Key, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { counted } from '@scrm/shared/text';
import { ErrorNote } from '../error-note';
import { figure, words } from '../language';
import { Note } from '../note';
import { PageHead } from '../page-head';
import { useNarrow } from '../wide';
import type { Column } from './column';
import { RowCards } from './RowCards';
import './list.css';

export type { Column };

/** What every paged list reads from its query. */
export interface Rows<T> {
  data: { items: T[]; total?: number; nextCursor?: string | null } | undefined;
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

/** What is selected: these rows, or all that the filter meets. */
export interface Selection {
  ids: string[];
  all: boolean;
  count: number;
}

export interface ListPageProps<T extends { id: string }> {
  title?: string;
  about?: string;
  action?: ReactNode;
  filters?: ReactNode;
  /** `('1,204') => '1,204 customers'`. */
  count: (total: string) => string;
  filterCount?: number;
  rows: Rows<T>;
  columns: Column<T>[];
  rowLabel: (row: T) => string;
  onOpen?: (row: T) => void;
  openId?: string;
  empty: { title: string; hint: string; action?: ReactNode };
  onClearFilters?: () => void;
  /** Actions on the selected rows; one line for each. */
  bulk?: (ids: string[], clear: () => void, selection: Selection) => ReactNode;
  /** With it all rows that the filter meets can be selected too; another filter (its text) ends the selection. */
  selectsAll?: { of: unknown };
  pager?: ReactNode;
  above?: ReactNode;
  testId: string;
}

const useWords = words({
  zh: { filters: (n: number) => `${n} 个筛选条件`, noMatch: '没有符合条件的结果', noMatchHint: '换个条件，或清除筛选', clear: '清除筛选', picked: (n: string) => `已选 ${n} 项`, unpick: '取消选择', pickAll: (n: string) => `选择全部 ${n} 项`, pickedAll: (n: string) => `已选全部 ${n} 项` },
  en: { filters: (n: number) => counted(n, 'filter'), noMatch: 'Nothing matches', noMatchHint: 'Change the filters, or clear them', clear: 'Clear filters', picked: (n: string) => `${n} selected`, unpick: 'Clear selection', pickAll: (n: string) => `Select all ${n}`, pickedAll: (n: string) => `All ${n} selected` },
});

/** A list as every page of the console shows it: columns and actions in, states and paging done here. */
export function ListPage<T extends { id: string }>(props: ListPageProps<T>) {
  const { title, about, action, filters, filterCount = 0, rows, bulk, selectsAll, above, pager, testId } = props;
  const t = useWords();
  const [picked, setPicked] = useState<string[]>([]);
  const [all, setAll] = useState(false);
  const total = rows.data?.total ?? rows.data?.items.length;

  const clear = () => {
    setPicked([]);
    setAll(false);
  };
  useEffect(clear, [filterCount, JSON.stringify(selectsAll?.of)]);

  function pick(ids: string[]): void {
    setPicked(ids);
    setAll(false);
  }
  const selection: Selection = { ids: picked, all, count: all ? total ?? 0 : picked.length };
  const selected = all ? t.pickedAll(figure(selection.count)) : t.picked(figure(picked.length));

  return (
    <section className="list-page" data-testid={testId} aria-busy={rows.isPending || rows.isPlaceholderData}>
      {title ? <PageHead title={title} about={about} action={action} /> : null}
      {above}
      <div className="list-bar">
        <div className="list-filters">{filters}</div>
        <span className="soft figures nowrap" role="status" data-testid="count">
          {total === undefined ? ' ' : [props.count(figure(total)), filterCount > 0 ? t.filters(filterCount) : ''].filter(Boolean).join(' · ')}
        </span>
      </div>
      {bulk && picked.length > 0 ? (
        <div className="bulk-bar" role="toolbar" aria-label={selected} data-testid="bulk-bar">
          <strong>{selected}</strong>
          {selectsAll && !all && total !== undefined && total > picked.length ? <Button type="link" onClick={() => setAll(true)} data-testid="select-all">{t.pickAll(figure(total))}</Button> : null}
          {bulk(picked, clear, selection)}
          <Button type="text" onClick={clear}>{t.unpick}</Button>
        </div>
      ) : null}
      <ListBody {...props} picked={picked} onPick={bulk ? pick : undefined} />
      {pager}
    </section>
  );
}

function ListBody<T extends { id: string }>(props: ListPageProps<T> & { picked: string[]; onPick?: (ids: string[]) => void }) {
  const { rows, columns, rowLabel, onOpen, openId, empty, filterCount = 0, onClearFilters, picked, onPick } = props;
  const t = useWords();
  const narrow = useNarrow();
  if (rows.error && !rows.data) return <div className="panel"><ErrorNote error={rows.error} onAgain={() => void rows.refetch()} /></div>;
  if (rows.isPending || !rows.data) return <SkeletonRows />;

  const { items } = rows.data;
  if (items.length === 0) {
    const filtered = filterCount > 0;
    return (
      <div className="panel" data-testid="empty">
        <Note title={filtered ? t.noMatch : empty.title} hint={filtered ? t.noMatchHint : empty.hint}>
          {filtered && onClearFilters ? <Button onClick={onClearFilters}>{t.clear}</Button> : empty.action}
        </Note>
      </div>
    );
  }

  const failing = rows.error ? <ErrorNote compact error={rows.error} onAgain={() => void rows.refetch()} /> : null;
  if (narrow) return <>{failing}<RowCards items={items} columns={columns} onOpen={onOpen} rowLabel={rowLabel} picked={picked} onPick={onPick} /></>;

  return (
    <div className={rows.isPlaceholderData ? 'panel flush fading' : 'panel flush'}>
      {failing}
      <Table<T>
        rowKey="id" size="middle" pagination={false} sticky dataSource={items} tableLayout="fixed" scroll={{ x: 720 }}
        columns={columns.map(({ key, title, render, width, align }) => ({ key, title, width, align, render: (_: unknown, row: T) => render(row) }))}
        rowSelection={onPick ? { selectedRowKeys: picked, onChange: (keys: Key[]) => onPick(keys.map(String)), columnWidth: 44, preserveSelectedRowKeys: true } : undefined}
        rowClassName={(row) => [onOpen ? 'row-opens' : '', row.id === openId ? 'row-open' : ''].join(' ')}
        onRow={(row) => rowEvents(row, rowLabel, onOpen)}
      />
    </div>
  );
}

/** A row opens by click and by Enter, but not when a control inside of it is used. */
function rowEvents<T extends { id: string }>(row: T, rowLabel: (row: T) => string, onOpen?: (row: T) => void) {
  const shared = { 'data-testid': `row-${row.id}`, 'aria-label': rowLabel(row) };
  if (!onOpen) return shared;
  return {
    ...shared,
    tabIndex: 0,
    onClick: (event: React.MouseEvent) => {
      if ((event.target as Element).closest('a, button, input, label')) return;
      onOpen(row);
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
    },
  };
}

export function SkeletonRows({ count = 6 }: { count?: number }) {
  return (
    <div className="panel" role="status" aria-busy="true" data-testid="skeleton">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} active avatar={{ size: 36 }} title={{ width: '30%' }} paragraph={{ rows: 1, width: '60%' }} className="skeleton-row" />
      ))}
    </div>
  );
}
