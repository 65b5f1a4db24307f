import type { z } from 'zod';
import { groupCodesPerStore, radiusLimits, StoreInput, type Datum, type Hours, type RowProblem } from '@scrm/shared/store';
import { sentence, type ErrorCode, type ErrorData, type Language } from '@scrm/shared/error';
import type { StoreDraft } from './service';

/** Columns of the file, as each language heads them; what people write instead is understood too. */
export const storeColumns = {
  name: { zh: '名称', en: 'Name', also: ['门店名称', '门店'] }, no: { zh: '编号', en: 'Number', also: ['门店编号', 'no'] }, region: { zh: '区域', en: 'Region', also: ['地区'] }, address: { zh: '地址', en: 'Address', also: [] },
  lat: { zh: '纬度', en: 'Latitude', also: ['lat'] }, lng: { zh: '经度', en: 'Longitude', also: ['lng', 'lon'] }, radiusM: { zh: '半径（米）', en: 'Radius (m)', also: ['半径', 'radius'] },
  hours: { zh: '营业时间', en: 'Hours', also: [] }, telephone: { zh: '电话', en: 'Phone', also: [] }, state: { zh: '状态', en: 'State', also: [] }, priority: { zh: '优先级', en: 'Priority', also: [] },
  owners: { zh: '店主', en: 'Owners', also: [] }, receptionists: { zh: '接待人员', en: 'Receptionists', also: ['接待'] }, groupCodes: { zh: '群活码', en: 'Group codes', also: ['门店群', '群'] },
} as const;
export type StoreColumn = keyof typeof storeColumns;

/** Which column stands where. */
export function headOf(cells: readonly string[]): Map<StoreColumn, number> {
  const plain = (text: string) => text.trim().toLowerCase().replace(/[（(].*?[)）]/g, '').replace(/\s/g, '');
  const head = new Map<StoreColumn, number>();
  for (const [at, cell] of cells.entries()) {
    for (const [column, { zh, en, also }] of Object.entries(storeColumns) as [StoreColumn, { zh: string; en: string; also: readonly string[] }][]) {
      if (!head.has(column) && [zh, en, ...also].some((one) => plain(one) === plain(cell))) head.set(column, at);
    }
  }
  return head;
}

export const hoursExample = '周一至周五 09:00-21:00；周六、周日 10:00-22:00';
const dayNames = '一二三四五六日';

/** `周一至周五 09:00-21:00；周六 10:00-02:00`, or with digits: `1-5 09:00-21:00`. Null where it is not that. */
export function parseHours(text: string): Hours['weekly'] | null {
  if (/^(全天|24\s*小时|always|24h)$/i.test(text.trim())) return [];
  const slots = [];
  for (const part of text.split(/[;；\n]/).map((one) => one.trim()).filter(Boolean)) {
    const [, days, from, to] = /^(.*?)\s*(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})$/.exec(part.replaceAll('：', ':')) ?? [];
    const list = days === undefined ? null : daysOf(days);
    if (!list || !isClock(from!) || !isClock(to!)) return null;
    slots.push({ days: list, from: from!.padStart(5, '0'), to: to!.padStart(5, '0') });
  }
  return slots.length > 0 ? slots : null;
}

const isClock = (text: string) => /^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);

function daysOf(text: string): number[] | null {
  const plain = text.replace(/(周|星期|礼拜)/g, '').replace(/天/g, '日').replace(/\s/g, '');
  if (plain === '' || plain === '每日' || plain === '每') return [1, 2, 3, 4, 5, 6, 7];
  const dayOf = (one: string) => (/^[1-7]$/.test(one) ? Number(one) : dayNames.indexOf(one) + 1);
  const days = new Set<number>();
  for (const part of plain.split(/[、,，和]/)) {
    const [from, to = from] = part.split(/[-–至到~]/).map(dayOf);
    if (!from || !to) return null;
    for (let day = from; ; day = day % 7 + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort();
}

/** What cells are looked up in. */
export interface SheetKnowledge {
  language: Language;
  datum: Datum;
  /** By name or userid; several of one name: null. */
  staff: ReadonlyMap<string, string | null>;
  /** By name. */
  groupCodes: ReadonlyMap<string, string | null>;
}

export type RowDraft = Partial<Omit<StoreDraft, 'regionId'>> & { no: string; regionNames?: string[] };

/** What a row asks for; what is left blank is left out. */
export function readRow(row: number, cells: readonly string[], head: ReadonlyMap<StoreColumn, number>, knowledge: SheetKnowledge): { draft: RowDraft; problems: z.output<typeof RowProblem>[] } {
  const { language, datum, staff, groupCodes } = knowledge;
  const problems: z.output<typeof RowProblem>[] = [];
  const refuse = (column: StoreColumn | '', code: ErrorCode, data: ErrorData = {}) => void problems.push({ row, column, message: sentence(code, data, language) });
  const cell = (column: StoreColumn) => (head.has(column) ? (cells[head.get(column)!] ?? '').trim() : '');
  const number = (column: StoreColumn, low: number, high: number) => {
    const text = cell(column);
    if (text === '') return undefined;
    const value = Number(text);
    if (Number.isFinite(value) && value >= low && value <= high) return value;
    return void refuse(column, 'store_cell_number', { low, high });
  };
  const listed = (column: StoreColumn) => cell(column).split(/[、,，;；]/).map((one) => one.trim()).filter(Boolean);
  const found = (column: StoreColumn, ids: ReadonlyMap<string, string | null>, several: ErrorCode, unknown: ErrorCode) => listed(column).flatMap((name) => {
    const id = ids.get(name);
    if (id) return [id];
    refuse(column, id === null ? several : unknown, { name });
    return [];
  });
  const named = (column: StoreColumn) => found(column, staff, 'import_staff_several', 'import_staff_unknown');
  const text = (column: 'name' | 'no' | 'address' | 'telephone', limit: number) => {
    const value = cell(column);
    if ([...value].length > limit) refuse(column, 'import_too_long', { limit });
    return value || undefined;
  };
  const [lat, lng] = [number('lat', -90, 90), number('lng', -180, 180)];
  if ((lat === undefined) !== (lng === undefined) && !problems.some(({ column }) => column === 'lat' || column === 'lng')) refuse(lat === undefined ? 'lat' : 'lng', 'store_cell_half');
  const hours = cell('hours') === '' ? undefined : parseHours(cell('hours'));
  if (hours === null) refuse('hours', 'store_cell_hours', { example: hoursExample });
  const state = ({ 营业: 'active', 营业中: 'active', active: 'active', 停业: 'closed', 关闭: 'closed', closed: 'closed' } as const)[cell('state').toLowerCase()];
  if (cell('state') !== '' && !state) refuse('state', 'store_cell_state');
  const owners = named('owners');
  const receptionistIds = named('receptionists');
  const groupCodeIds = found('groupCodes', groupCodes, 'store_cell_code_several', 'store_cell_code_unknown');
  if (groupCodeIds.length > groupCodesPerStore) refuse('groupCodes', 'store_cell_codes', { limit: groupCodesPerStore });
  const wanted = {
    name: text('name', 64), address: text('address', 200), telephone: text('telephone', 32),
    regionNames: cell('region') === '' ? undefined : cell('region').split(/[/／>]/).map((one) => one.trim()).filter(Boolean),
    place: lat === undefined || lng === undefined ? undefined : { lat, lng, datum },
    radiusM: number('radiusM', radiusLimits.least, radiusLimits.most), priority: number('priority', 0, 99), state,
    hours: hours ? { zone: 'Asia/Shanghai', weekly: hours, exceptions: [] } : undefined,
    owners: owners.length > 0 ? owners.map((staffId) => StoreInput.shape.owners.unwrap().element.parse({ staffId })) : undefined,
    receptionistIds: receptionistIds.length > 0 ? receptionistIds : undefined,
    groupCodeIds: groupCodeIds.length > 0 ? groupCodeIds : undefined,
  };
  const draft: RowDraft = { ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)), no: text('no', 32) ?? '' };
  return { draft, problems };
}
