import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import { testApp } from './app';

/** Every id that a corp's own people can see: what a stranger might try. */
async function idsOf(api: Client<Api>): Promise<string[]> {
  const customers = await api.customers.list({ limit: 5 });
  const staff = await api.org.staff({ limit: 5 });
  const tags = await api.tags.list();
  const codes = await api.liveCodes.list({});
  const callbacks = await api.callbacks.list({ limit: 5 });
  const jobs = await api.jobs.list({ limit: 5 });
  const tasks = await api.tasks.list({ limit: 5 });
  return [...customers.items, ...staff.items, ...tags.items.flatMap((group) => [group, ...group.tags]), ...codes.items, ...callbacks.items, ...jobs.items, ...tasks.items].map(({ id }) => id);
}

test('no call gives or changes anything of another corp, whatever ids it is given', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 10 });
  const victim = await t.as('admin', 'agency');
  const [member] = (await victim.org.staff({ onlyReceiving: true, limit: 1 })).items;
  await victim.liveCodes.create({ name: '只属于海棠', staffIds: [member!.id] });
  const [tag] = (await victim.tags.list()).items[0]!.tags;
  await victim.tasks.start({ kind: 'customer.tag', key: 'isolation', input: { add: [tag!.id] }, filter: {} });
  await t.settle();
  const foreign = await idsOf(victim);
  const before = JSON.stringify([await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);

  const stranger = await t.as('admin', 'selfBuilt');
  const seen: string[] = [];
  const attempts = (id: string) => [
    () => stranger.customers.get({ id }), () => stranger.customers.timeline({ id }), () => stranger.customers.tag({ id, add: [id] }), () => stranger.customers.remark({ id, remark: 'mine' }),
    () => stranger.customers.list({ tagIds: [id] }), () => stranger.customers.list({ staffId: id }), () => stranger.customers.list({ liveCodeId: id }),
    () => stranger.liveCodes.get({ id }), () => stranger.liveCodes.remove({ id }), () => stranger.liveCodes.retry({ id }),
    () => stranger.liveCodes.create({ name: 'x', staffIds: [id] }), () => stranger.liveCodes.update({ id, name: 'x', staffIds: [id], updatedAt: 0 }),
    () => stranger.tags.rename({ id, name: 'x' }), () => stranger.tags.remove({ id }),
    () => stranger.tags.removeMany({ ids: [id] }), () => stranger.tags.renameGroup({ id, name: 'x' }), () => stranger.tags.removeGroup({ id }), () => stranger.tags.scope({ groupId: id, departmentIds: [1] }),
    () => stranger.tags.order({ groupId: id, ids: [id] }), () => stranger.tags.orderGroups({ ids: [id] }), () => stranger.tags.uses({ id }),
    () => stranger.tasks.get({ id }), () => stranger.tasks.items({ id }), () => stranger.tasks.pause({ id }),
    () => stranger.tasks.resume({ id }), () => stranger.tasks.cancel({ id }), () => stranger.tasks.retry({ id }), () => stranger.tasks.undo({ id }),
    () => stranger.tasks.start({ kind: 'customer.tag', key: 'isolation', input: { add: [id] }, filter: {} }), () => stranger.tasks.start({ kind: 'tag.merge', key: 'isolation', input: { from: id, into: id } }),
    () => stranger.callbacks.get({ id }), () => stranger.callbacks.replay({ ids: [id] }), () => stranger.jobs.runAgain({ ids: [id] }), () => stranger.session.revoke({ id }),
  ];
  await fc.assert(fc.asyncProperty(fc.constantFrom(...foreign), fc.nat(attempts('').length - 1), async (id, which) => {
    const reply = await attempts(id)[which]!().catch((error: { code: string }) => ({ refused: error.code }));
    seen.push(JSON.stringify(reply));
  }), { numRuns: 300 });

  expect(seen.filter((reply) => foreign.some((id) => reply.includes(id)))).toEqual([]);
  expect(seen.filter((reply) => reply.includes('"code"') || reply.includes('internal'))).toEqual([]);
  const after = JSON.stringify([await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);
  expect(after).toBe(before);
});
