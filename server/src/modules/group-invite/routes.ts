import { groupInvites, type InviteTask } from '@scrm/shared/group-invite';
import { AppError } from '../../core/errors';
import { write } from '../../core/db/scope';
import { done, serve, type CallContext } from '../../core/http/serve';
import { sightOf as codeSightOf, visibleGroupCode } from '../group-code';
import { sightOf as liveCodeSightOf, visibleLiveCode } from '../live-code';
import { staffRefs } from '../org';
import { GroupInviteRule, GroupInviteSend, type GroupInviteTask } from './entity';
import { listInvitations, listRules, listTasks, presentTask, visibleTask } from './list';
import { checkSend } from './orders';
import { askedToday } from './plan';
import { createTask, planTask, remindTask, saveRule, stopTask, type Around } from './service';

export const groupInviteRoutes = serve('groupInvites', groupInvites, {
  rules: async (_, context) => {
    const { db, clock } = context;
    const sight = await liveCodeSightOf(context);
    const items = await listRules(db, sight, clock.now());
    if (sight.staffIds === null) return { items };
    // A live code out of sight does not exist, nor does its rule.
    const seen = await Promise.all(items.map(({ liveCode }) => (liveCode ? visibleLiveCode(db, liveCode.id, sight).then(() => true, () => false) : true)));
    return { items: items.filter((_item, index) => seen[index]) };
  },

  saveRule: async (input, context) => {
    await checkRule(context, input.liveCodeId);
    await visibleGroupCode(context.db, input.groupCodeId, await codeSightOf(context));
    await saveRule(context, input);
    return done;
  },

  removeRule: async ({ id }, context) => {
    const rule = await context.db.get(GroupInviteRule, id, '入群邀请');
    await checkRule(context, rule.liveCodeId || null);
    await write(context.db, (tx) => tx.remove(GroupInviteRule, { id }));
    return done;
  },

  tasks: async (page, context) => listTasks(context.db, page, await codeSightOf(context), context.clock.now()),

  task: async ({ id }, context) => shown(context, await visible(context, id)),

  preview: async (input, context) => {
    await visibleGroupCode(context.db, input.groupCodeId, await codeSightOf(context));
    const { target, planned } = await planTask(await around(context), input);
    const invited = planned.filter((one) => !one.isIn);
    const staff = await staffRefs(context.db, input.staffIds);
    return {
      customers: invited.length, alreadyIn: planned.length - invited.length, askedToday: await askedToday(context.db, planned, context.clock.now()), open: target.isOpen,
      staff: input.staffIds.flatMap((id) => (staff.has(id) ? [{ staff: staff.get(id)!, customers: invited.filter((one) => one.staffId === id).length }] : [])),
    };
  },

  createTask: async (input, context) => {
    await visibleGroupCode(context.db, input.groupCodeId, await codeSightOf(context));
    return shown(context, await visible(context, await createTask(await around(context), input)));
  },

  checkTask: async ({ id }, context) => {
    const task = await visible(context, id);
    await write(context.db, async (tx) => {
      for (const send of await tx.find(GroupInviteSend, { taskId: task.id, state: 'waiting' })) await tx.enqueue(checkSend, { id: send.id });
    });
    return shown(context, task);
  },

  remindTask: async ({ id }, context) => {
    const task = await whole(context, id);
    await remindTask(await around(context), task);
    return shown(context, task);
  },

  stopTask: async ({ id }, context) => {
    await stopTask(await around(context), await whole(context, id));
    return shown(context, await visible(context, id));
  },

  invitations: async (input, { db, reach }) => listInvitations(db, input, await reach()),
});

const visible = async (context: CallContext, id: string): Promise<GroupInviteTask> => visibleTask(context.db, id, await codeSightOf(context));

/** All of whose members are within reach: who stops or reminds does so for everybody. */
async function whole(context: CallContext, id: string): Promise<GroupInviteTask> {
  const task = await visible(context, id);
  const { staffIds } = await context.reach();
  if (staffIds !== null && (await context.db.find(GroupInviteSend, { taskId: id })).some((send) => !staffIds.includes(send.staffId))) throw new AppError('not_found', { what: '任务' });
  return task;
}

const shown = async (context: CallContext, { id }: GroupInviteTask): Promise<InviteTask> =>
  presentTask(context.db, await visible(context, id), await context.reach(), { now: context.clock.now(), language: context.language });

async function around({ db, clock, audiences, wecom, actor, access, reach }: CallContext): Promise<Around> {
  return { db, clock, audiences, wecom, asker: { reach: await reach(), roles: await access.rolesOf(actor) }, self: actor.staffId ?? actor.id };
}

/** A live code's rule is for those who see the code, the company's for those who reach everybody. */
async function checkRule(context: CallContext, liveCodeId: string | null): Promise<void> {
  if (liveCodeId !== null) await visibleLiveCode(context.db, liveCodeId, await liveCodeSightOf(context));
  else if ((await context.reach()).staffIds !== null) throw new AppError('not_allowed', { permission: 'liveCode.write' });
}
