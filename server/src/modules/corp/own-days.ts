import type { OwnDay } from '@scrm/shared/calendar';
import { calendar as contract } from '@scrm/shared/calendar';
import { chinaZone } from '@scrm/shared/zone';
import { holidaysKnownUntil, knownDays, wallTime, type CompanyCalendar, type OwnDays } from '../../core/calendar';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve } from '../../core/http/serve';
import { OwnCalendar } from './entity';
import { ownDaysChanged } from './events';

export async function companyCalendar(db: ReadDb): Promise<CompanyCalendar> {
  const row = await db.findOne(OwnCalendar, {});
  return { own: new Map(row?.days.map(({ day, kind }) => [day, kind])), zone: row?.timeZone ?? chinaZone };
}

/** What the company says of single days itself, to be looked at before China's calendar. */
export async function ownDays(db: ReadDb): Promise<OwnDays> {
  return (await companyCalendar(db)).own;
}

/** By which clock the company's days begin. */
export async function zoneOf(db: ReadDb): Promise<string> {
  return (await db.findOne(OwnCalendar, {}))?.timeZone ?? chinaZone;
}

export const calendarRoutes = serve('calendar', contract, {
  get: async ({ year: asked }, { db, clock, language }) => {
    const row = await db.findOne(OwnCalendar, {});
    const year = asked ?? Number(wallTime(clock.now()).day.slice(0, 4));
    const known = knownDays(year).map(({ day, kind, ...name }) => ({ day, kind, name: name[language] }));
    return { items: row?.days ?? [], year, known, knownUntil: holidaysKnownUntil, timeZone: row?.timeZone ?? chinaZone, updatedAt: row?.updatedAt ?? 0 };
  },

  save: async ({ items, timeZone, updatedAt }, { db, clock }) => {
    const days = [...new Map(items.map((one) => [one.day, one] as const)).values()].sort((one, other) => (one.day < other.day ? -1 : 1)) satisfies OwnDay[];
    const at = Math.max(clock.now(), updatedAt + 1);
    await write(db, async (tx) => {
      await tx.insertMissing(OwnCalendar, { id: newId('cal'), days: [], timeZone: chinaZone, updatedAt: 0 });
      if ((await tx.update(OwnCalendar, { updatedAt }, { days, ...(timeZone && { timeZone }), updatedAt: at })) === 0) throw new AppError('stale_edit');
      await tx.publish(ownDaysChanged, {}, { key: `own-days:${at}` });
    });
    return done;
  },
});
