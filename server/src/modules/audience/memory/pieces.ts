import { deserialize, serialize } from 'node:v8';
import { CorpIndex } from './corp-index';
import { SlotIds } from './ids';
import { SlotOrder } from './order';
import { SlotSet } from './slot-set';
import { SlotNumbers, SlotWords } from './slot-values';
import { SlotTexts } from './texts';

/** An index as bytes, part by part. Only the same program can read them again. */
export function* piecesOf(index: CorpIndex): Generator<Buffer> {
  for (const part of Object.entries(index)) yield serialize(part);
}

export function fromPieces(pieces: readonly Buffer[]): CorpIndex {
  const parts = Object.fromEntries(pieces.map((piece) => deserialize(piece) as [string, never])) as unknown as Plain;
  return Object.assign(new CorpIndex(0), own(parts), {
    order: Object.assign(new SlotOrder(), parts.order), ids: Object.assign(new SlotIds(0), own(parts.ids)), texts: Object.assign(new SlotTexts(0), own(parts.texts)),
    columns: mapped(parts.columns, (column) => column.slice()),
    numbers: mapped(parts.numbers, valuesOf(SlotNumbers)), words: mapped(parts.words, valuesOf(SlotWords)), sets: mapped(parts.sets, (values) => mapped(values, setOf)),
  });
}

/** What is left of an index without its classes. */
interface Plain {
  order: object;
  ids: object;
  texts: object;
  columns: Map<string, Float64Array>;
  sets: Map<string, Map<string, object>>;
  numbers: Map<string, { slots: object }>;
  words: Map<string, { slots: object }>;
}

const mapped = <T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): Map<string, U> => new Map([...map].map(([key, value]) => [key, change(value)]));
/** Its arrays lie in the bytes that they came from, which would be held as long as the last of them. */
const own = (plain: object): object => Object.fromEntries(Object.entries(plain).map(([name, value]: [string, unknown]) => [name, detached(value)]));
const detached = (value: unknown): unknown => (ArrayBuffer.isView(value) ? (value as Uint32Array).slice() : value);
const setOf = (plain: object): SlotSet => Object.assign(new SlotSet(), own(plain));
const valuesOf = <T extends object>(Kind: new () => T) => (plain: { slots: object }): T => Object.assign(new Kind(), own(plain), { slots: setOf(plain.slots) });

/** The text of all that decides how the bytes look. */
export const layout = [CorpIndex, SlotOrder, SlotIds, SlotTexts, SlotSet, SlotNumbers, SlotWords].join('\n');
