import { welcomeRules, type WelcomeRule as RuleReply } from '@scrm/shared/welcome-rule';
import type { Message } from '@scrm/shared/message';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext, type Reach } from '../../core/http/serve';
import { livingLink, sourceOf } from '../acquisition';
import { visibleCustomer } from '../customer';
import { checkFiles, filesOf } from '../file';
import { isInSight, liveCodesByIds, sightOf, type LiveCode } from '../live-code';
import { getStaff, Staff } from '../org';
import { storeSightOf, visibleStore, visibleStoreCode } from '../store';
import { presentRules } from './present-rule';
import { ruleWord, type WelcomeRule } from './rule-entity';
import { checkTargets, isWithinReach, touchesReach } from './rule-reach';
import { createRule, livingRule, livingRules, orderRules, removeRule, switchRule, updateRule } from './rules';
import { effectiveFor, simulateWelcome } from './simulate';

export const welcomeRuleRoutes = serve('welcomeRules', welcomeRules, {
  list: async (_, { db, reach }) => {
    const all = await livingRules(db);
    const seen = await Promise.all(all.map((rule) => reach().then((own) => touchesReach(db, rule, own))));
    return { items: await presentRules(db, all.filter((_rule, index) => seen[index]), all, await reach()) };
  },

  get: async ({ id }, context) => {
    await visibleRule(context.db, id, await context.reach());
    return one(context, id);
  },

  create: async (input, context) => {
    await checkTargets(context.db, input, await context.reach());
    await checkFiles(context, fileIdsIn(input.message));
    return one(context, await createRule(context.db, context.clock, input, context.actor.staffId ?? context.actor.id));
  },

  update: async (input, context) => {
    const before = await editableRule(context, input.id);
    await checkTargets(context.db, input, await context.reach(), before.target === input.target ? before.targetIds : []);
    await checkFiles(context, fileIdsIn(input.message), fileIdsIn(before.message));
    await updateRule(context.db, context.clock, input);
    return one(context, input.id);
  },

  switch: async ({ id, enabled }, context) => {
    await editableRule(context, id);
    await switchRule(context.db, context.clock, id, enabled);
    return one(context, id);
  },

  remove: async ({ id }, context) => {
    await editableRule(context, id);
    await removeRule(context.db, context.clock, id);
    return done;
  },

  order: async ({ target, ids }, { db, reach }) => {
    // An order concerns everybody whom one of its rules concerns.
    const rules = (await livingRules(db)).filter((rule) => rule.target === target);
    for (const rule of rules) if (!(await isWithinReach(db, rule, await reach()))) throw new AppError('welcome_target_reach');
    await orderRules(db, target, ids);
    return done;
  },

  aimedAt: async ({ id }, { db, reach }) => {
    const aiming = (await livingRules(db)).filter(({ target, targetIds }) => target === 'code' && targetIds.includes(id));
    const own = await reach();
    const seen = await Promise.all(aiming.map((rule) => touchesReach(db, rule, own)));
    const items = aiming.filter((_, index) => seen[index]).map(({ id: ruleId, name, enabled, targetIds }) => ({ id: ruleId, name, enabled, isOnly: targetIds.length === 1 }));
    return { items, hidden: aiming.length - items.length };
  },

  effective: async ({ keyword, cursor, limit }, context) => {
    const { db, clock } = context;
    const { staffIds } = await context.reach();
    const receiving = () => {
      const query = db.query(Staff, 'staff').andWhere('staff.state = :active AND staff.canReceive = 1', { active: 'active' });
      if (staffIds) query.andWhere(staffIds.length > 0 ? 'staff.id IN (:...staffIds)' : '1 = 0', { staffIds });
      if (keyword?.trim()) query.andWhere('(LOWER(staff.name) LIKE :like ESCAPE \'!\' OR staff.userId = :word)', { like: `%${keyword.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`, word: keyword.trim() });
      return query;
    };
    const page = receiving().orderBy('staff.id', 'ASC').limit(limit + 1);
    if (cursor) page.andWhere('staff.id > :cursor', { cursor });
    const rows = await page.getMany();
    const shown = rows.slice(0, limit);
    return { items: await effectiveFor(db, shown, clock.now()), total: await receiving().getCount(), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
  },

  simulate: async (input, context) => {
    const { db } = context;
    const { staffIds } = await context.reach();
    const staff = await getStaff(db, input.staffId);
    if (staffIds && !staffIds.includes(staff.id)) throw new AppError('not_found', { what: '员工' });
    if (input.storeCodeId !== undefined) await visibleStoreCode(db, input.storeCodeId, await storeSightOf(context));
    if (input.storeId !== undefined) await visibleStore(db, input.storeId, await storeSightOf(context));
    const link = await linkInSight(context, input);
    const customer = input.customerId === undefined ? undefined : await visibleCustomer(input.customerId, context);
    return simulateWelcome(db, { ...input, staff, code: await codeInSight(context, input.liveCodeId), link, customerId: customer?.id, publicUrl: context.publicUrl, now: context.clock.now() });
  },
});

async function one({ db, reach }: CallContext, id: string): Promise<RuleReply> {
  const [reply] = await presentRules(db, [await livingRule(db, id)], await livingRules(db), await reach());
  return reply!;
}

/** A rule that greets for nobody within reach does not exist. */
async function visibleRule(db: ReadDb, id: string, reach: Reach): Promise<WelcomeRule> {
  const rule = await livingRule(db, id);
  if (!(await touchesReach(db, rule, reach))) throw new AppError('not_found', { what: ruleWord });
  return rule;
}

async function editableRule({ db, reach }: CallContext, id: string): Promise<WelcomeRule> {
  const rule = await visibleRule(db, id, await reach());
  if (!(await isWithinReach(db, rule, await reach()))) throw new AppError('welcome_target_reach');
  return rule;
}

async function codeInSight(context: CallContext, id: string | undefined): Promise<LiveCode | null> {
  if (id === undefined) return null;
  const code = (await liveCodesByIds(context.db, [id])).get(id);
  if (!code || !isInSight(code, await sightOf(context))) throw new AppError('not_found', { what: '活码' });
  return code;
}

/** The link that somebody is supposed to come by, with the channel that the welcome knows of: by the bare link it knows of none. */
async function linkInSight(context: CallContext, { linkId, linkSourceId }: { linkId?: string; linkSourceId?: string }): Promise<{ channelId: string | null } | null> {
  if (linkId === undefined) return null;
  await livingLink(context.db, linkId, await sightOf(context));
  const place = linkSourceId === undefined ? null : await sourceOf(context.db, linkSourceId);
  if (linkSourceId !== undefined && place?.link.id !== linkId) throw new AppError('not_found', { what: '获客链接' });
  return { channelId: place?.link.channelId ?? null };
}

const fileIdsIn = (message: Message) => filesOf(message).map(({ fileId }) => fileId);
