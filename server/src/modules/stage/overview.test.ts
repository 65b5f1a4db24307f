import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../core/db/ids';
import { testApp } from '../../../test/app';
import { StageMove } from './entity';

type Move = Pick<StageMove, 'id' | 'customerId' | 'fromStageId' | 'toStageId' | 'at' | 'dwellMs' | 'reason'>;
interface Steps { id: string; kind: string }
const whats = ['entered', 'wentOn', 'left', 'dropped'] as const;

/** The figures as one reads them off the rows, oldest first. */
function select(moves: readonly Move[], steps: readonly Steps[], { from, to }: { from: number; to: number }, what: (typeof whats)[number], stageId?: string): Move[] {
  const within = moves.filter((move) => move.at >= from && move.at < to);
  const lost = new Set(steps.filter((one) => one.kind === 'lost').map((one) => one.id));
  if (what === 'left') return within.filter((move) => move.fromStageId !== null && (stageId === undefined || move.fromStageId === stageId));
  if (what === 'dropped') return within.filter((move) => lost.has(move.toStageId) && move.fromStageId !== null && !lost.has(move.fromStageId) && (stageId === undefined || move.fromStageId === stageId));
  const entries = new Map<string, Move>();
  for (const move of within) if (move.toStageId === stageId && !entries.has(move.customerId)) entries.set(move.customerId, move);
  if (what === 'entered') return [...entries.values()];
  const way = steps.filter((one) => one.kind !== 'lost').map((one) => one.id);
  if (!way.includes(stageId ?? '')) return [];
  const later = new Set(way.slice(way.indexOf(stageId ?? '') + 1));
  const onward = new Map<string, Move>();
  for (const move of moves) {
    const entry = entries.get(move.customerId);
    const isAfter = entry && (move.at > entry.at || (move.at === entry.at && move.id > entry.id));
    if (isAfter && later.has(move.toStageId) && !onward.has(move.customerId)) onward.set(move.customerId, move);
  }
  return [...onward.values()];
}

/** Of sorted values: the smallest that at least this share of them does not exceed. */
const quantile = (sorted: readonly number[], share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;

describe('CU-16 the figures that the database sums', () => {
  test('CU-16 CU-17 are those that one reads off the moves, and each opens its rows page by page, newest first', async () => {
    const t = await testApp({ customersPerCorp: 12 });
    const admin = await t.as('admin');
    const template = await admin.stages.get();
    const flow = template.flows.find(({ isDefault }) => isDefault)!;
    const customers = (await admin.customers.list({ limit: 200 })).items;
    const corpId = t.corps.selfBuilt.id;
    const db = t.app.database.corp(corpId);
    const start = t.clock.now();
    const stageIds = template.stages.map(({ id }) => id);
    const lists = fc.sample(fc.array(fc.record({
      who: fc.nat(customers.length - 1), from: fc.option(fc.nat(stageIds.length - 1), { freq: 5 }), to: fc.nat(stageIds.length - 1),
      // Few times, so that many moves are of the same moment.
      at: fc.nat(30), dwell: fc.option(fc.nat(9)), reason: fc.constantFrom('', '价格', '没有需要', '价格 '),
    }), { minLength: 0, maxLength: 160 }), { numRuns: 5, seed: 11 });
    for (const made of lists) {
      await t.app.database.write(corpId, async (tx) => {
        await tx.remove(StageMove, {});
        if (made.length === 0) return;
        await tx.insert(StageMove, made.map(({ who, from, to, at, dwell, reason }) => {
          const id = newId('smv');
          return { id, customerId: customers[who]!.id, flowId: flow.id, fromStageId: from === null ? null : stageIds[from]!, toStageId: stageIds[to]!, at: start + at * 1000, movedBy: 'staff' as const, staffId: null, byName: '', reason, note: '', dwellMs: dwell, naturalKey: id };
        }));
      });
      const all = (await db.find(StageMove, {})).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      for (const scope of [{}, { staffId: customers[0]!.owners[0]!.id }]) {
        const theirs = new Set((await admin.customers.list({ ...scope, limit: 200 })).items.map(({ id }) => id));
        for (const period of [{ from: start, to: start + 60_000 }, { from: start + 8000, to: start + 17_000 }, { from: start + 90_000, to: start + 91_000 }]) {
          const moves = all.filter(({ customerId, at }) => theirs.has(customerId) && at >= period.from);
          const steps = flow.stageIds.map((id) => template.stages.find((stage) => stage.id === id)!);
          const overview = await admin.stages.overview({ flowId: flow.id, ...scope, ...period });
          const reasons = new Map<string, number>();
          for (const { reason } of select(moves, steps, period, 'dropped')) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          expect(new Map(overview.reasons.map(({ reason, count }) => [reason, count]))).toEqual(reasons);
          for (const { stage, ...figures } of overview.stages) {
            const dwell = select(moves, steps, period, 'left', stage.id).map(({ dwellMs }) => dwellMs ?? 0).sort((a, b) => a - b);
            expect(figures).toMatchObject({ medianMs: quantile(dwell, 0.5), p90Ms: quantile(dwell, 0.9), ...Object.fromEntries(whats.map((what) => [what, select(moves, steps, period, what, stage.id).length])) });
          }
          for (const what of whats) {
            for (const stageId of [undefined, stageIds[0], stageIds[2], stageIds.at(-1)]) {
              const wanted = select(moves, steps, period, what, stageId).map(({ id }) => id).reverse().sort((a, b) => order(all, b) - order(all, a));
              const found: string[] = [];
              for (let cursor: string | undefined, more = true; more;) {
                const page = await admin.stages.moved({ flowId: flow.id, ...scope, ...period, what, ...(stageId !== undefined && { stageId }), limit: 40, ...(cursor !== undefined && { cursor }) });
                expect(page.total).toBe(wanted.length);
                found.push(...page.items.map(({ id }) => id));
                cursor = page.nextCursor ?? undefined;
                more = cursor !== undefined;
              }
              expect([what, stageId, found]).toEqual([what, stageId, wanted]);
            }
          }
        }
      }
    }
  }, 240_000);
});

const order = (all: readonly Move[], id: string) => all.findIndex((move) => move.id === id);
