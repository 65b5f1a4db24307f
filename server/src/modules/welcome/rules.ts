import { In, IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { RuleTarget, welcomeRules } from '@scrm/shared/welcome-rule';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { companyCalendar } from '../corp';
import { filesOf, useFiles } from '../file';
import { tagRefs } from '../tag';
import { isEmpty } from './content';
import { ruleWord, WelcomeRule } from './rule-entity';
import { endOf } from './window';

type RuleInput = ParsedInputOf<(typeof welcomeRules)['create']>;
const ruleLimit = 500;

/** In the order in which they are asked, those that are off too. */
export function livingRules(db: ReadDb): Promise<WelcomeRule[]> {
  return db.find(WelcomeRule, { deletedAt: IsNull() }, { order: { position: 'ASC', id: 'ASC' } });
}

/** Those that are on and may concern one of these targets, and those of the company: not many of the hundreds that there may be. */
export function rulesFor(db: ReadDb, targetIds: readonly string[]): Promise<WelcomeRule[]> {
  const named = targetIds.map((_, index) => `rule.targetIds LIKE :target${index}`);
  const parts = Object.fromEntries(targetIds.map((id, index) => [`target${index}`, `%"${id}"%`]));
  return db.query(WelcomeRule, 'rule').andWhere('rule.deletedAt IS NULL AND rule.enabled = 1').andWhere(`(${['rule.target = :company', ...named].join(' OR ')})`, { company: 'company', ...parts }).getMany();
}

export async function livingRule(db: ReadDb, id: string): Promise<WelcomeRule> {
  const rule = await db.get(WelcomeRule, id, ruleWord);
  if (rule.deletedAt !== null) throw new AppError('not_found', { what: ruleWord });
  return rule;
}

/** A new rule stands before the others of its kind of target. */
export async function createRule(db: ReadDb, clock: Clock, input: RuleInput, createdBy: string): Promise<string> {
  const columns = await columnsOf(db, input, clock.now());
  const now = clock.now();
  const id = newId('wr', now);
  await write(db, async (tx) => {
    const rules = await livingRules(tx);
    if (rules.length >= ruleLimit) throw new AppError('welcome_rule_limit', { limit: ruleLimit });
    await tx.insert(WelcomeRule, { id, ...columns, position: await pushDown(tx, rules, input.target), createdBy, createdAt: now, updatedAt: now, deletedAt: null });
    await useFiles(tx, id, filesOf(input.message));
  });
  return id;
}

export async function updateRule(db: ReadDb, clock: Clock, { id, updatedAt, ...input }: RuleInput & { id: string; updatedAt: number }): Promise<void> {
  const now = clock.now();
  const columns = await columnsOf(db, input, now);
  await write(db, async (tx) => {
    const before = await livingRule(tx, id);
    const position = before.target === input.target ? before.position : await pushDown(tx, await livingRules(tx), input.target);
    const changed = await tx.update(WelcomeRule, { id, updatedAt, deletedAt: IsNull() }, { ...columns, position, updatedAt: Math.max(now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    await useFiles(tx, id, filesOf(input.message));
  });
}

export async function switchRule(db: ReadDb, clock: Clock, id: string, enabled: boolean): Promise<void> {
  await write(db, async (tx) => {
    const { updatedAt } = await livingRule(tx, id);
    await tx.update(WelcomeRule, { id }, { enabled, updatedAt: Math.max(clock.now(), updatedAt + 1) });
  });
}

export async function removeRule(db: ReadDb, clock: Clock, id: string): Promise<void> {
  await write(db, async (tx) => {
    await tx.update(WelcomeRule, { id, deletedAt: IsNull() }, { deletedAt: clock.now() });
    await useFiles(tx, id, []);
  });
}

/** `ids` are all that there are of the target, in their new order. */
export async function orderRules(db: ReadDb, target: RuleTarget, ids: readonly string[]): Promise<void> {
  await write(db, async (tx) => {
    const rules = (await livingRules(tx)).filter((rule) => rule.target === target);
    const isSame = rules.length === ids.length && rules.every(({ id }) => ids.includes(id));
    if (!isSame) throw new AppError('stale_edit');
    for (const rule of rules) {
      const position = ids.indexOf(rule.id);
      if (position !== rule.position) await tx.update(WelcomeRule, { id: rule.id }, { position });
    }
  });
}

async function pushDown(tx: WriteDb, rules: readonly WelcomeRule[], target: RuleTarget): Promise<number> {
  for (const { id, position } of rules.filter((rule) => rule.target === target)) await tx.update(WelcomeRule, { id }, { position: position + 1 });
  return 0;
}

async function columnsOf(db: ReadDb, input: RuleInput, now: number) {
  const { name, target, windows, acquaintance, message, enabled } = input;
  if (isEmpty(message)) throw new AppError('welcome_empty');
  const tagIds = [...new Set(input.tagIds)];
  if ((await tagRefs(db, tagIds)).size < tagIds.length) throw new AppError('not_found', { what: '标签' });
  if (message.text.includes('{replyTime}') && endOf(windows, now, await companyCalendar(db)) === null) throw new AppError('welcome_no_reply_time');
  return { name, target, targetIds: [...new Set(input.targetIds)], windows, scenes: [...new Set(input.scenes)], acquaintance, tagIds, message, enabled };
}

/** Deleted ones too: what they sent stays. */
export async function ruleNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await db.find(WelcomeRule, { id: In([...new Set(ids)]) });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
