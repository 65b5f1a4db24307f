import type { Language } from './error';

/** What a field of a customer can be. Pure rules, without a schema library, so that server and screens use the same. */
export const fieldKinds = ['text', 'number', 'date', 'choice', 'multiChoice', 'phone', 'email', 'address', 'file'] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface Address { province: string; city: string; district: string; detail: string }
export interface FileValue { fileId: string; name: string }
/** text, phone (E.164), email, date (`2026-09-01`) and choice (the option's id) are strings; multiChoice is a list of ids. */
export type FieldValue = string | number | string[] | Address | FileValue;

/** An option keeps its id for life, so that a new name needs no new values. A retired one is kept for history and cannot be picked. */
export interface FieldOption { id: string; name: string; retired: boolean }

/** What can be wrong with a value. */
export const problems = {
  empty: { zh: '没有内容', en: 'is empty' },
  required: { zh: '是必填项，不能清空', en: 'is required and cannot be cleared' },
  tooLong: { zh: '太长，最多 10,000 个字', en: 'is too long, at most 10,000 characters' },
  number: { zh: '不是有效的数字（最多 4 位小数，绝对值不超过 9,000 亿）', en: 'is not a number (4 decimals at most, up to 900 billion)' },
  date: { zh: '不是有效的日期，例如 2026-09-01', en: 'is not a date such as 2026-09-01' },
  option: { zh: '不在可选项里', en: 'is not one of the options' },
  oneOption: { zh: '只能选一项', en: 'takes one option only' },
  phone: { zh: '不是有效的电话号码', en: 'is not a phone number' },
  email: { zh: '不是有效的邮箱地址', en: 'is not an e-mail address' },
  address: { zh: '不是有效的地址', en: 'is not an address' },
  file: { zh: '需要重新上传文件', en: 'needs a file to be uploaded' },
  other: { zh: '与已填写的值不同', en: 'differs from the value that a person entered' },
} as const satisfies Record<string, Record<Language, string>>;
export type FieldProblem = keyof typeof problems;

export type Parsed<V = FieldValue> = { ok: true; value: V } | { ok: false; problem: FieldProblem };

interface Kind {
  name: Record<Language, string>;
  /** Can be encrypted: its value is text and nothing else has to read it. */
  canSeal: boolean;
  hasOptions: boolean;
  /** Takes what a person typed, an import brought or another kind showed; gives the one form in which it is kept. */
  parse(input: unknown, options: readonly FieldOption[]): Parsed;
  show(value: FieldValue, options: readonly FieldOption[]): string;
  /** What those see who may not see the value itself. */
  mask(value: FieldValue): string;
}

export const longestText = 10_000;
/** From so many required fields on, people are warned that a form gets long. */
export const longFormAt = 6;

const good = (value: FieldValue): Parsed => ({ ok: true, value });
const bad = (problem: FieldProblem): Parsed => ({ ok: false, problem });
const lengthOf = (text: string) => [...text].length;
/** One line, full-width digits and signs made plain. */
const plain = (input: unknown) => (typeof input === 'string' || typeof input === 'number' ? String(input).normalize('NFKC').trim() : null);
/** Control characters and halves of emoji are no text. */
const clean = (text: string) => text.replace(/[\ud800-\udfff]|[^\P{Cc}\n\t]/gu, '').trim();
const hidden = () => '••••••';

function parseText(input: unknown): Parsed {
  if (typeof input !== 'string' && typeof input !== 'number') return bad('empty');
  const text = clean(String(input));
  if (text === '') return bad('empty');
  return lengthOf(text) > longestText ? bad('tooLong') : good(text);
}

function parseNumber(input: unknown): Parsed {
  const text = plain(input);
  if (!text) return bad('empty');
  if (!/^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,4})?$/.test(text)) return bad('number');
  const value = Number(text.replaceAll(',', ''));
  // A zero has no sign.
  return Math.abs(value) <= 900_000_000_000 ? good(value + 0) : bad('number');
}

function parseDate(input: unknown): Parsed {
  const text = plain(input);
  if (!text) return bad('empty');
  const [, y, m, d] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? good(date.toISOString().slice(0, 10)) : bad('date');
}

/** Mainland mobiles and landlines, service numbers, and any other number in E.164. */
function parsePhone(input: unknown): Parsed {
  const text = plain(input);
  if (!text) return bad('empty');
  const digits = text.replace(/[\s\-().·]/g, '').replace(/^00/, '+');
  const local = digits.replace(/^(\+86|86(?=1[3-9]\d{9}$))/, '');
  if (/^1[3-9]\d{9}$/.test(local)) return good(`+86${local}`);
  const [, prefix, landline] = /^(0?)(10\d{8}|2\d{9}|[3-9]\d{9,10})$/.exec(local) ?? [];
  if (landline && (prefix || digits.startsWith('+86'))) return good(`+86${landline}`);
  if (digits.startsWith('+86')) return bad('phone');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? good(digits) : bad('phone');
}

function parseEmail(input: unknown): Parsed {
  const text = plain(input)?.toLowerCase();
  if (!text) return bad('empty');
  return text.length <= 254 && /^[^\s@<>()[\]\\,;:"]{1,64}@([a-z0-9\u0080-\uffff]([a-z0-9\u0080-\uffff-]{0,61}[a-z0-9\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]*$/.test(text) ? good(text) : bad('email');
}

/** By id, or by name as imports and other kinds give it. */
function findOption(input: unknown, options: readonly FieldOption[]): FieldOption | undefined {
  const text = plain(input)?.toLowerCase();
  return options.find((one) => one.id === input) ?? options.find((one) => !one.retired && one.name.normalize('NFKC').trim().toLowerCase() === text);
}

function parseChoice(input: unknown, options: readonly FieldOption[]): Parsed {
  const one = Array.isArray(input) && input.length === 1 ? (input[0] as unknown) : input;
  if (one === '' || one === null || one === undefined) return bad('empty');
  if (Array.isArray(one)) return bad('oneOption');
  const option = findOption(one, options);
  return option ? good(option.id) : bad('option');
}

function parseMany(input: unknown, options: readonly FieldOption[]): Parsed {
  // A name may itself hold a comma: the whole is tried first.
  const whole = typeof input === 'string' ? findOption(input, options) : undefined;
  const given: unknown[] = whole ? [whole.id] : Array.isArray(input) ? input : typeof input === 'string' ? input.split(/[、,，;；|]/).map((part) => part.trim()).filter(Boolean) : [];
  if (given.length === 0) return bad('empty');
  const found = given.map((one) => findOption(one, options)?.id);
  if (found.some((id) => id === undefined)) return bad('option');
  const chosen = new Set(found);
  return good(options.filter(({ id }) => chosen.has(id)).map(({ id }) => id));
}

export const provinces = [
  '北京市', '天津市', '河北省', '山西省', '内蒙古自治区', '辽宁省', '吉林省', '黑龙江省', '上海市', '江苏省', '浙江省', '安徽省', '福建省', '江西省', '山东省', '河南省', '湖北省', '湖南省',
  '广东省', '广西壮族自治区', '海南省', '重庆市', '四川省', '贵州省', '云南省', '西藏自治区', '陕西省', '甘肃省', '青海省', '宁夏回族自治区', '新疆维吾尔自治区', '香港特别行政区', '澳门特别行政区', '台湾省',
] as const;

function parseAddress(input: unknown): Parsed {
  const parts: Address = { province: '', city: '', district: '', detail: '' };
  if (typeof input === 'string') {
    const text = clean(input);
    parts.province = provinces.find((name) => text.startsWith(name)) ?? '';
    parts.detail = text.slice(parts.province.length).trim();
  } else if (input !== null && typeof input === 'object' && !Array.isArray(input)) {
    for (const key of Object.keys(parts) as (keyof Address)[]) {
      const part = (input as Record<string, unknown>)[key] ?? '';
      if (typeof part !== 'string') return bad('address');
      parts[key] = clean(part);
    }
  } else return bad('address');
  if (Object.values(parts).every((part) => part === '')) return bad('empty');
  const isShort = [parts.province, parts.city, parts.district].every((part) => lengthOf(part) <= 50) && lengthOf(parts.detail) <= longestText;
  return isShort ? good(parts) : bad('tooLong');
}

function parseFile(input: unknown): Parsed {
  const { fileId, name } = (input ?? {}) as Partial<FileValue>;
  return typeof fileId === 'string' && fileId !== '' && fileId.length <= 40 ? good({ fileId, name: typeof name === 'string' ? name.slice(0, 200) : '' }) : bad('file');
}

const nameOf = (id: string, options: readonly FieldOption[]) => options.find((one) => one.id === id)?.name ?? id;
const textOf = (value: FieldValue) => String(value);
const isPlace = (value: FieldValue): value is Address => typeof value === 'object' && 'detail' in value;

function maskPhone(value: FieldValue): string {
  const [, start, end] = /^(\+?\d{3})\d{2,}(\d{4})$/.exec(String(value).replace(/^\+86(?=1[3-9]\d{9}$)/, '')) ?? [];
  return start && end ? `${start}****${end}` : hidden();
}

export const kinds = {
  text: { name: { zh: '文本', en: 'Text' }, canSeal: true, hasOptions: false, parse: parseText, show: textOf, mask: (value) => `${[...String(value)][0] ?? ''}•••••` },
  number: { name: { zh: '数字', en: 'Number' }, canSeal: true, hasOptions: false, parse: parseNumber, show: textOf, mask: hidden },
  date: { name: { zh: '日期', en: 'Date' }, canSeal: true, hasOptions: false, parse: parseDate, show: textOf, mask: hidden },
  choice: { name: { zh: '单选', en: 'Choice' }, canSeal: false, hasOptions: true, parse: parseChoice, show: (value, options) => nameOf(String(value), options), mask: hidden },
  multiChoice: {
    name: { zh: '多选', en: 'Several choices' }, canSeal: false, hasOptions: true, parse: parseMany,
    show: (value, options) => (Array.isArray(value) ? value.map((id) => nameOf(id, options)).join('、') : String(value)), mask: hidden,
  },
  phone: {
    name: { zh: '电话', en: 'Phone' }, canSeal: true, hasOptions: false, parse: parsePhone,
    show: (value) => String(value).replace(/^\+86(?=1[3-9]\d{9}$)/, ''),
    mask: maskPhone,
  },
  email: { name: { zh: '邮箱', en: 'E-mail' }, canSeal: true, hasOptions: false, parse: parseEmail, show: textOf, mask: (value) => String(value).replace(/^(.)[^@]*/u, '$1•••') },
  address: {
    name: { zh: '地址', en: 'Address' }, canSeal: true, hasOptions: false, parse: parseAddress,
    show: (value) => (isPlace(value) ? [value.province, value.city, value.district, value.detail].filter(Boolean).join('') : String(value)),
    mask: (value) => (isPlace(value) && value.province ? `${value.province}••••` : hidden()),
  },
  file: { name: { zh: '文件', en: 'File' }, canSeal: false, hasOptions: false, parse: parseFile, show: (value) => (typeof value === 'object' && 'fileId' in value ? value.name : String(value)), mask: hidden },
} as const satisfies Record<FieldKind, Kind>;

/** The rules of a kind, as one type. */
export const kindOf = (kind: FieldKind): Kind => kinds[kind];

/** The same value as another kind; text is what lies between the two. A file cannot be made of anything else. */
export function convert(value: FieldValue, from: { kind: FieldKind; options: readonly FieldOption[] }, to: { kind: FieldKind; options: readonly FieldOption[] }): Parsed {
  if (from.kind === to.kind && !kindOf(to.kind).hasOptions) return good(value);
  if (to.kind === 'file') return bad('file');
  // The new options may be the old ones: those keep their ids.
  const names = (ids: string[]) => ids.map((id) => (to.options.some((one) => one.id === id) ? id : nameOf(id, from.options)));
  if (kindOf(from.kind).hasOptions && kindOf(to.kind).hasOptions) return kindOf(to.kind).parse(names([value].flat() as string[]), to.options);
  return kindOf(to.kind).parse(kindOf(from.kind).show(value, from.options), to.options);
}

/** Numbers, dates and everything else in a form that compares: what filters and indexes read. */
export function sortable(kind: FieldKind, value: FieldValue): { text: string | null; number: number | null; optionIds: string[] } {
  switch (kind) {
    case 'number': return { text: null, number: Math.round((value as number) * 10_000), optionIds: [] };
    case 'date': return { text: null, number: Number(String(value).replaceAll('-', '')), optionIds: [] };
    case 'choice': return { text: null, number: null, optionIds: [String(value)] };
    case 'multiChoice': return { text: null, number: null, optionIds: value as string[] };
    case 'text': case 'phone': case 'email': case 'address': case 'file':
      return { text: sortText(kindOf(kind).show(value, [])), number: null, optionIds: [] };
  }
}

export const sortText = (text: string) => [...text.normalize('NFKC').toLowerCase()].slice(0, 190).join('');
