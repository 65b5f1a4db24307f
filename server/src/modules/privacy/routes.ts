import type { z } from 'zod';
import { privacy as contract, type Erasure as ErasureReply, type AccessLink as LinkReply } from '@scrm/shared/privacy';
import { AppError } from '../../core/errors';
import { Download, done, serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { zoneOf } from '../corp';
import { FollowUser, visibleCustomer } from '../customer';
import { staffRefs } from '../org';
import { accessPage, makeAccessLink, readEverything, useAccessLink } from './access';
import { verifyCertificate } from './certificate';
import { findElsewhere, type Meant } from './elsewhere';
import { AccessLink, Erasure } from './entity';
import { certificatePage } from './paper';
import { findPerson } from './person';
import { getRequest, listRequests, openRequest, presentRequests, readOffset, settleRequest, withinReach } from './requests';
import { erasureName, startErasure } from './start';
import { nameOfActor } from './who';

export const privacyRoutes = serve('privacy', contract, {
  requests: async (filter, { db, reach }) => listRequests(db, filter, await reach()),

  request: async ({ id }, context) => presentOne(await visibleRequest(id, context), context),

  createRequest: async ({ customerId, type, note }, context) => {
    const { db, clock } = context;
    const customer = await visibleCustomer(customerId, context);
    const by = await nameOfActor(context);
    return presentOne(await write(db, (tx) => openRequest(tx, { customerId: customer.id, type, note, channel: 'console', createdBy: by, now: clock.now() })), context);
  },

  settleRequest: async ({ id, ...wish }, context) => {
    const { db, clock } = context;
    await visibleRequest(id, context);
    const by = await nameOfActor(context);
    return presentOne(await write(db, (tx) => settleRequest(tx, id, { ...wish, by, now: clock.now() })), context);
  },

  preview: async ({ customerId }, context) => {
    const { db, language } = context;
    const customer = await visibleCustomer(customerId, context);
    await requireWholeReach(customer.id, context);
    const person = await findPerson(context, customer.id);
    const items = await Promise.all(context.personalData.map(async (data) => ({
      table: data.entity.name, label: data.label[language], action: data.action, rows: await data.count(context, person), kept: data.kept?.[language] ?? '',
    })));
    const friends = await db.find(FollowUser, { customerId: customer.id });
    const refs = await staffRefs(db, friends.filter((follow) => follow.lostAt === null).map((follow) => follow.staffId));
    const elsewhere = await findElsewhere(context, person, await context.reach());
    const isErasing = (await db.findOne(Erasure, { customerId: customer.id })) !== null;
    return { customerId: customer.id, name: erasureName(customer), items, elsewhere, friends: [...refs.values()], isErasing };
  },

  erase: async ({ customerId, name, meant }, context) => {
    const known = await context.db.findOne(Erasure, { customerId });
    if (known) return presentErasure(known, context);
    const customer = await visibleCustomer(customerId, context);
    await requireWholeReach(customer.id, context);
    // Nothing is written over that the caller was not shown.
    const shown = meant.length === 0 ? [] : await findElsewhere(context, await findPerson(context, customer.id), await context.reach());
    const isShown = ({ table, id }: Meant[number]) => shown.some((one) => one.table === table && one.id === id);
    return presentErasure(await startErasure(context, customer, { typed: name, meant: meant.filter(isShown), by: await nameOfActor(context) }), context);
  },

  erasures: async ({ cursor, limit }, context) => {
    const { db } = context;
    const filtered = async () => withinReach(db.query(Erasure, 'erasure'), 'erasure.customerId', await context.reach());
    const total = await (await filtered()).getCount();
    const start = readOffset(cursor);
    const rows = await (await filtered()).orderBy('erasure.startedAt', 'DESC').addOrderBy('erasure.id', 'DESC').offset(start).limit(limit).getMany();
    return { items: rows.map((row) => presentErasure(row, context)), total, nextCursor: start + rows.length < total ? String(start + rows.length) : null };
  },

  erasure: async ({ id }, context) => presentErasure(await context.db.get(Erasure, id, '删除记录'), context),

  certificate: async ({ id }, { db, language, publicUrl }) => {
    const erasure = await db.get(Erasure, id, '删除记录');
    if (erasure.state !== 'done') throw new AppError('erasure_running');
    return new Download(Buffer.from(certificatePage(erasure.certificate, `${publicUrl}/privacy/verify`, await zoneOf(db), language)), 'text/html; charset=utf-8', `erasure-${id}.html`);
  },

  makeAccessLink: async ({ customerId, hours }, context) => {
    const customer = await visibleCustomer(customerId, context);
    await requireWholeReach(customer.id, context);
    const { link, token } = await makeAccessLink(context, customer.id, { hours, by: await nameOfActor(context) });
    const url = (format: string) => `${context.publicUrl}/api/privacy.accessFile?format=${format}&token=${token}`;
    return { link: presentLink(link), htmlUrl: url('html'), jsonUrl: url('json') };
  },

  accessLinks: async ({ customerId }, context) => {
    const customer = await visibleCustomer(customerId, context);
    const links = await context.db.find(AccessLink, { customerId: customer.id }, { order: { createdAt: 'DESC' }, take: 50 });
    return { items: links.map(presentLink) };
  },

  revokeAccessLink: async ({ id }, context) => {
    const { db, clock } = context;
    const link = await db.get(AccessLink, id, '链接');
    await visibleCustomer(link.customerId, context);
    if (link.expiresAt > clock.now()) await write(db, (tx) => tx.update(AccessLink, { id }, { expiresAt: clock.now() }));
    return done;
  },

  accessFile: async ({ token, format }, context) => {
    const link = await useAccessLink(context, token);
    const { language } = context;
    const everything = await readEverything(within(context, link.corpId), link.customerId, language);
    return format === 'json'
      ? new Download(Buffer.from(JSON.stringify(everything, null, 2)), 'application/json; charset=utf-8', 'my-data.json')
      : new Download(Buffer.from(accessPage(everything, language)), 'text/html; charset=utf-8', 'my-data.html');
  },

  verify: async ({ certificate }, context) => verifyCertificate(context, certificate),
});

/** A public call is bound to no company; this one is now. */
function within(context: CallContext, corpId: string): CallContext {
  return Object.create(context, { corpId: { value: corpId }, db: { value: context.database.corp(corpId) } }) as CallContext;
}

async function visibleRequest(id: string, context: CallContext) {
  const request = await getRequest(context.db, id);
  const { staffIds } = await context.reach();
  if (staffIds !== null) await visibleCustomer(request.customerId, context).catch(() => { throw new AppError('not_found', { what: '隐私请求' }); });
  return request;
}

/** All that is known of a customer, also by staff whom the caller does not lead, goes or is shown: that takes reaching all of them. */
async function requireWholeReach(customerId: string, { db, reach }: CallContext): Promise<void> {
  const { staffIds } = await reach();
  if (staffIds === null) return;
  const others = (await db.find(FollowUser, { customerId })).filter((follow) => !staffIds.includes(follow.staffId));
  if (others.length > 0) throw new AppError('erasure_beyond_reach');
}

async function presentOne(request: Awaited<ReturnType<typeof getRequest>>, { db }: CallContext) {
  return (await presentRequests(db, [request]))[0]!;
}

function presentErasure(row: Erasure, { personalData }: Pick<CallContext, 'personalData'>): z.input<typeof ErasureReply> {
  const counts = Object.values(row.counts);
  const total = personalData.length;
  return {
    id: row.id, customerId: row.customerId, state: row.state, startedAt: row.startedAt, finishedAt: row.finishedAt, by: row.startedBy,
    done: row.state === 'done' || row.position.round > 1 ? total : Math.min(row.position.table, total), total,
    deleted: counts.reduce((sum, { deleted }) => sum + deleted, 0), blanked: counts.reduce((sum, { blanked }) => sum + blanked, 0),
    error: row.state === 'done' ? '' : row.error, certificateHash: row.certificateHash,
  };
}

function presentLink({ id, createdAt, expiresAt, createdBy, downloads, lastDownloadAt }: AccessLink): z.input<typeof LinkReply> {
  return { id, createdAt, expiresAt, createdBy, downloads, lastDownloadAt };
}
