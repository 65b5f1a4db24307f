import { In } from 'typeorm';
import type { MyCode } from '@scrm/shared/reception';
import { timeOf } from '@scrm/shared/live-code-rule-problem';
import { newId } from '../../../core/db/ids';
import { write, type ReadDb } from '../../../core/db/scope';
import { askAlign } from '../due';
import { LiveCode } from '../entity';
import { ReceptionOnline, ReceptionToggle } from '../entity-rule';
import { noteCode } from '../page';
import { compile, copyState, dayAt, noSlot, preview, slotAt, wantedStaff, type CompiledRule } from '../rule';
import { daysOf, ruleOf } from '../rule-of';
import { stateFor } from '../standing';
import { receivedToday } from './received';

/** So many are shown, and brought in line at once. */
const most = 200;

/** Newest first. */
const standsOn = (db: ReadDb, staffId: string) => db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').andWhere('code.staffIds LIKE :part', { part: `%"${staffId}"%` }).orderBy('code.id', 'DESC');

/** What a staff member receives today, code by code; by one that has ended nobody comes. */
export async function readMine(db: ReadDb, staffId: string, now: number) {
  const online = await db.findOne(ReceptionOnline, { staffId });
  const days = await daysOf(db);
  const codes: MyCode[] = [];
  for (const code of await standsOn(db, staffId).andWhere('code.endedAt IS NULL').take(most).getMany()) {
    const compiled = compile(ruleOf(code)!, { days });
    codes.push(await myCode(db, code, compiled, staffId, now));
  }
  return { isOnline: online?.isOnline ?? true, changedAt: online?.changedAt ?? null, codes };
}

async function myCode(db: ReadDb, code: LiveCode, compiled: CompiledRule, staffId: string, now: number): Promise<MyCode> {
  const state = await stateFor(db, compiled, code, now);
  const { onDuty, backup } = preview(compiled, state, { at: now });
  const seat = compiled.benches[slotAt(compiled, now)]?.seats.find((one) => one.staffId === staffId) ?? compiled.benches.flatMap(({ seats }) => seats).find((one) => one.staffId === staffId)!;
  return {
    id: code.id, name: code.name, serve: code.serve, isListed: wantedStaff(compiled, copyState(state), now).staffIds.includes(staffId),
    skip: [...onDuty, ...backup].find((one) => one.staffId === staffId)?.skip ?? null,
    receivedToday: await receivedToday(db, code.id, staffId, dayAt(compiled, now).start), dailyCap: seat.dailyCap === Infinity ? null : seat.dailyCap,
    shifts: shiftsOf(compiled, staffId, now),
  };
}

/** One's slots of the day, in its order. */
function shiftsOf(compiled: CompiledRule, staffId: string, now: number): MyCode['shifts'] {
  const { slots, start } = dayAt(compiled, now);
  const mine = (slot: number) => slot !== noSlot && compiled.benches[slot]!.seats.some((seat) => seat.staffId === staffId);
  const shifts: MyCode['shifts'] = [];
  for (let from = 0; from < slots.length;) {
    let to = from + 1;
    while (to < slots.length && slots[to] === slots[from]) to++;
    if (mine(slots[from]!)) shifts.push({ name: compiled.slots[slots[from]!]!.name, from: clockAt(compiled, start, from), to: to === slots.length ? '24:00' : clockAt(compiled, start, to) });
    from = to;
  }
  return shifts;
}

const clockAt = ({ rule }: CompiledRule, start: number, minute: number): string => {
  const [hour, rest] = new Intl.DateTimeFormat('en-GB', { timeZone: rule.timeZone, hour: '2-digit', minute: '2-digit' }).format(start + minute * 60_000).split(':');
  return timeOf(Number(hour) * 60 + Number(rest));
};

/** All codes on which they stand follow: the newest at once, beyond those with the sweep of the next minute. */
export async function setOnline(db: ReadDb, staffId: string, isOnline: boolean, now: number): Promise<void> {
  await write(db, async (tx) => {
    await tx.upsert(ReceptionOnline, { id: newId('onl'), staffId, isOnline, changedAt: now }, ['staffId'], ['isOnline', 'changedAt']);
    await tx.insert(ReceptionToggle, { id: newId('tog', now), staffId, isOnline, at: now });
    const ids = (await standsOn(tx, staffId).select('code.id', 'id').getRawMany<{ id: string }>()).map(({ id }) => id);
    for (const id of ids.slice(0, most)) await askAlign(tx, id, now);
    for (let from = most; from < ids.length; from += most) await tx.update(LiveCode, { id: In(ids.slice(from, from + most)) }, { nextAlignAt: now });
    for (const id of ids) noteCode(tx, id);
  });
}
