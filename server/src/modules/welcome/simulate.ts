import type { ParsedInputOf } from '@scrm/shared/contract';
import type { Contender, Simulation, welcomeRules } from '@scrm/shared/welcome-rule';
import { dayKind, wallTime } from '../../core/calendar';
import type { ReadDb } from '../../core/db/scope';
import { companyCalendar } from '../corp';
import { customerRefs } from '../customer';
import { contentAt, type LiveCode } from '../live-code';
import { supposedInvitation } from '../group-invite';
import { withUtm } from '../channel';
import { departmentPath, departmentRefs, staffRef, type Staff } from '../org';
import { chosenOf, consider, type Considered } from './consider';
import { pastOf, storeAimsOf } from './pick';
import { replyTime } from './reply-time';
import { livingRules } from './rules';
import { fillText } from './text';

type Input = ParsedInputOf<(typeof welcomeRules)['simulate']>;
interface Supposed extends Input {
  staff: Staff;
  code: LiveCode | null;
  /** With the channel of the place by which they come. */
  link: { channelId: string | null } | null;
  publicUrl: string;
  now: number;
}

/** The same judgement as on a real addition, on what one supposes. Reads only. */
export async function simulateWelcome(db: ReadDb, { staff, code, link, storeCodeId, storeId, customerId, publicUrl, now, ...supposed }: Supposed): Promise<Simulation> {
  const { at } = supposed;
  const [rules, departments, calendar, past, refs] = await Promise.all([
    livingRules(db), departmentPath(db, staff), companyCalendar(db),
    customerId === undefined ? { acquaintance: supposed.acquaintance, tagIds: new Set(supposed.tagIds) } : pastOf(db, customerId, at),
    customerRefs(db, customerId === undefined ? [] : [customerId]),
  ]);
  const codeIds = code ? [code.id] : link ? [] : storeAimsOf({ codeId: storeCodeId, storeId });
  const scene = code ? 'liveCode' : link ? 'link' : codeIds.length > 0 ? 'storeCode' : supposed.scene;
  const considered = consider(rules, { at, codeIds, own: code && { name: code.name, message: (await contentAt(db, code, at)).welcome }, staffId: staff.id, departments, scene, ...past }, calendar);
  const chosen = chosenOf(considered);
  const customer = refs.get(customerId ?? '');
  // Without a customer their name stays a variable, for the screen to put a sample in.
  const marked = chosen && await withUtm(db, chosen.message, (code ?? link)?.channelId ?? null);
  const own = {
    attachments: marked?.attachments ?? [],
    text: marked ? fillText(marked.text, { customer: customer?.name || '{customer}', staff: staff.name, replyTime: replyTime(chosen.rule?.windows ?? [], at, calendar, marked.text) }) : '',
  };
  const { message, invitation } = await supposedInvitation(db, own, { liveCodeId: code?.id ?? '', externalUserid: customer?.externalUserid ?? '', publicUrl, now });
  return {
    staff: staffRef(staff), contenders: await presentContenders(db, considered), dayKind: dayKind(wallTime(at, calendar.zone).day, calendar.own), acquaintance: past.acquaintance, scene,
    message: chosen || message !== own ? message : null, invitation,
  };
}

/** Whom each of these greets for at this moment who comes anew and by none of our codes. */
export async function effectiveFor(db: ReadDb, staff: readonly Staff[], at: number) {
  const [rules, calendar] = await Promise.all([livingRules(db), companyCalendar(db)]);
  return Promise.all(staff.map(async (one) => {
    const departments = await departmentPath(db, one);
    const considered = consider(rules, { at, codeIds: [], own: null, staffId: one.id, departments, scene: 'other', acquaintance: 'new', tagIds: new Set() }, calendar);
    const chosen = chosenOf(considered);
    const [shown] = chosen ? await presentContenders(db, [chosen]) : [];
    return { id: one.id, staff: staffRef(one), chosen: shown ?? null, others: considered.filter((each) => each !== chosen && each.verdict !== 'off').length };
  }));
}

async function presentContenders(db: ReadDb, considered: readonly Considered[]): Promise<Contender[]> {
  const departments = await departmentRefs(db, considered.flatMap(({ department }) => department ?? []));
  return considered.map(({ rule, name, target, department, verdict }) => ({ ruleId: rule?.id ?? null, name, target, department: (department !== null && departments.get(department)) || null, verdict }));
}
