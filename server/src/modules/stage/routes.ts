import { In } from 'typeorm';
import { stages } from '@scrm/shared/stage';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext, type Reach } from '../../core/http/serve';
import { readProgress } from '../corp';
import { audienceQuery } from '../audience';
import { customerRefs, visibleCustomer } from '../customer';
import { StageMove } from './entity';
import { moveOne, movesOf } from './move';
import { readMoved, readOverview } from './overview';
import { presentMoves, presentStanding } from './present';
import { createFlow, presentOneFlow, presentTemplate, removeFlow, saveTemplate, updateFlow } from './service';
import { standingsOf } from './standings';
import { ensureTemplate, readPlan, type Plan } from './template';

export const stageRoutes = serve('stages', stages, {
  get: async (_, context) => {
    await planFor(context);
    return presentTemplate(context.db, await countedReach(context));
  },

  saveTemplate: async (draft, context) => {
    await write(context.db, (tx) => saveTemplate(tx, draft, context.clock.now()));
    return presentTemplate(context.db, await countedReach(context));
  },

  createFlow: async (draft, context) => {
    const id = await write(context.db, (tx) => createFlow(tx, draft, context.clock.now()));
    return presentOneFlow(context.db, id, await countedReach(context));
  },

  updateFlow: async (change, context) => {
    await write(context.db, (tx) => updateFlow(tx, change, context.clock.now()));
    return presentOneFlow(context.db, change.id, await countedReach(context));
  },

  removeFlow: async (input, { db, clock }) => {
    await write(db, (tx) => removeFlow(tx, input, clock.now()));
    return done;
  },

  progress: (_, { db }) => readProgress(db, 'stageMigration'),

  standings: async ({ customerIds }, context) => {
    const plan = await planFor(context);
    const seen = await visibleIds(customerIds, context);
    const rows = await standingsOf(context.db, seen);
    return { items: seen.map((customerId) => ({ customerId, standings: rows.filter((row) => row.customerId === customerId).flatMap((row) => presentStanding(plan, row) ?? []) })) };
  },

  move: async ({ customerId, ...input }, context) => {
    await moveOne(context, customerId, input);
    const plan = await planFor(context);
    const standing = (await standingsOf(context.db, [customerId])).find((one) => one.flowId === input.flowId);
    const shown = standing && presentStanding(plan, standing);
    if (!shown) throw new AppError('stale_edit');
    return shown;
  },

  history: async ({ customerId, cursor, limit }, context) => {
    const customer = await visibleCustomer(customerId, context);
    const plan = await planFor(context);
    const all = await movesOf(context.db, customer.id);
    const { items, nextCursor } = cut(all, cursor, limit);
    return { items: await presentMoves(context.db, plan, items), total: all.length, nextCursor };
  },

  overview: async (scope, context) => readOverview(context.db, await planFor(context), scope, await context.reach()),

  moved: async ({ cursor, limit, ...scope }, context) => {
    const { db } = context;
    const plan = await planFor(context);
    const offset = startOf(cursor);
    const { ids: shown, total } = await readMoved(db, plan, scope, await context.reach(), { offset, limit });
    const rows = new Map((shown.length === 0 ? [] : await db.find(StageMove, { id: In(shown) })).map((row) => [row.id, row]));
    const ordered = shown.map((id) => rows.get(id)!);
    const customers = await customerRefs(db, ordered.map((row) => row.customerId));
    const moves = await presentMoves(db, plan, ordered);
    return {
      items: moves.map((move, index) => {
        const { id, name, avatarUrl } = customers.get(ordered[index]!.customerId)!;
        return { ...move, customer: { id, name, avatarUrl } };
      }),
      total, nextCursor: offset + limit < total ? String(offset + limit) : null,
    };
  },
});

/** Corps from before there were stages get theirs at the first look. */
async function planFor({ db, clock }: CallContext): Promise<Plan> {
  const plan = await readPlan(db);
  if (plan) return plan;
  await write(db, (tx) => ensureTemplate(tx, clock.now()));
  return (await readPlan(db))!;
}

/** Counted is whom the caller sees, also by whoever may shape the stages. */
const countedReach = ({ access, actor }: CallContext): Promise<Reach> => access.reachOf(actor, 'customer.read');

async function visibleIds(ids: readonly string[], { db, reach }: CallContext): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await (await audienceQuery(db, {}, await reach())).andWhere('customer.id IN (:...asked)', { asked: [...ids] }).getMany();
  return rows.map((row) => row.id);
}

function startOf(cursor: string | undefined): number {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(start) || start < 0) throw new AppError('bad_input', { detail: 'cursor' });
  return start;
}

/** One page of a list that is in memory already; the cursor is where the last page ended. */
function cut<T>(all: readonly T[], cursor: string | undefined, limit: number): { items: T[]; nextCursor: string | null } {
  const start = startOf(cursor);
  const end = start + limit;
  return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
}
