import { In } from 'typeorm';
import { acquisition, lowBalance, type AcquisitionLink as LinkReply, type LinkSource } from '@scrm/shared/acquisition';
import { sentence } from '@scrm/shared/error';
import { messageOf } from '../../core/errors';
import { write, type ReadDb } from '../../core/db/scope';
import { reachUnder } from '../../core/files';
import { done, serve, type CallContext } from '../../core/http/serve';
import { acquisitionQuota } from '../../wecom/api/acquisition';
import { reasonOf } from '../../wecom/errors';
import { readTree } from '../channel';
import { customerRefs, visibleCustomerIds } from '../customer';
import { staffRefs } from '../org';
import { alignLink } from './align';
import { countBy, countRequests, customersOf, eventsOf } from './count';
import { AcquisitionDay, AcquisitionLink, AcquisitionSource, linkWord } from './entity';
import { addSource, createLink, inSight, removeLink, renameSource, retryLink, updateLink, visibleLink, type Sight } from './service';
import { syncLink } from './sync';

const endingMs = 14 * 86_400_000;

export const acquisitionRoutes = serve('acquisition', acquisition, {
  list: async ({ keyword, cursor, limit }, context) => {
    const sight = await sightOf(context);
    const all = () => {
      const query = inSight(context.db.query(AcquisitionLink, 'link').andWhere('link.deletedAt IS NULL'), sight);
      return keyword ? query.andWhere('LOWER(link.name) LIKE :keyword ESCAPE \'!\'', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` }) : query;
    };
    const found = await (cursor ? all().andWhere('link.id < :cursor', { cursor }) : all()).orderBy('link.id', 'DESC').take(limit + 1).getMany();
    const rows = found.slice(0, limit);
    return { items: await present(context, rows), total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
  },

  added: async ({ channelId }, context) => {
    const within = new Set((await readTree(context.db)).subtreeOf(channelId).map(({ id }) => id));
    const links = await inSight(context.db.query(AcquisitionLink, 'link').andWhere('link.channelId IS NOT NULL'), await sightOf(context)).getMany();
    const counts = await countBy(context.db, links.flatMap((link) => (within.has(link.channelId!) ? [link.id] : [])));
    return { added: counts.reduce((all, one) => all + one.added, 0) };
  },

  get: async ({ id }, context) => (await present(context, [await visibleLink(context.db, id, await sightOf(context))]))[0]!,
  create: async (input, context) => aligned(context, await createLink(context.db, input, await sightOf(context), context.clock.now())),
  update: async (input, context) => {
    await updateLink(context.db, input, await sightOf(context), context.clock.now());
    return aligned(context, input.id);
  },

  remove: async ({ id }, context) => {
    await removeLink(context.db, id, await sightOf(context), context.clock.now());
    await aligned(context, id);
    return done;
  },

  retry: async ({ id }, context) => {
    await retryLink(context.db, id, await sightOf(context), context.clock.now());
    return aligned(context, id);
  },

  addSource: async (input, context) => {
    await addSource(context.db, input, await sightOf(context), context.clock.now());
    return presentOne(context, input.id);
  },

  renameSource: async (input, context) => presentOne(context, await renameSource(context.db, input, await sightOf(context))),

  quota: async (_, { wecom, corpId, clock }) => {
    const { total, balance, quota_list } = await acquisitionQuota(await wecom(corpId));
    const batches = quota_list.map((one) => ({ endsAt: one.expire_date * 1000, balance: one.balance })).sort((a, b) => a.endsAt - b.endsAt);
    const isEnding = batches.some((one) => one.balance > 0 && one.endsAt - clock.now() < endingMs);
    return { used: total, balance, batches, warning: balance <= 0 ? 'exhausted' as const : balance < lowBalance ? 'low' as const : isEnding ? 'ending' as const : 'none' as const };
  },

  customers: async ({ id, sourceId, chatted, cursor, limit }, context) => {
    const { db } = context;
    await visibleLink(db, id, await sightOf(context));
    const reach = await context.reach();
    const { rows, total, nextCursor } = await customersOf(db, { linkId: id, sourceId, chatted, cursor, limit, reach });
    const visible = await visibleCustomerIds(db, rows.map(({ customerId }) => customerId), reach);
    const [customers, staff, sources] = [
      await customerRefs(db, [...visible]), await staffRefs(db, rows.map(({ staffId }) => staffId)),
      await sourceNames(db, id),
    ];
    return {
      items: rows.map(({ id: rowId, customerId, staffId, sourceId: place, chatted, addedAt }) => {
        const customer = customers.get(customerId);
        return { id: rowId, customerId: customer?.id ?? null, name: customer?.name ?? '', avatarUrl: customer?.avatarUrl ?? '', externalUserid: customer?.externalUserid ?? '', staff: staff.get(staffId) ?? null, sourceName: sources.get(place) ?? '', chatted, addedAt };
      }),
      total, nextCursor,
    };
  },

  events: async ({ id, kinds, cursor, limit }, context) => {
    const { db } = context;
    const link = await visibleLink(db, id, await sightOf(context));
    const { rows, ...page } = await eventsOf(db, { linkId: id, since: link.createdAt, kinds, cursor, limit, reach: await context.reach() });
    const reach = await reachUnder(context, 'customer.read');
    const visible = reach ? await visibleCustomerIds(db, rows.flatMap(({ customerId }) => customerId ?? []), reach) : [];
    const [customers, staff, names] = [await customerRefs(db, [...visible]), await staffRefs(db, rows.flatMap(({ staffId }) => staffId || [])), await sourceNames(db, id)];
    return {
      ...page,
      items: rows.map((row) => {
        const customer = customers.get(row.customerId ?? '');
        return { id: row.id, kind: row.kind, at: row.at, sourceName: names.get(row.sourceId) ?? '', staff: staff.get(row.staffId) ?? null, customer: customer ? { id: customer.id, name: customer.name, avatarUrl: customer.avatarUrl } : null };
      }),
    };
  },

  days: async ({ id }, context) => {
    await visibleLink(context.db, id, await sightOf(context));
    return { items: (await context.db.find(AcquisitionDay, { linkId: id }, { order: { day: 'DESC' }, take: 180 })).map(({ day, clicks, added }) => ({ day, clicks, added })) };
  },

  sync: async ({ id }, context) => {
    await visibleLink(context.db, id, await sightOf(context));
    await write(context.db, (tx) => tx.enqueue(syncLink, { id }));
    return done;
  },
});

const sourceNames = async (db: ReadDb, linkId: string) => new Map((await db.find(AcquisitionSource, { linkId })).map((one) => [one.id, one.name]));

async function sightOf({ actor, access }: CallContext): Promise<Sight> {
  return { self: actor.staffId ?? actor.id, ...(await access.reachOf(actor, 'liveCode.read')) };
}

/** The link as it is after one try at WeCom. What went wrong stands in it, and the job goes on with it. */
async function aligned(context: CallContext, id: string): Promise<LinkReply> {
  await alignLink(context, id).catch((error: unknown) => context.log.warn({ acquisitionLink: id, err: error }, messageOf(error)));
  return presentOne(context, id);
}

const presentOne = async (context: CallContext, id: string): Promise<LinkReply> => (await present(context, [await context.db.get(AcquisitionLink, id, linkWord)]))[0]!;

async function present({ db, language }: CallContext, links: readonly AcquisitionLink[]): Promise<LinkReply[]> {
  const ids = links.map(({ id }) => id);
  const [tree, staff, sources, counts, requests, days] = [
    await readTree(db), await staffRefs(db, links.flatMap(({ staffIds }) => staffIds)), ids.length === 0 ? [] : await db.find(AcquisitionSource, { linkId: In(ids) }, { order: { id: 'ASC' } }),
    await countBy(db, ids), await countRequests(db, ids), ids.length === 0 ? [] : await db.find(AcquisitionDay, { linkId: In(ids) }),
  ];
  return links.map((link) => {
    const { id, name, staffIds, departmentIds, skipVerify, channelId, state, problem, url, syncedAt, createdAt, updatedAt } = link;
    const own = counts.filter((one) => one.linkId === id);
    const sum = (rows: typeof own, what: 'added' | 'chatted') => rows.reduce((all, one) => all + one[what], 0);
    return {
      id, name, staff: staffIds.map((one) => staff.get(one)).filter((one) => one !== undefined), departmentIds, skipVerify, state, url, syncedAt, createdAt, updatedAt,
      channel: channelId !== null && tree.get(channelId) ? { id: channelId, path: tree.pathOf(channelId) } : null,
      error: problem ? sentence(problem.code, { ...problem.data, reason: typeof problem.data.errcode === 'number' ? reasonOf(problem.data.errcode, language) : problem.data.reason }, language) : '',
      clicks: days.filter((day) => day.linkId === id).reduce((all, day) => all + day.clicks, 0), added: sum(own, 'added'), chatted: sum(own, 'chatted'),
      sources: sources.filter((one) => one.linkId === id).map((source): LinkSource => {
        const rows = own.filter((one) => one.sourceId === source.id);
        return { id: source.id, name: source.name, url: url && `${url}?customer_channel=${source.id}`, requests: requests.get(source.id) ?? 0, added: sum(rows, 'added'), chatted: sum(rows, 'chatted') };
      }),
    };
  });
}
