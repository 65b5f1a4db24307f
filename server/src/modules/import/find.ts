import { In } from 'typeorm';
import { kindOf } from '@scrm/shared/field-kind';
import { keyTargets, type KeyTarget, type Mapping } from '@scrm/shared/import';
import type { ReadDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import type { TaskFailure } from '../../core/tasks';
import { Customer, customersByExternalUserids, customersByIdentities, livingCustomer, nameKeys, visibleCustomerIds } from '../customer';
import { customersByValues } from '../field';
import type { Knowledge } from './knowledge';
import { waitKeysOf, type Kept } from './sealed';

/** Whom a row means. */
export type Whom =
  | { customerId: string }
  | { wait: NonNullable<Kept['wait']>; waitKey: string }
  | { column: number; problem: TaskFailure };

type Asked = { kind: KeyTarget; column: number; text: string };

/** Whom each row means, of those within the starter's reach: whoever is out of it does not exist. */
export async function findCustomers(db: ReadDb, secrets: Secrets, knowledge: Knowledge, { columns }: Mapping, rows: readonly (readonly string[])[]): Promise<Whom[]> {
  const asked = rows.map((cells) => keyTargets.flatMap((kind) => columns.flatMap((target, column): Asked[] => {
    const text = target === kind ? (cells[column] ?? '').normalize('NFKC').trim() : '';
    return text === '' ? [] : [{ kind, column, text }];
  })));
  const found = await lookUp(db, secrets, knowledge, asked.flat());
  const visible = await visibleCustomerIds(db, [...new Set([...found.values()].flat())], knowledge.reach);
  return asked.map((keys): Whom => {
    for (const key of keys) {
      const ids = (found.get(nameOf(key)) ?? []).filter((id) => visible.has(id));
      if (ids.length > 1) return { column: key.column, problem: { code: 'import_several_customers', data: { count: ids.length } } };
      if (ids.length === 1) return { customerId: ids[0]! };
    }
    const [first] = keys;
    if (!first) return { column: -1, problem: { code: 'import_no_key', data: {} } };
    for (const { kind, text } of keys) {
      const waitKey = waitKeysOf({ kind, text }, secrets)?.[0];
      if (waitKey !== undefined) return { wait: { kind, text }, waitKey };
    }
    const isMisspelt = first.kind === 'phone' || first.kind === 'email';
    return { column: first.column, problem: { code: isMisspelt ? 'identity_invalid' : 'import_no_customer', data: {} } };
  });
}

const nameOf = ({ kind, text }: Pick<Asked, 'kind' | 'text'>) => `${kind}:${text}`;

async function lookUp(db: ReadDb, secrets: Secrets, { viewer }: Knowledge, asked: readonly Asked[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const add = (kind: KeyTarget, text: string, id: string) => {
    const name = nameOf({ kind, text });
    found.set(name, [...new Set([...(found.get(name) ?? []), id])]);
  };
  const textsOf = (kind: KeyTarget) => [...new Set(asked.filter((one) => one.kind === kind).map((one) => one.text))];
  for (const kind of keyTargets) {
    const texts = textsOf(kind);
    if (texts.length === 0) continue;
    switch (kind) {
      case 'customerId': {
        const known = new Set((await db.find(Customer, { id: In(texts) })).map(({ id }) => id));
        for (const text of texts) {
          const id = known.has(text) ? text : (await livingCustomer(db, text.slice(0, 40)))?.id;
          if (id) add(kind, text, id);
        }
        break;
      }
      case 'externalUserid':
        for (const [text, { id }] of await customersByExternalUserids(db, texts)) add(kind, text, id);
        break;
      case 'unionid':
        for (const [text, id] of await customersByIdentities(db, 'unionid', texts)) add(kind, text, id);
        break;
      case 'phone': case 'email': {
        const byKey = new Map(texts.flatMap((text) => (nameKeys(secrets, kind, text) ?? []).map((key) => [key, text])));
        for (const [key, id] of await customersByIdentities(db, kind, [...byKey.keys()])) add(kind, byKey.get(key)!, id);
        const byValue = new Map(texts.flatMap((text) => {
          const parsed = kindOf(kind).parse(text, []);
          return parsed.ok ? [[parsed.value as string, text]] : [];
        }));
        for (const [value, ids] of await customersByValues(db, secrets, kind, [...byValue.keys()], viewer)) for (const id of ids) add(kind, byValue.get(value)!, id);
      }
    }
  }
  return found;
}
