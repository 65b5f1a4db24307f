import { sceneOfAddWay, sceneOfState, type Scene } from '@scrm/shared/welcome-rule';
import { chinaZone } from '@scrm/shared/zone';
import type { CompanyCalendar } from '../../core/calendar';
import type { ReadDb } from '../../core/db/scope';
import { companyCalendar } from '../corp';
import { wasCustomerBefore } from '../customer';
import { contentAt, type LiveCode } from '../live-code';
import { departmentPath, type Staff } from '../org';
import { storeOfWay } from '../store';
import { tagIdsOfCustomer } from '../tag';
import { consider, dependsOnScene, type Considered } from './consider';
import type { WelcomeRule } from './rule-entity';
import { rulesFor } from './rules';

/** Who added whom, and when. */
export interface Meeting {
  /** ms */
  at: number;
  code: LiveCode | null;
  /** What the callback says of the way they came; '' where it says nothing. */
  state: string;
  staff: Staff | null;
  customerId: string | null;
}

export interface Picked {
  considered: Considered[];
  calendar: CompanyCalendar;
}

/**
 * What this addition could be greeted with. Rows alone tell it, but for one thing: a callback does not say by what way a customer
 * came who used no code of ours. `askAddWay` is called only where that could decide; null: nobody said.
 */
export async function pickWelcome(db: ReadDb, meeting: Meeting, askAddWay: () => Promise<number | null>): Promise<Picked> {
  const { code, staff } = meeting;
  const codeIds = code ? [code.id] : storeAimsOf(await storeOfWay(db, meeting.state));
  const departments = staff ? await departmentPath(db, staff) : [];
  const rules = await rulesFor(db, [...codeIds, ...(staff ? [staff.id] : []), ...departments.map(String)]);
  const wants = (has: (rule: WelcomeRule) => boolean) => rules.some(has);
  const [calendar, customer] = await Promise.all([
    wants((rule) => rule.windows.length > 0) ? companyCalendar(db) : nobodyAsks,
    wants((rule) => rule.acquaintance !== null || rule.tagIds.length > 0) ? pastOf(db, meeting.customerId, meeting.at) : stranger,
  ]);
  const addition = {
    at: meeting.at, codeIds, own: code && { name: code.name, message: (await contentAt(db, code, meeting.at)).welcome }, staffId: staff?.id ?? null, departments,
    scene: code ? 'liveCode' as Scene : sceneOfState(meeting.state), ...customer,
  };
  const considered = consider(rules, addition, calendar);
  if (!dependsOnScene(considered)) return { considered, calendar };
  const way = await askAddWay();
  return { considered: way === null ? considered : consider(rules, { ...addition, scene: sceneOfAddWay(way) }, calendar), calendar };
}

/** What rules may aim at of an addition through a store; the person's own code for the store is no store code. */
export const storeAimsOf = (place: { codeId?: string; storeId?: string } | null) => [place?.codeId, place?.storeId].filter((id) => id !== undefined && id !== '') as string[];

const nobodyAsks: CompanyCalendar = { zone: chinaZone, own: new Map() };
const stranger = { acquaintance: 'new' as const, tagIds: new Set<string>() };

/** What the company knows of somebody before `at` (ms). */
export async function pastOf(db: ReadDb, customerId: string | null, at: number) {
  if (customerId === null) return stranger;
  const [isKnown, tagIds] = await Promise.all([wasCustomerBefore(db, customerId, at), tagIdsOfCustomer(db, customerId, at)]);
  return { acquaintance: isKnown ? 'returning' as const : 'new' as const, tagIds };
}
