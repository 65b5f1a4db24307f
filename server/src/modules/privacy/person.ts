import type { Person, PersonalContext } from '../../core/personal/declare';
import type { ReadDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { customerRefs } from '../customer';
import './services';

/** A name may lead to rows that say further names; this many times is more than any chain of them. */
const mostRounds = 8;

/** By which names our rows know a customer. */
export async function findPerson(context: PersonalContext, customerId: string): Promise<Person> {
  let person: Person = { customerId, names: [], called: [] };
  for (let round = 0; round < mostRounds; round++) {
    const names = new Set(person.names);
    for (const data of context.personalData) for (const name of await data.names(context, person)) names.add(name);
    if (names.size === person.names.length) break;
    person = { ...person, names: [...names] };
  }
  // Some rows are found by those names alone.
  const called = (await Promise.all(context.personalData.map((data) => data.called(context, person)))).flat();
  return { ...person, called: [...new Set(called)] };
}

export const sealedAs = 'erasure.person';
export const sealPerson = (secrets: Secrets, person: Person): string => secrets.seal(JSON.stringify(person), sealedAs);
export const readPerson = (secrets: Secrets, sealed: string): Person => JSON.parse(secrets.open(sealed, sealedAs)) as Person;

/** The names that screens show; null: the person was erased. */
export async function namesOf(db: ReadDb, customerIds: readonly string[]): Promise<(customerId: string) => string | null> {
  const refs = await customerRefs(db, customerIds);
  return (customerId) => refs.get(customerId)?.name ?? null;
}
