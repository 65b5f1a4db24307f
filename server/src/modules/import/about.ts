import { kindOf } from '@scrm/shared/field-kind';
import { isCalledIn, type Person, type PersonalContext } from '../../core/personal/declare';
import { readSheet } from '../../core/sheet/read';
import { nameKeys } from '../customer';
import type { CustomerImport } from './entity';
import { bytesOf } from './sealed';

const kinds = ['phone', 'email'] as const;

/** Whether a cell tells of the person: by an id, a number or an address in whatever spelling, or what they are called. */
export function cellsAbout(person: Person, { secrets }: Pick<PersonalContext, 'secrets'>): (cell: string) => boolean {
  const names = new Set([...person.names, ...person.called]);
  return (written) => {
    const cell = written.normalize('NFKC').trim();
    return isCalledIn(cell, person) || names.has(cell) || kinds.some((kind) => {
      const parsed = looksLike[kind].test(cell) ? kindOf(kind).parse(cell, []) : null;
      return (parsed?.ok && names.has(parsed.value as string)) || (parsed !== null && nameKeys(secrets, kind, cell)?.some((key) => names.has(key)) === true);
    });
  };
}

/** Whether a file that lies here tells of the person. One that cannot be read may. */
export async function isAbout(record: CustomerImport, person: Person, context: PersonalContext): Promise<boolean> {
  const means = cellsAbout(person, context);
  try {
    let isHeader = true;
    for await (const { cells } of readSheet(await bytesOf(context, record), record)) {
      if (!isHeader && cells.some(means)) return true;
      isHeader = false;
    }
    return false;
  } catch {
    return true;
  }
}

/** Asked before anything is parsed: most cells are neither. */
const looksLike = { phone: /\d.*\d{4}/, email: /@/ };
