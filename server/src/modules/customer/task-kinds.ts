import { z } from 'zod';
import { CustomerFilter } from '@scrm/shared/customer';
import { CustomerTagInput, TagMergeInput } from '@scrm/shared/task';
import type { JobContext } from '../../core/jobs/define';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { defineTaskKind, type TaskContext, type TaskFailure, type TaskSource, type TaskStarter } from '../../core/tasks';
import { checkScope, changeableTag, dropTag, followsTagged, tagCarriers, tagRefs } from '../tag';
import { followersFor, relationOf, tagCustomer } from './change';
import { FollowUser } from './entity';
import { customerNames, livingCustomer, livingId } from './find';
import { customerIds } from './list';
import { visibleCustomerIds } from './visible';

/** Customers by the filters of their list. */
export const customerSource: TaskSource<z.output<typeof CustomerFilter>> = { filter: CustomerFilter, resolve: customerIds, visible: visibleCustomerIds, livingId, names: customerNames };

/** What was changed for one follower. */
interface Step {
  staffId: string;
  /** By which account; absent in steps from before it was kept. */
  externalUserid?: string;
  add: string[];
  remove: string[];
}

const notFollowed: TaskFailure = { code: 'customer_not_followed', data: {} };

async function tagFollowers(context: TaskContext, customerId: string, change: { add: readonly string[]; remove: readonly string[] }): Promise<TaskFailure | undefined> {
  const { db, starter } = context;
  const customer = await livingCustomer(db, customerId);
  const follows = customer ? await followersFor(db, customer.id, { actingStaffId: starter.staffId, reach: starter.reach }) : [];
  let isDone = false;
  for (const follow of follows) {
    const { staffId, externalUserid } = relationOf(customer!, follow);
    isDone = (await tagCustomer(context, {
      customerId, staffId, externalUserid, ...change, by: starter.name, how: 'task', with: (tx, changed) => context.keep(tx, { staffId, externalUserid, ...changed } satisfies Step),
    })) || isDone;
  }
  return isDone ? undefined : notFollowed;
}

/** Takes back exactly what was changed, where it is still so. */
async function undoSteps(context: TaskContext, customerId: string, steps: readonly Step[]): Promise<TaskFailure | undefined> {
  const { starter } = context;
  let missing = 0;
  for (const { staffId, externalUserid, add, remove } of steps) {
    const isTheirs = starter.reach.staffIds === null || starter.reach.staffIds.includes(staffId);
    const isDone = isTheirs && (await tagCustomer(context, { customerId, staffId, externalUserid, add: remove, remove: add, by: starter.name, how: 'task' }));
    if (!isDone) missing++;
  }
  return missing === steps.length ? notFollowed : undefined;
}

async function namesOf(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  const refs = await tagRefs(db, ids);
  if (refs.size < new Set(ids).size) throw new AppError('not_found', { what: '标签' });
  return [...refs.values()].map(({ name }) => name);
}

export const tagMany = defineTaskKind<z.output<typeof CustomerTagInput>, Step>({
  kind: 'customer.tag', permission: 'customer.write', input: CustomerTagInput, source: customerSource as TaskSource,
  check: async (db, { add, remove }, starter) => {
    if (add.length + remove.length === 0) throw new AppError('bad_input', { detail: 'add' });
    if (add.some((id) => remove.includes(id))) throw new AppError('bad_input', { detail: 'remove' });
    const facts = { add: await namesOf(db, add), remove: await namesOf(db, remove) };
    await checkScope(db, starter.staffId, [...add, ...remove]);
    return facts;
  },
  item: tagFollowers,
  undo: undoSteps,
});

/** The customers who carry a tag. */
const carriers: TaskSource<{ tagId: string }> = {
  ...customerSource, filter: z.object({ tagId: z.string() }), resolve: ({ db }, { tagId }) => tagCarriers(db, tagId),
};

/** Whom nobody follows any more cannot be changed in WeCom; from them the tag goes when it is deleted. */
async function replaceTag(context: JobContext & { starter: TaskStarter }, customerId: string, { from, into }: { from: string; into: string }): Promise<void> {
  const { db } = context;
  const customer = await livingCustomer(db, customerId);
  for (const id of customer ? await followsTagged(db, customer.id, from) : []) {
    const follow = await db.findOne(FollowUser, { id });
    if (follow) await tagCustomer(context, { ...relationOf(customer!, follow), add: [into], remove: [from], by: context.starter.name, how: 'task' });
  }
}

export const mergeTags = defineTaskKind<z.output<typeof TagMergeInput>>({
  kind: 'tag.merge', permission: 'tag.write', input: TagMergeInput, source: carriers as TaskSource,
  filterOf: ({ from }) => ({ tagId: from }),
  check: async (db, { from, into }, { reach }) => {
    if (from === into) throw new AppError('tag_same');
    // Who does not see every customer would leave some behind without knowing it.
    if (reach.staffIds !== null) throw new AppError('not_allowed', { permission: 'tag.write' });
    await changeableTag(db, from);
    const [source] = await namesOf(db, [from]);
    const [target] = await namesOf(db, [into]);
    return { from: source, into: target };
  },
  item: async (context, customerId, input) => {
    await replaceTag(context, customerId, input);
    return undefined;
  },
  finish: async (context, { from, into }) => {
    // Whoever got the tag while the others were looked after.
    for await (const ids of tagCarriers(context.db, from)) for (const id of ids) await replaceTag(context, id, { from, into });
    await write(context.db, async (tx) => {
      for (const use of context.uses) if (use.thing === 'tag') await use.replace(tx, from, into, context.clock.now());
    });
    await dropTag(context, from);
  },
});
