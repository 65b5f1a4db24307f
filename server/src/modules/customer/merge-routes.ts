import { In } from 'typeorm';
import { identities, mergeFields, merges, type MergePerson } from '@scrm/shared/identity';
import { AppError } from '../../core/errors';
import { write, type ReadDb } from '../../core/db/scope';
import { done, serve, type CallContext, type Reach } from '../../core/http/serve';
import type { Secrets } from '../../core/secrets';
import { getStaff, staffDisplayName } from '../org';
import { readCursor } from './activity';
import { conflictsOf } from './consider';
import { Activity, Customer, CustomerIdentity, CustomerMerge, MergeSuggestion } from './entity';
import { livingId } from './find';
import { collisionsOf, holdersOf, idsOf } from './holders';
import { addHiddenIdentity, presentIdentity } from './identity';
import { lookForTwins } from './merge-jobs';
import { fillsOf, mergeCustomers } from './merge';
import { presentRows } from './present';
import { undoMerge } from './unmerge';
import { visibleCustomer } from './visible';

export const identityRoutes = serve('identities', identities, {
  ofCustomer: async ({ customerId }, context) => ({ items: await namesOf(context, (await visibleCustomer(customerId, context)).id) }),

  add: async ({ customerId, kind, value }, context) => {
    const { db, secrets, clock } = context;
    const { id } = await visibleCustomer(customerId, context);
    const isTheirs = await write(db, (tx) => addHiddenIdentity(tx, secrets, id, { kind, text: value, source: 'hand', verified: false, since: clock.now() }));
    if (!isTheirs) throw new AppError('identity_taken');
    return { items: await namesOf(context, id) };
  },

  remove: async ({ id }, context) => {
    const row = await context.db.get(CustomerIdentity, id, '身份信息');
    await visibleCustomer(row.customerId, context);
    // What WeChat says of somebody is not for people to take away.
    if (row.source !== 'hand') throw new AppError('not_found', { what: '身份信息' });
    await write(context.db, (tx) => tx.remove(CustomerIdentity, { id }));
    return done;
  },
});

export const mergeRoutes = serve('merges', merges, {
  preview: async ({ survivorId, otherId }, context) => {
    const { db } = context;
    const [survivor, other] = await bothOf(context, survivorId, otherId);
    const [one, two] = await presentPeople(context, [survivor, other]);
    const filled = fillsOf(survivor, other);
    const moves = [];
    for (const holder of holdersOf(db.database)) {
      const setAside = (await collisionsOf(db, holder, survivor.id, other.id)).length;
      const moved = (await idsOf(db, holder, other.id)).length - setAside;
      if (moved + setAside > 0) moves.push({ what: holder.table, moved, setAside });
    }
    return { survivor: one!, other: two!, filled: mergeFields.filter((field) => field in filled), moves, conflicts: await conflictsOf(db, survivor.id, other.id) };
  },

  merge: async ({ survivorId, otherId }, context) => {
    const { db, clock } = context;
    const [survivor, other] = await bothOf(context, survivorId, otherId);
    const merge = await write(db, async (tx) => mergeCustomers(tx, { survivorId: survivor.id, otherId: other.id, cause: 'hand', byName: await nameOf(context), at: clock.now() }));
    return { mergeId: merge.id, customerId: survivor.id };
  },

  undo: async ({ mergeId }, context) => {
    const { db, clock } = context;
    const merge = await db.get(CustomerMerge, mergeId, '合并记录');
    await visibleCustomer(merge.survivorId, context);
    const byName = await nameOf(context);
    return write(db, (tx) => undoMerge(tx, mergeId, { byName, at: clock.now() }));
  },

  suggestions: async ({ state, cursor, limit }, context) => {
    const { db, reach } = context;
    const { staffIds } = await reach();
    const query = () => {
      const one = db.query(MergeSuggestion, 'pair').andWhere('pair.state = :state', { state });
      for (const column of state === 'open' ? ['oneId', 'twoId'] : []) one.andWhere(`EXISTS (SELECT 1 FROM customer WHERE customer.corpId = pair.corpId AND customer.id = pair.${column})`);
      if (!staffIds) return one;
      for (const column of ['oneId', 'twoId']) {
        one.andWhere(staffIds.length > 0 ? `EXISTS (SELECT 1 FROM follow_user follower WHERE follower.corpId = pair.corpId AND follower.customerId = pair.${column} AND follower.staffId IN (:...reach) AND (follower.lostAt IS NULL OR follower.lostBy = 'customer'))` : '1 = 0', { reach: staffIds });
      }
      return one;
    };
    const total = await query().getCount();
    const page = query().orderBy('pair.at', 'DESC').addOrderBy('pair.id', 'DESC').limit(limit + 1);
    if (cursor) page.andWhere('(pair.at < :at OR (pair.at = :at AND pair.id < :id))', readCursor(cursor));
    const found = await page.getMany();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { items: await presentPairs(context, rows), total, nextCursor: found.length > limit && last ? `${last.at}.${last.id}` : null };
  },

  dismiss: async ({ id }, context) => {
    const { oneId, twoId } = await context.db.get(MergeSuggestion, id, '疑似同一人');
    for (const customerId of [oneId, twoId]) await visibleCustomer(customerId, context);
    await write(context.db, (tx) => tx.update(MergeSuggestion, { id, state: 'open' }, { state: 'dismissed' }));
    return done;
  },

  search: async (_, { db }) => {
    await write(db, (tx) => tx.enqueue(lookForTwins, {}));
    return done;
  },
});

/** Both must be the caller's to see, and be two. */
async function bothOf(context: CallContext, survivorId: string, otherId: string): Promise<[Customer, Customer]> {
  const survivor = await visibleCustomer(survivorId, context);
  const other = await visibleCustomer(otherId, context);
  if (survivorId === otherId) throw new AppError('merge_same_person');
  if (survivor.id !== survivorId || other.id !== otherId || survivor.id === other.id) throw new AppError('merge_too_new');
  return [survivor, other];
}

async function nameOf({ db, actor }: CallContext): Promise<string> {
  return actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
}

async function namesOf({ db, secrets }: Pick<CallContext, 'db' | 'secrets'>, customerId: string) {
  const rows = await db.find(CustomerIdentity, { customerId }, { order: { since: 'ASC', id: 'ASC' } });
  return rows.map((row) => presentIdentity(row, secrets));
}

type Presenting = { db: ReadDb; secrets: Secrets; reach(): Promise<Reach> };

async function presentPeople(context: Presenting, customers: readonly Customer[]): Promise<MergePerson[]> {
  const { db } = context;
  const rows = await presentRows(db, customers, null);
  return Promise.all(customers.map(async (customer, index) => {
    const { id, externalUserid, name, avatarUrl, type, corpName, owners, tags } = rows[index]!;
    return {
      id, externalUserid, name, avatarUrl, type, corpName, owners, tagNames: tags.map((tag) => tag.name), gender: customer.gender === 1 ? 'male' : customer.gender === 2 ? 'female' : 'unknown', position: customer.position,
      firstAddedAt: customer.firstAddedAt, activityCount: await db.count(Activity, { customerId: id }), identities: await namesOf(context, id),
    };
  }));
}

/** Those who were merged since are shown as whom they became. */
async function presentPairs(context: Presenting, rows: readonly MergeSuggestion[]) {
  const { db } = context;
  const ids = await Promise.all(rows.flatMap((row) => [row.oneId, row.twoId]).map((id) => livingId(db, id)));
  const customers = new Map((ids.length === 0 ? [] : await db.find(Customer, { id: In([...new Set(ids)]) })).map((customer) => [customer.id, customer]));
  const people = new Map((await presentPeople(context, [...customers.values()])).map((person) => [person.id, person]));
  return rows.flatMap(({ id, state, evidence, conflicts, at }, index) => {
    const both = [people.get(ids[index * 2]!), people.get(ids[index * 2 + 1]!)].filter((person) => person !== undefined);
    return both.length === 2 ? [{ id, state, evidence, conflicts, at, people: both }] : [];
  });
}
