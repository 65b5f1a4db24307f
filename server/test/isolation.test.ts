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
  const groups = await api.groupChats.list({ limit: 5 });
  const groupTags = await api.groupTags.list();
  const names = await api.identities.ofCustomer({ customerId: customers.items[0]!.id });
  const own = [...groups.items, ...groupTags.items.flatMap((category) => [category, ...category.tags]), ...names.items];
  return [...own, ...customers.items, ...staff.items, ...tags.items.flatMap((group) => [group, ...group.tags]), ...codes.items, ...callbacks.items, ...jobs.items].map(({ id }) => id);
}

test('no call gives or changes anything of another corp, whatever ids it is given', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 10 });
  const victim = await t.as('admin', 'agency');
  const [member] = (await victim.org.staff({ onlyReceiving: true, limit: 1 })).items;
  await victim.liveCodes.create({ name: '只属于海棠', staffIds: [member!.id] });
  await victim.groupTags.create({ categoryName: '只属于海棠', names: ['群标签'] });
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
    () => stranger.groupChats.get({ id }), () => stranger.groupChats.members({ id }), () => stranger.groupChats.tag({ ids: [id], add: [id] }), () => stranger.groupChats.list({ ownerId: id, tagIds: [id] }),
    () => stranger.groupChats.ofCustomer({ customerId: id }), () => stranger.groupTags.rename({ id, name: 'x' }), () => stranger.groupTags.renameCategory({ id, name: 'x' }), () => stranger.groupTags.remove({ id }),
    () => stranger.identities.ofCustomer({ customerId: id }), () => stranger.identities.add({ customerId: id, kind: 'phone', value: '13800000000' }), () => stranger.identities.remove({ id }),
    () => stranger.merges.preview({ survivorId: id, otherId: id }), () => stranger.merges.merge({ survivorId: id, otherId: foreign[0]! }), () => stranger.merges.undo({ mergeId: id }),
    () => stranger.merges.dismiss({ id }),
    () => stranger.conversions.list({ customerId: id }), () => stranger.conversions.retry({ id }),
    () => stranger.tags.rename({ id, name: 'x' }), () => stranger.tags.remove({ id }),
    () => stranger.callbacks.get({ id }), () => stranger.callbacks.replay({ ids: [id] }), () => stranger.jobs.runAgain({ ids: [id] }), () => stranger.session.revoke({ id }),
  ];
  await fc.assert(fc.asyncProperty(fc.constantFrom(...foreign), fc.nat(attempts('').length - 1), async (id, which) => {
    const reply = await attempts(id)[which]!().catch((error: { code: string }) => ({ refused: error.code }));
    seen.push(JSON.stringify(reply));
  }), { numRuns: 150 });

  expect(seen.filter((reply) => foreign.some((id) => reply.includes(id)))).toEqual([]);
  expect(seen.filter((reply) => reply.includes('"code"') || reply.includes('internal'))).toEqual([]);
  const after = JSON.stringify([await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);
  expect(after).toBe(before);
});
