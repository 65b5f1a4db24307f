import type { AskedField } from '../field';
import type { Asked } from './filter';
import { andBits, countBits, orBits, put, type Bits } from './memory/bits';
import type { CorpIndex } from './memory/corp-index';
import { bonds } from './sources';

/** A condition on the query's `customer`, with named parameters. */
export interface SqlPart {
  text: string;
  parameters: Record<string, unknown>;
}

/**
 * One condition, as both sides understand it: in the index it narrows the bits, in SQL it gives what must be true of the
 * row `customer`. Standing in one object, neither side can be forgotten.
 */
export interface Condition {
  name: string;
  index(asked: Asked, index: CorpIndex, bits: Bits): void;
  sql(asked: Asked): SqlPart[];
}

const some = <T>(list: readonly T[] | null | undefined): list is readonly T[] => list !== null && list !== undefined && list.length > 0;

/** Whoever has one of these values of one of these dimensions. */
function anyOf(index: CorpIndex, dimensions: readonly string[], values: readonly (string | number)[]): Bits {
  const bits = index.nobody();
  for (const dimension of dimensions) for (const value of new Set(values)) index.set(dimension, String(value))?.orInto(bits);
  return bits;
}

function keepAny(bits: Bits, index: CorpIndex, dimensions: readonly string[], values: readonly (string | number)[]): void {
  const [only] = values;
  const set = dimensions.length === 1 && values.length === 1 ? index.set(dimensions[0]!, String(only)) : null;
  if (set) set.andInto(bits);
  else andBits(bits, anyOf(index, dimensions, values));
}

/**
 * A row of another table stands behind the customer. Written as a value and not as EXISTS, because MariaDB would turn that
 * into a join and sort everything before it shows the first page; this way it walks from the newest on and stops early.
 */
const behind = (table: string, where: string): string =>
  `COALESCE((SELECT 1 FROM ${table} linked WHERE linked.corpId = customer.corpId AND linked.customerId = customer.id AND ${where} LIMIT 1), 0)`;
const hasRow = (table: string, where: string) => `${behind(table, where)} = 1`;
const hasNoRow = (table: string, where: string) => `${behind(table, where)} = 0`;

const tagsAny: Condition = {
  name: 'tags.any',
  index({ tags }, index, bits) {
    if (some(tags?.any)) keepAny(bits, index, ['tag'], tags.any);
  },
  sql: ({ tags }) => (some(tags?.any) ? [{ text: hasRow('follow_tag', 'linked.tagId IN (:...tagsAny)'), parameters: { tagsAny: tags.any } }] : []),
};

const tagsAll: Condition = {
  name: 'tags.all',
  index({ tags }, index, bits) {
    for (const id of new Set(tags?.all)) keepAny(bits, index, ['tag'], [id]);
  },
  sql: ({ tags }) => [...new Set(tags?.all)].map((id, i) => ({ text: hasRow('follow_tag', `linked.tagId = :tagAll${i}`), parameters: { [`tagAll${i}`]: id } })),
};

const tagsNone: Condition = {
  name: 'tags.none',
  index({ tags }, index, bits) {
    for (const id of tags?.none ?? []) index.set('tag', id)?.andNotInto(bits);
  },
  sql: ({ tags }) => (some(tags?.none) ? [{ text: hasNoRow('follow_tag', 'linked.tagId IN (:...tagsNone)'), parameters: { tagsNone: tags.none } }] : []),
};

type State = Asked['state'];
const followDimensions = (state: State): string[] => (state === 'friend' ? [bonds.friend] : state === 'lost' ? [bonds.leftByCustomer, bonds.gone] : Object.values(bonds));
const followState = (state: State): string => (state === 'friend' ? ' AND linked.lostAt IS NULL' : state === 'lost' ? ' AND linked.lostAt IS NOT NULL' : '');

/** Followed by one of these; asked together with friend or lost, that is meant between those and the customer. */
function followedBy(name: string, idsOf: (asked: Asked) => readonly string[] | null | undefined): Condition {
  return {
    name,
    index(asked, index, bits) {
      const ids = idsOf(asked);
      if (ids) keepAny(bits, index, followDimensions(asked.state), ids);
    },
    sql(asked) {
      const ids = idsOf(asked);
      if (!ids) return [];
      if (ids.length === 0) return [{ text: '1 = 0', parameters: {} }];
      return [{ text: hasRow('follow_user', `linked.staffId IN (:...${name})${followState(asked.state)}`), parameters: { [name]: ids } }];
    },
  };
}

const staff = followedBy('staff', ({ staffIds }) => (some(staffIds) ? staffIds : null));
const departments = followedBy('departments', ({ departmentStaffIds }) => departmentStaffIds);

const state: Condition = {
  name: 'state',
  index({ state: wanted, staffIds, departmentStaffIds }, index, bits) {
    if (!wanted || some(staffIds) || departmentStaffIds) return;
    if (wanted === 'lost') keepAny(bits, index, ['lost'], ['yes']);
    else index.set('lost', 'yes')?.andNotInto(bits);
  },
  sql({ state: wanted, staffIds, departmentStaffIds }) {
    if (!wanted || some(staffIds) || departmentStaffIds) return [];
    return [{ text: `customer.lostAt ${wanted === 'friend' ? 'IS NULL' : 'IS NOT NULL'}`, parameters: {} }];
  },
};

/** Staff keep those who deleted them; whom they deleted or handed over is not theirs any more. */
const reach: Condition = {
  name: 'reach',
  index({ reach: ids }, index, bits) {
    if (ids) keepAny(bits, index, [bonds.friend, bonds.leftByCustomer], ids);
  },
  sql({ reach: ids }) {
    if (!ids) return [];
    if (ids.length === 0) return [{ text: '1 = 0', parameters: {} }];
    return [{ text: hasRow('follow_user', 'linked.staffId IN (:...reach) AND (linked.lostAt IS NULL OR linked.lostBy = \'customer\')'), parameters: { reach: [...ids] } }];
  },
};

/** True of one of the follow relations. */
function followHas(name: string, dimension: string, where: string, valuesOf: (asked: Asked) => readonly (string | number)[] | undefined): Condition {
  return {
    name,
    index(asked, index, bits) {
      const values = valuesOf(asked);
      if (some(values)) keepAny(bits, index, [dimension], values);
    },
    sql(asked) {
      const values = valuesOf(asked);
      return some(values) ? [{ text: hasRow('follow_user', `${where} (:...${name})`), parameters: { [name]: values } }] : [];
    },
  };
}

/** In one of the stages, in the flow: of those that one customer goes it is one and the same. */
const stages: Condition = {
  name: 'stages',
  index({ stageIds, flowId }, index, bits) {
    if (some(stageIds)) keepAny(bits, index, [flowId ? 'flowStage' : 'stage'], flowId ? stageIds.map((id) => `${flowId}/${id}`) : stageIds);
    else if (flowId) keepAny(bits, index, ['flow'], [flowId]);
  },
  sql({ stageIds, flowId }) {
    const where = [...(some(stageIds) ? ['linked.stageId IN (:...stageIds)'] : []), ...(flowId ? ['linked.flowId = :flowId'] : [])];
    return where.length > 0 ? [{ text: hasRow('customer_stage', where.join(' AND ')), parameters: { stageIds, flowId } }] : [];
  },
};

const leadSources: Condition = {
  name: 'leadSources',
  index({ leadSourceIds }, index, bits) {
    if (some(leadSourceIds)) keepAny(bits, index, ['leadSource'], leadSourceIds);
  },
  sql: ({ leadSourceIds }) => (some(leadSourceIds) ? [{ text: hasRow('customer_lead_source', 'linked.sourceId IN (:...leadSourceIds)'), parameters: { leadSourceIds } }] : []),
};

const liveCodes = followHas('liveCodes', 'liveCode', 'linked.sourceKind = \'liveCode\' AND linked.sourceId IN', ({ liveCodeIds }) => liveCodeIds);
const sourceKinds = followHas('sourceKinds', 'sourceKind', 'linked.sourceKind IN', (asked) => asked.sourceKinds);
const addWays = followHas('addWays', 'addWay', 'linked.addWay IN', (asked) => asked.addWays);

type Range = Asked['addedAt'];
function rangeSql(name: string, column: string, range: Range): SqlPart[] {
  return [
    ...(range?.from === undefined ? [] : [{ text: `customer.${column} >= :${name}From`, parameters: { [`${name}From`]: range.from } }]),
    ...(range?.to === undefined ? [] : [{ text: `customer.${column} < :${name}To`, parameters: { [`${name}To`]: range.to } }]),
  ];
}

const added: Condition = {
  name: 'added',
  index({ addedAt }, index, bits) {
    if (addedAt?.from !== undefined || addedAt?.to !== undefined) andBits(bits, index.addedBetween(addedAt.from ?? -Infinity, addedAt.to ?? Infinity));
  },
  sql: ({ addedAt }) => rangeSql('added', 'lastAddedAt', addedAt),
};

const active: Condition = {
  name: 'active',
  index({ activeAt }, index, bits) {
    if (activeAt?.from !== undefined || activeAt?.to !== undefined) keepBetween(bits, index.column('activeAt'), activeAt.from ?? -Infinity, activeAt.to ?? Infinity);
  },
  sql: ({ activeAt }) => rangeSql('active', 'lastActiveAt', activeAt),
};

/** A number of their own from `from` on and before `to`. */
export function keepBetween(bits: Bits, column: Float64Array | undefined, from: number, to: number): void {
  if (!column) return void bits.fill(0);
  for (let i = 0; i < bits.length; i++) {
    let rest = bits[i]!;
    if (rest === 0) continue;
    let kept = 0;
    while (rest !== 0) {
      const lowest = rest & -rest;
      const value = column[(i << 5) + 31 - Math.clz32(lowest)]!;
      if (value >= from && value < to) kept |= lowest;
      rest ^= lowest;
    }
    bits[i] = kept;
  }
}

/** All of what is asked of fields. */
const fields: Condition = {
  name: 'fields',
  index({ askedFields }, index, bits) {
    // What looks at one text after the other comes last and looks at few.
    for (const asked of [...askedFields].sort((one, other) => dearness(one) - dearness(other))) {
      if (asked.op === 'has') keepAny(bits, index, ['field'], [asked.fieldId]);
      else if (asked.op === 'hasNone') index.set('field', asked.fieldId)?.andNotInto(bits);
      else if (asked.op === 'options') keepAny(bits, index, [asked.fieldId], asked.optionIds);
      else bits.set(valuesIn(index, asked, bits));
    }
  },
  sql: ({ askedFields }) => askedFields.map(fieldSql),
};

type ByValue = Exclude<AskedField, { op: 'has' | 'hasNone' | 'options' }>;

const dearness = ({ op }: AskedField): number => ['has', 'hasNone', 'options', 'customers', 'numbers', 'range', 'texts', 'contains'].indexOf(op);

/** Those of `among`. */
function valuesIn(index: CorpIndex, asked: ByValue, among: Bits): Bits {
  const bits = new Uint32Array(among.length);
  if (asked.op === 'customers') {
    bits.set(knownIn(index, asked.customerIds));
    andBits(bits, among);
  } else if (asked.op === 'range') index.fieldNumbers(asked.fieldId)?.between(asked.from, asked.to, among, bits);
  else if (asked.op === 'numbers') for (const one of asked.numbers) index.fieldNumbers(asked.fieldId)?.between(one, one, among, bits);
  else index.fieldWords(asked.fieldId)?.find(asked.op === 'texts' ? asked.texts : [asked.text], asked.op === 'texts', among, bits);
  return bits;
}

function fieldSql(asked: AskedField, n: number): SqlPart {
  const name = (part: string) => `field${n}${part}`;
  const field = `linked.fieldId = :${name('Id')}`;
  const held = `${field} AND linked.state = 'value'`;
  const part = (text: string, parameters: Record<string, unknown> = {}): SqlPart => ({ text, parameters: { [name('Id')]: asked.fieldId, ...parameters } });
  switch (asked.op) {
    case 'has': return part(hasRow('customer_field', held));
    case 'hasNone': return part(hasNoRow('customer_field', held));
    case 'options': return part(hasRow('customer_field_option', `${field} AND linked.optionId IN (:...${name('Options')})`), { [name('Options')]: asked.optionIds });
    case 'texts': return part(hasRow('customer_field', `${held} AND linked.sortText IN (:...${name('Texts')})`), { [name('Texts')]: asked.texts });
    case 'numbers': return part(hasRow('customer_field', `${held} AND linked.sortNumber IN (:...${name('Numbers')})`), { [name('Numbers')]: asked.numbers });
    case 'contains': return part(hasRow('customer_field', `${held} AND linked.sortText LIKE :${name('Like')} ESCAPE '!'`), { [name('Like')]: likeOf(asked.text) });
    case 'range': return part(hasRow('customer_field', `${held} AND linked.sortNumber BETWEEN :${name('From')} AND :${name('To')}`), { [name('From')]: asked.from, [name('To')]: asked.to });
    case 'customers': return isOneOf(name('Holders'), asked.customerIds);
  }
}

const likeOf = (word: string) => `%${word.replace(/[!%_]/g, '!$&')}%`;
const isOneOf = (name: string, ids: readonly string[]): SqlPart => (ids.length === 0 ? { text: '1 = 0', parameters: {} } : { text: `customer.id IN (:...${name})`, parameters: { [name]: ids } });

function knownIn(index: CorpIndex, ids: readonly string[]): Bits {
  const known = index.nobody();
  for (const id of ids) {
    const slot = index.isAlive(id);
    if (slot >= 0) put(known, slot);
  }
  return known;
}

/** The dearest, so it comes last and looks only at whom the others left. */
const keyword: Condition = {
  name: 'keyword',
  index({ word, wordIds }, index, bits) {
    if (word === null) return;
    const found = index.texts.find(word, bits, countBits(bits));
    if (wordIds.length > 0) {
      const known = knownIn(index, wordIds);
      andBits(known, bits);
      orBits(found, known);
    }
    bits.set(found);
  },
  sql({ word, wordIds }) {
    if (word === null) return [];
    const remark = hasRow('follow_user', 'LOWER(linked.remark) LIKE :like ESCAPE \'!\'');
    const known = isOneOf('wordIds', wordIds);
    return [{
      text: `(${known.text} OR LOWER(customer.name) LIKE :like ESCAPE '!' OR LOWER(customer.corpName) LIKE :like ESCAPE '!' OR ${remark})`,
      parameters: { ...known.parameters, like: likeOf(word) },
    }];
  },
};

export const conditions: readonly Condition[] = [reach, tagsAll, tagsAny, stages, staff, departments, state, liveCodes, sourceKinds, leadSources, addWays, added, tagsNone, active, fields, keyword];

/** Who meets all of it, by slots. */
export function evaluate(index: CorpIndex, asked: Asked): Bits {
  const bits = index.everybody();
  for (const condition of conditions) condition.index(asked, index, bits);
  return bits;
}
