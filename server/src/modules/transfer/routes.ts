import { In } from 'typeorm';
import { lossAlerts } from '@scrm/shared/loss-alert';
import { transferLimits, transfers } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { customerRefs, FollowUser, visibleCustomer } from '../customer';
import { codesLeftBy, sightOf } from '../live-code';
import { Staff, staffRef, staffRefs } from '../org';
import { orderRest } from './alert';
import { presentDossier, visibleItem } from './dossier';
import { Transfer, TransferItem, TransferLeaver } from './entity';
import { retryGroupsOf } from './groups';
import { groupsOf, listLeavers, presentLeaver } from './leaver';
import { briefOf, pageOf, presentGroups, presentItems, presentTransfers, refIn } from './list';
import { listLosses, summariseLosses } from './loss-list';
import { drawPlan } from './plan';
import { cancelTransfer, createTransfer, giveUpItems, queuedItems, retryItems, setAutoRetry } from './service';
import { limitOf, readSetting, saveSetting } from './setting';
import { checkValueField, worthOf } from './worth';

const queueStates = ['refused', 'full', 'limited', 'failed'];
/** Some of them, each once. */
const firstOf = (ids: readonly string[]) => [...new Set(ids)].slice(0, 5);

export const transferRoutes = serve('transfers', transfers, {
  preview: async (plan, { db, corpId, clock, reach, wecom, actor, access }) => {
    const drawn = await drawPlan(db, plan, { reach: await reach(), now: clock.now() });
    const customers = await customerRefs(db, [...drawn.blocked.values()].flatMap((ids) => firstOf(ids)));
    const known = await friendsOf(db, [...drawn.takers.keys()], drawn.moves);
    const counts = new Map([...drawn.takers.keys()].map((id) => [id, drawn.moves.filter((move) => move.toStaffId === id).length]));
    return {
      total: drawn.total, movable: drawn.moves.length,
      takers: [...drawn.takers.values()].map((taker) => ({ staff: staffRef(taker), count: counts.get(taker.id)!, known: known.get(taker.id) ?? 0, has: taker.customerCount })),
      blocked: [...drawn.blocked].map(([reason, ids]) => ({ reason, count: ids.length, customers: firstOf(ids).map((id) => briefOf(customers.get(id), id)) })),
      calls: [...counts.values()].reduce((sum, count) => sum + Math.ceil(count / limitOf('perCall')), 0),
      lastTry: drawn.moves.filter((move) => (drawn.used.get(move.externalUserid)?.length ?? 0) === limitOf('perCustomer') - 1).length,
      groups: (await groupsOf(await wecom(corpId), drawn.from.userId)).length,
      worth: await worthOf({ db, roles: await access.rolesOf(actor) }, [...drawn.moves.map((move) => move.customerId), ...[...drawn.blocked.values()].flat()]),
    };
  },

  create: async ({ message, nextStep, autoRetry, groups, ...plan }, context) => {
    const { db, corpId, clock, reach, wecom, actor } = context;
    const now = clock.now();
    const drawn = await drawPlan(db, plan, { reach: await reach(), now });
    const chatIds = groups ? await groupsOf(await wecom(corpId), drawn.from.userId) : [];
    const id = await write(db, (tx) => createTransfer(tx, { plan, drawn, message, nextStep, autoRetry, chatIds, by: actor.name, now }));
    return one(id, context);
  },

  list: async ({ kind, state, fromStaffId, ...page }, { db, reach }) => {
    const { staffIds } = await reach();
    const { rows, ...rest } = await pageOf(() => {
      const query = db.query(Transfer, 'transfer');
      if (staffIds) query.andWhere(staffIds.length > 0 ? 'transfer.fromStaffId IN (:...reach)' : '1 = 0', { reach: staffIds });
      if (kind) query.andWhere('transfer.kind = :kind', { kind });
      if (state) query.andWhere('transfer.state = :state', { state });
      if (fromStaffId) query.andWhere('transfer.fromStaffId = :fromStaffId', { fromStaffId });
      return query;
    }, 'transfer', page);
    return { items: await presentTransfers(db, rows), ...rest };
  },

  get: async ({ id }, context) => {
    await visibleTransfer(id, context);
    return { ...(await one(id, context)), chats: await presentGroups(context.db, id, context.language) };
  },

  items: async ({ id, state, ...page }, context) => {
    const { db, language } = context;
    await visibleTransfer(id, context);
    const { rows, ...rest } = await pageOf(() => {
      const query = db.query(TransferItem, 'item').andWhere('item.transferId = :id', { id });
      return state ? query.andWhere('item.state = :state', { state }) : query;
    }, 'item', page);
    return { items: await presentItems(db, rows, language), ...rest };
  },

  cancel: async ({ id }, context) => {
    await visibleTransfer(id, context);
    await write(context.db, (tx) => cancelTransfer(tx, id, context.clock.now()));
    return done;
  },

  queue: async ({ state, staffId, dueBefore, ...page }, { db, reach, language }) => {
    const { staffIds } = await reach();
    const { rows, ...rest } = await pageOf(() => {
      const query = db.query(TransferItem, 'item').andWhere('item.state IN (:...states)', { states: state ? [state] : queueStates });
      if (staffIds) query.andWhere(staffIds.length > 0 ? 'item.fromStaffId IN (:...reach)' : '1 = 0', { reach: staffIds });
      if (staffId) query.andWhere('(item.fromStaffId = :staffId OR item.toStaffId = :staffId)', { staffId });
      if (dueBefore !== undefined) query.andWhere('item.retryAt < :dueBefore', { dueBefore });
      return query;
    }, 'item', page);
    return { items: await presentItems(db, rows, language), ...rest };
  },

  retry: async ({ ids, toStaffId }, { db, clock, reach }) => {
    const items = await queuedItems(db, ids, await reach());
    return { retried: await write(db, (tx) => retryItems(tx, items, { toStaffId, now: clock.now() })) };
  },

  retryGroups: async ({ id, toStaffId }, context) => {
    const transfer = await visibleTransfer(id, context);
    return { retried: await write(context.db, (tx) => retryGroupsOf(tx, transfer, { toStaffId, now: context.clock.now() })) };
  },

  giveUp: async ({ ids }, { db, clock, reach }) => {
    const items = await queuedItems(db, ids, await reach());
    await write(db, (tx) => giveUpItems(tx, items, clock.now()));
    return done;
  },

  setAutoRetry: async ({ ids, on }, { db, clock, reach }) => {
    const items = await queuedItems(db, ids, await reach());
    await write(db, (tx) => setAutoRetry(tx, items, on, clock.now()));
    return done;
  },

  leavers: async (page, context) => listLeavers(context.db, { ...page, sight: await sightOf(context) }),

  leaver: async ({ staffId }, context) => {
    const { db } = context;
    const sight = await sightOf(context);
    const staff = await db.findOne(Staff, { id: staffId, state: 'left' });
    if (!staff || (sight.staffIds !== null && !sight.staffIds.includes(staffId))) throw new AppError('not_found', { what: '离职员工' });
    const received = await db.query(TransferItem, 'item').andWhere('item.fromStaffId = :staffId AND item.state = :state', { staffId, state: 'done' })
      .select('item.toStaffId', 'toStaffId').addSelect('COUNT(*)', 'n').groupBy('item.toStaffId').getRawMany<{ toStaffId: string; n: string | number }>();
    const refs = await staffRefs(db, received.map((row) => row.toStaffId));
    return {
      ...(await presentLeaver(db, staff, sight)), liveCodes: await codesLeftBy(db, staff, sight), checkedAt: (await db.findOne(TransferLeaver, { staffId }))?.checkedAt ?? null,
      takers: received.map((row) => ({ staff: refIn(refs, row.toStaffId), customers: Number(row.n) })),
      transfers: await presentTransfers(db, await db.find(Transfer, { fromStaffId: staffId }, { order: { id: 'DESC' }, take: 50 })),
    };
  },

  received: async ({ staffId, ...page }, { db, actor, reach, language }) => {
    const { staffIds } = await reach();
    const own = staffId ?? actor.staffId;
    const { rows, ...rest } = await pageOf(() => {
      const query = db.query(TransferItem, 'item').andWhere('item.state = :done', { done: 'done' });
      if (staffIds) query.andWhere(staffIds.length > 0 ? 'item.toStaffId IN (:...reach)' : '1 = 0', { reach: staffIds });
      return own ? query.andWhere('item.toStaffId = :own', { own }) : query;
    }, 'item', page);
    return { items: await presentItems(db, rows, language), ...rest };
  },

  dossier: async ({ itemId }, context) => presentDossier(await visibleItem(itemId, context), context),

  dossierOf: async ({ customerId }, context) => {
    await visibleCustomer(customerId, context);
    const { staffIds } = await context.reach();
    const mine = context.actor.staffId && staffIds !== null ? [context.actor.staffId] : staffIds;
    const where = { customerId, state: 'done' as const, ...(mine && { toStaffId: In([...mine]) }) };
    const item = await context.db.findOne(TransferItem, where, { order: { settledAt: 'DESC', id: 'DESC' } });
    return item ? presentDossier(item, context) : null;
  },

  rules: async (_, { db }) => {
    const { updatedAt, ...rules } = await readSetting(db, 'rules');
    return { rules, updatedAt, limits: [...transferLimits] };
  },

  saveRules: async (input, { db, clock }) => {
    await write(db, async (tx) => {
      await checkValueField(tx, input.valueFieldId);
      await saveSetting(tx, 'rules', input, clock.now());
    });
    return done;
  },
});

export const lossRoutes = serve('lossAlerts', lossAlerts, {
  list: async ({ cursor, limit, ...filter }, { db, reach, actor, access }) => listLosses({ db, roles: await access.rolesOf(actor) }, filter, { cursor, limit, reach: await reach() }),
  summary: async (filter, { db, reach, actor, access }) => summariseLosses({ db, roles: await access.rolesOf(actor) }, filter, await reach()),

  settings: async (_, { db }) => {
    const settings = await readSetting(db, 'loss');
    const refs = await staffRefs(db, [...settings.byCustomer.staffIds, ...settings.byStaff.staffIds]);
    return { ...settings, chosen: [...refs.values()] };
  },

  saveSettings: async (input, { db, clock }) => {
    const ids = [...new Set([...input.byCustomer.staffIds, ...input.byStaff.staffIds])];
    if (ids.length > 0 && (await db.count(Staff, { id: In(ids) })) < ids.length) throw new AppError('not_found', { what: '员工' });
    await write(db, async (tx) => {
      const before = await readSetting(tx, 'loss');
      await saveSetting(tx, 'loss', input, clock.now());
      await orderRest(tx, before, input, clock.now());
    });
    return done;
  },
});

/** An order is the business of those who reach the giver. */
async function visibleTransfer(id: string, { db, reach }: CallContext): Promise<Transfer> {
  const transfer = await db.get(Transfer, id, '交接');
  const { staffIds } = await reach();
  if (staffIds !== null && !staffIds.includes(transfer.fromStaffId)) throw new AppError('not_found', { what: '交接' });
  return transfer;
}

async function one(id: string, { db }: CallContext) {
  return (await presentTransfers(db, [await db.get(Transfer, id, '交接')]))[0]!;
}

/** How many of those who are to go to each taker are friends of theirs already. */
async function friendsOf(db: CallContext['db'], takerIds: string[], moves: { customerId: string; toStaffId: string }[]): Promise<Map<string, number>> {
  const pairs = new Set(moves.map((move) => `${move.customerId} ${move.toStaffId}`));
  const found = new Map<string, number>();
  for (const { customerId, staffId, lostAt } of await db.find(FollowUser, { staffId: In(takerIds) })) {
    if (lostAt === null && pairs.has(`${customerId} ${staffId}`)) found.set(staffId, (found.get(staffId) ?? 0) + 1);
  }
  return found;
}
