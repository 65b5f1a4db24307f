import type { z } from 'zod';
import type { privacy } from '@scrm/shared/privacy';
import type { Person, PersonalContext } from '../../core/personal/declare';
import { allParts, calledParts, sureParts, type Parts } from '../../core/personal/words';
import type { WriteDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import type { JobContext } from '../../core/jobs/define';
import { customerRefs, visibleCustomerIds } from '../customer';
import { staffRefs } from '../org';
import type { Counts } from './entity';

type Mention = z.input<(typeof privacy)['preview']['reply']>['elsewhere'][number];
/** Rows that somebody looked at and in which the person is meant. */
export type Meant = readonly { table: string; id: string }[];

/** More than anybody looks through. */
const mostShown = 200;
const pageSize = 200;
/** Signs before and after what was found. */
const around = 40;

/** Where others' records speak of this person by what they are called: somebody has to look who is meant. Numbers and ids go by themselves where the words are ours. */
export async function findElsewhere({ db, language, freeWords }: PersonalContext & { language: 'zh' | 'en' }, person: Person, reach: Reach): Promise<Mention[]> {
  const mentions = await Promise.all(freeWords.filter(({ isPast }) => !isPast).map(async ({ table, label, find, cover }) => {
    const parts = cover ? calledParts(person) : allParts(person);
    const said = await find(db, person, parts, mostShown);
    const visible = await visibleCustomerIds(db, said.map(({ customerId }) => customerId), reach);
    const seen = said.filter(({ customerId }) => visible.has(customerId));
    const [customers, staff] = await Promise.all([customerRefs(db, seen.map(({ customerId }) => customerId)), staffRefs(db, seen.flatMap(({ staffId }) => staffId ?? []))]);
    return seen.flatMap(({ id, customerId, text, at, staffId }): Mention[] => {
      const customer = customers.get(customerId);
      return customer ? [{ table, id, label: label[language], customer, staff: staff.get(staffId ?? '') ?? null, text: text === null ? null : excerpt(text, parts), at, canCover: cover !== undefined }] : [];
    });
  }));
  return mentions.flat().slice(0, mostShown);
}

function excerpt(text: string, parts: Parts): string {
  const covered = parts.cover(text);
  // Until there both read the same.
  let at = 0;
  while (at < text.length && text[at] === covered[at]) at++;
  const [from, to] = [Math.max(0, at - around), at + around];
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/** What was found to mean the person is written over at once. */
export async function coverMeant(tx: WriteDb, { freeWords }: Pick<PersonalContext, 'freeWords'>, person: Person, meant: Meant, now: number): Promise<Counts> {
  const counts: Counts = {};
  for (const { table, cover } of freeWords) {
    const ids = meant.filter((one) => one.table === table).map(({ id }) => id);
    if (cover && ids.length > 0) counts[table] = { deleted: 0, blanked: await cover(tx, ids, allParts(person), now) };
  }
  return counts;
}

/** Numbers, addresses and ids of the person in what was written about others. `onPage` keeps how many with each page. */
export async function coverSure({ db, freeWords, clock, write, signal }: JobContext, person: Person, onPage: (tx: WriteDb, table: string, blanked: number) => Promise<void>): Promise<void> {
  for (const { table, isPast, find, cover } of freeWords) {
    const parts = isPast ? allParts(person) : sureParts(person);
    while (cover) {
      signal.throwIfAborted();
      const found = await find(db, person, parts, pageSize);
      if (found.length === 0) break;
      await write(async (tx) => onPage(tx, table, await cover(tx, found.map(({ id }) => id), parts, clock.now())));
    }
  }
}
