import { waiting } from '@scrm/shared/waiting';
import { write } from '../../../core/db/scope';
import { AppError } from '../../../core/errors';
import { reachUnder } from '../../../core/files';
import { done, serve, type CallContext } from '../../../core/http/serve';
import { begunExport, startExport } from '../../export';
import { Staff } from '../../org';
import { sightOf, visibleCode } from '../reach';
import { LiveCodeWaiting } from './entity';
import type { WaitingOrder } from './export-kind';
import { phoneIn, presentWaiting, shownPhone } from './present';
import { tellAssignedOrder } from './tell';

const word = '等待的客户';
/** As many as a phone shows. */
const mostMine = 100;

export const waitingRoutes = serve('waiting', waiting, {
  list: async ({ codeId, state, cursor, limit }, context) => {
    await visibleCode(context.db, codeId, await sightOf(context));
    const query = context.db.query(LiveCodeWaiting, 'row').andWhere('row.liveCodeId = :codeId AND row.state = :state', { codeId, state });
    if (cursor) query.andWhere('row.id < :cursor', { cursor });
    const rows = await query.orderBy('row.id', 'DESC').take(limit + 1).getMany();
    const shown = rows.slice(0, limit);
    return { items: await present(context, shown), total: await context.db.count(LiveCodeWaiting, { liveCodeId: codeId, state }), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
  },

  assign: async ({ id, staffId }, context) => {
    const row = await visible(context, id);
    const { staffIds } = await context.reach();
    if (staffId !== null && (staffIds?.includes(staffId) === false || !(await context.db.findOne(Staff, { id: staffId, state: 'active' })))) throw new AppError('not_found', { what: '员工' });
    await write(context.db, async (tx) => {
      await tx.update(LiveCodeWaiting, { id }, { staffId });
      if (staffId !== null && staffId !== row.staffId) await tx.enqueue(tellAssignedOrder, { id, staffId });
    });
    return presentOne(context, id);
  },

  settle: async ({ id, done: isDone }, context) => {
    await visible(context, id);
    await settle(context, id, isDone);
    return presentOne(context, id);
  },

  reveal: async ({ id }, context) => {
    const reach = await reachUnder(context, 'liveCode.read') ?? { staffIds: [] };
    return { phone: phoneIn(await visible({ ...context, reach: () => Promise.resolve(reach) }, id), context.secrets) };
  },

  export: async ({ key, format, codeId, state, revealReason }, context) => {
    const wanted: WaitingOrder = { codeId, revealReason };
    return begunExport(await startExport(context, { kind: 'waiting', key, format, filter: { codeId, state }, ids: null, wanted, revealed: revealReason !== undefined }), context);
  },

  mine: async (_, context) => {
    const { db, actor, secrets } = context;
    const rows = actor.staffId ? await db.find(LiveCodeWaiting, { staffId: actor.staffId, state: 'open' }, { order: { id: 'ASC' }, take: mostMine }) : [];
    return { items: await presentWaiting(db, rows, { phoneOf: (row) => phoneIn(row, secrets), customers: { staffIds: actor.staffId ? [actor.staffId] : [] } }) };
  },

  settleMine: async ({ id }, context) => {
    const { db, actor } = context;
    if (!actor.staffId || !(await db.findOne(LiveCodeWaiting, { id, staffId: actor.staffId }))) throw new AppError('not_found', { what: word });
    await settle(context, id, true);
    return done;
  },
});

/** Of a code in sight; of any other there is none. */
async function visible(context: CallContext, id: string): Promise<LiveCodeWaiting> {
  const row = await context.db.get(LiveCodeWaiting, id, word);
  await visibleCode(context.db, row.liveCodeId, await sightOf(context));
  return row;
}

/** Whoever writes again once it is done waits anew; one who does already is not made to wait twice. */
async function settle({ db, clock }: CallContext, id: string, isDone: boolean): Promise<void> {
  await write(db, async (tx) => {
    const row = await tx.get(LiveCodeWaiting, id, word);
    if ((row.state === 'done') === isDone) return;
    const openKey = row.phoneKey || row.visitor;
    if (!isDone && (await tx.findOne(LiveCodeWaiting, { liveCodeId: row.liveCodeId, openKey }))) throw new AppError('waiting_again');
    await tx.update(LiveCodeWaiting, { id }, isDone ? { state: 'done', openKey: id, doneAt: clock.now() } : { state: 'open', openKey, doneAt: null });
  });
}

async function present(context: CallContext, rows: LiveCodeWaiting[]) {
  return presentWaiting(context.db, rows, { phoneOf: (row) => shownPhone(row, context.secrets), customers: await reachUnder(context, 'customer.read') ?? { staffIds: [] } });
}

const presentOne = async (context: CallContext, id: string) => (await present(context, [await context.db.get(LiveCodeWaiting, id, word)]))[0]!;
