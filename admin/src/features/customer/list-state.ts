import { useSearchParams } from 'react-router-dom';
import type { AudienceFilter, CustomerColumn, SavedView } from '@scrm/shared/audience';
import type { FieldFilter } from '@scrm/shared/field';

export const usualColumns: readonly CustomerColumn[] = ['state', 'stage', 'tags', 'staff', 'source', 'added'];
/** In the order in which they are offered. */
export const allColumns: readonly CustomerColumn[] = [...usualColumns, 'leadSource', 'active', 'remark', 'company', 'externalUserid'];

const kinds = ['liveCode', 'link', 'addWay', 'unknown'] as const;
type SourceKind = (typeof kinds)[number];
const states = ['friend', 'lost'] as const;

/** The whole list stands in the address: filter, columns and the view they came from. */
export function useListState() {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const columns = readColumns(search);

  const go = (next: AudienceFilter, shown: readonly CustomerColumn[], viewId: string | null) => setSearch(writeSearch(next, shown, viewId), { replace: true });
  return {
    filter, columns, viewId: search.get('view'), isBare: search.size === 0,
    /** From the address itself: two changes in a row must not start from the same old page. */
    change: (patch: Partial<AudienceFilter>) => {
      const now = new URLSearchParams(location.search);
      go({ ...readFilter(now), ...patch }, readColumns(now), now.get('view'));
    },
    setColumns: (shown: readonly CustomerColumn[]) => go(filter, shown, search.get('view')),
    clear: () => go({}, columns, null),
    open: (view: SavedView | null) => (view ? go(view.filter, view.columns, view.id) : go({}, usualColumns, null)),
    stay: (viewId: string) => go(filter, columns, viewId),
  };
}

/** How many things are asked for. */
export function countFilters({ tags, addedAt, activeAt, ...others }: AudienceFilter): number {
  const isAsked = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '');
  return [...Object.values(others), ...Object.values(tags ?? {}), addedAt?.from ?? addedAt?.to, activeAt?.from ?? activeAt?.to].filter(isAsked).length;
}

/** Two filters that ask for the same are written alike. */
export function sameList(a: { filter: AudienceFilter; columns: readonly CustomerColumn[] }, b: { filter: AudienceFilter; columns: readonly CustomerColumn[] }): boolean {
  return writeSearch(a.filter, a.columns, null).toString() === writeSearch(b.filter, b.columns, null).toString();
}

function readFilter(search: URLSearchParams): AudienceFilter {
  const list = (name: string) => {
    const values = search.getAll(name).filter(Boolean);
    return values.length > 0 ? values : undefined;
  };
  const numbers = (name: string) => list(name)?.map(Number).filter(Number.isInteger);
  const range = (name: string) => {
    const [from] = numbers(`${name}From`) ?? [];
    const [to] = numbers(`${name}To`) ?? [];
    return from === undefined && to === undefined ? undefined : { from, to };
  };
  const tags = { any: list('tagIds'), all: list('tagsAll'), none: list('tagsNone') };
  return {
    keyword: search.get('keyword') ?? undefined, tags: tags.any || tags.all || tags.none ? tags : undefined,
    stageIds: list('stageIds'), flowId: search.get('flowId') ?? undefined, staffIds: list('staffId'), departmentIds: numbers('department'), liveCodeIds: list('liveCodeId'),
    leadSourceIds: list('leadSource'), sourceKinds: list('source')?.filter((one): one is SourceKind => (kinds as readonly string[]).includes(one)), addWays: numbers('addWay'),
    addedAt: range('added'), activeAt: range('active'), state: states.find((one) => one === search.get('state')), fields: list('field')?.flatMap(readField),
  };
}

/** `<field>~<op>~<value>…`, each part escaped: what a sentence of the filter says, as an address can hold it. */
function readField(text: string): FieldFilter[] {
  const [fieldId = '', op = '', ...parts] = text.split('~').map(decodeURIComponent);
  const [one = '', two = ''] = parts;
  if (fieldId === '') return [];
  switch (op) {
    case 'has': case 'hasNone': return [{ fieldId, op }];
    case 'is': return one === '' ? [] : [{ fieldId, op, value: one }];
    case 'contains': return one === '' ? [] : [{ fieldId, op, text: one }];
    case 'anyOf': return parts.length === 0 ? [] : [{ fieldId, op, values: parts }];
    case 'range': return one === '' && two === '' ? [] : [{ fieldId, op, ...(one !== '' && { from: one }), ...(two !== '' && { to: two }) }];
    default: return [];
  }
}

function writeField(filter: FieldFilter): string {
  const parts = filter.op === 'is' ? [filter.value] : filter.op === 'contains' ? [filter.text] : filter.op === 'anyOf' ? filter.values : filter.op === 'range' ? [filter.from ?? '', filter.to ?? ''] : [];
  return [filter.fieldId, filter.op, ...parts].map((part) => encodeURIComponent(String(part)).replaceAll('~', '%7E')).join('~');
}

function readColumns(search: URLSearchParams): readonly CustomerColumn[] {
  const asked = search.get('columns');
  if (asked === null) return usualColumns;
  return [...new Set(asked.split(','))].filter((one): one is CustomerColumn => (allColumns as readonly string[]).includes(one));
}

function writeSearch(filter: AudienceFilter, columns: readonly CustomerColumn[], viewId: string | null): URLSearchParams {
  const { keyword, tags, stageIds, flowId, staffIds, departmentIds, liveCodeIds, sourceKinds, leadSourceIds, addWays, addedAt, activeAt, state, fields } = filter;
  const search = new URLSearchParams();
  const put = (name: string, value: string | number | readonly (string | number)[] | null | undefined) => {
    for (const one of [value ?? []].flat()) if (one !== '') search.append(name, String(one));
  };
  put('view', viewId);
  put('keyword', keyword);
  put('tagIds', tags?.any);
  put('tagsAll', tags?.all);
  put('tagsNone', tags?.none);
  put('stageIds', stageIds);
  put('flowId', flowId);
  put('staffId', staffIds);
  put('department', departmentIds);
  put('liveCodeId', liveCodeIds);
  put('source', sourceKinds);
  put('leadSource', leadSourceIds);
  put('addWay', addWays);
  put('addedFrom', addedAt?.from);
  put('addedTo', addedAt?.to);
  put('activeFrom', activeAt?.from);
  put('activeTo', activeAt?.to);
  put('state', state);
  put('field', fields?.map(writeField));
  if (columns.join() !== usualColumns.join()) search.set('columns', columns.join());
  return search;
}
