import type { WelcomeRule as RuleReply } from '@scrm/shared/welcome-rule';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { isInSight, liveCodesByIds, type LiveCode } from '../live-code';
import { departmentRefs, staffRefs } from '../org';
import { storeAims, storeCodeNames, storesByIds } from '../store';
import { tagRefs } from '../tag';
import type { WelcomeRule } from './rule-entity';
import { isWithinReach } from './rule-reach';
import { overlap } from './window';

/** As the screens see them; `all` are those that they are compared with. */
export async function presentRules(db: ReadDb, rules: readonly WelcomeRule[], all: readonly WelcomeRule[], reach: Reach): Promise<RuleReply[]> {
  const idsOf = (target: WelcomeRule['target']) => [...new Set(rules.filter((rule) => rule.target === target).flatMap((rule) => rule.targetIds))];
  const [codes, places, staff, departments, tags] = await Promise.all([
    liveCodesByIds(db, idsOf('code')), storeAims(db, idsOf('code'), reach), staffRefs(db, idsOf('staff')), departmentRefs(db, idsOf('department').map(Number)), tagRefs(db, [...new Set(rules.flatMap((rule) => rule.tagIds))]),
  ]);
  const goneIds = idsOf('code').filter((id) => !places.has(id) && codes.get(id)?.deletedAt !== null);
  const goneNames = await namesOfGone(db, goneIds, codes, reach);
  return Promise.all(rules.map(async (rule) => {
    const { id, name, target, targetIds, windows, scenes, acquaintance, message, enabled, position, createdAt, updatedAt } = rule;
    const there = <T>(known: ReadonlyMap<string, T>, wanted: WelcomeRule['target']) => (target === wanted ? targetIds.map((one) => known.get(one)).filter((one) => one !== undefined) : []);
    const livingCodes = there(codes, 'code').filter(({ deletedAt }) => deletedAt === null);
    const canEdit = await isWithinReach(db, rule, reach);
    const aims = there(places, 'code');
    const shownAims = (kind: 'code' | 'store') => aims.filter((aim) => aim.kind === kind && (aim.inSight || canEdit)).map((aim) => ({ id: aim.id, name: aim.name }));
    const shownStaff = there(staff, 'staff');
    const gone = target === 'code' ? targetIds.filter((one) => goneIds.includes(one)) : [];
    const shownDepartments = target === 'department' ? targetIds.map((one) => departments.get(Number(one))).filter((one) => one !== undefined) : [];
    const missing = targetIds.length - livingCodes.length - aims.length - shownStaff.length - shownDepartments.length;
    return {
      id, name, target, staff: shownStaff, departments: shownDepartments,
      codes: livingCodes.filter((code) => isInSight(code, { ...reach, self: '' })).map((code) => ({ id: code.id, name: code.name })),
      storeCodes: shownAims('code'), stores: shownAims('store'),
      missing, gone: gone.flatMap((one) => goneNames.get(one) ?? []), isIdle: missing > 0 && missing === targetIds.length,
      windows, scenes, acquaintance, tags: rule.tagIds.map((one) => tags.get(one)).filter((one) => one !== undefined),
      message, enabled, position, behind: all.filter((other) => standsBefore(other, rule)).map((other) => other.name),
      canEdit, createdAt, updatedAt,
    };
  }));
}

/** Rows of what was deleted stay, so it still has its name: of codes that the caller would see, of stores and store codes for who sees all. */
async function namesOfGone(db: ReadDb, ids: readonly string[], codes: ReadonlyMap<string, LiveCode>, reach: Reach): Promise<Map<string, string>> {
  const own = ids.flatMap((id) => { const code = codes.get(id); return code && isInSight(code, { ...reach, self: '' }) ? [[id, code.name] as const] : []; });
  if (reach.staffIds !== null) return new Map(own);
  const [storeCodes, stores] = await Promise.all([storeCodeNames(db, ids.filter((id) => id.startsWith('sc_'))), storesByIds(db, ids.filter((id) => id.startsWith('st_')))]);
  return new Map([...own, ...storeCodes, ...[...stores].map(([id, { name }]) => [id, name] as const)]);
}

/** Both are on, greet for one of the same targets, and some customer at some moment fits both: then the earlier one greets. */
function standsBefore(other: WelcomeRule, rule: WelcomeRule): boolean {
  const meets = <T>(one: readonly T[], two: readonly T[]) => one.length === 0 || two.length === 0 || one.some((each) => two.includes(each));
  return other.id !== rule.id && other.target === rule.target && other.position < rule.position && other.enabled && rule.enabled
    && meets(other.targetIds, rule.targetIds) && meets(other.scenes, rule.scenes)
    && (other.acquaintance === null || rule.acquaintance === null || other.acquaintance === rule.acquaintance)
    && overlap(other.windows, rule.windows);
}
