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
  return [...customers.items, ...staff.items, ...tags.items.flatMap((group) => [group, ...group.tags]), ...codes.items, ...callbacks.items, ...jobs.items].map(({ id }) => id);
}

test('no call gives or changes anything of another corp, whatever ids it is given', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'], customersPerCorp: 10 });
  const victim = await t.as('admin', 'agency');
  const [member] = (await victim.org.staff({ onlyReceiving: true, limit: 1 })).items;
  await victim.liveCodes.create({ name: '只属于海棠', staffIds: [member!.id] });
  const [other] = (await victim.org.staff({ onlyReceiving: true, limit: 2 })).items.filter((one) => one.id !== member!.id);
  const order = await victim.transfers.create({ kind: 'onJob', fromStaffId: member!.id, to: { way: 'even', staffIds: [other!.id] } });
  await t.settle();
  const foreign = [...await idsOf(victim), order.id, ...(await victim.transfers.items({ id: order.id })).items.map((item) => item.id)];
  const before = JSON.stringify([await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);

  const stranger = await t.as('admin', 'selfBuilt');
  const seen: string[] = [];
  const attempts = (id: string) => [
    () => stranger.customers.get({ id }), () => stranger.customers.timeline({ id }), () => stranger.customers.tag({ id, add: [id] }), () => stranger.customers.remark({ id, remark: 'mine' }),
    () => stranger.customers.list({ tagIds: [id] }), () => stranger.customers.list({ staffId: id }), () => stranger.customers.list({ liveCodeId: id }),
    () => stranger.liveCodes.get({ id }), () => stranger.liveCodes.remove({ id }), () => stranger.liveCodes.retry({ id }),
    () => stranger.liveCodes.create({ name: 'x', staffIds: [id] }), () => stranger.liveCodes.update({ id, name: 'x', staffIds: [id], updatedAt: 0 }),
    () => stranger.tags.rename({ id, name: 'x' }), () => stranger.tags.remove({ id }),
    () => stranger.callbacks.get({ id }), () => stranger.callbacks.replay({ ids: [id] }), () => stranger.jobs.runAgain({ ids: [id] }), () => stranger.session.revoke({ id }),
    () => stranger.transfers.get({ id }), () => stranger.transfers.items({ id }), () => stranger.transfers.cancel({ id }), () => stranger.transfers.retry({ ids: [id], toStaffId: id }),
    () => stranger.transfers.giveUp({ ids: [id] }),
    () => stranger.transfers.setAutoRetry({ ids: [id], on: true }), () => stranger.transfers.leaver({ staffId: id }), () => stranger.transfers.dossier({ itemId: id }),
    () => stranger.transfers.dossierOf({ customerId: id }),
    () => stranger.transfers.create({ kind: 'onJob', fromStaffId: id, to: { way: 'even', staffIds: [id] } }), () => stranger.transfers.queue({ staffId: id }), () => stranger.transfers.received({ staffId: id }), () => stranger.lossAlerts.list({ staffId: id }),
  ];
  await fc.assert(fc.asyncProperty(fc.constantFrom(...foreign), fc.nat(attempts('').length - 1), async (id, which) => {
    const reply = await attempts(id)[which]!().catch((error: { code: string }) => ({ refused: error.code }));
    seen.push(JSON.stringify(reply));
  }), { numRuns: 250 });

  expect(seen.filter((reply) => foreign.some((id) => reply.includes(id)))).toEqual([]);
  expect(seen.filter((reply) => reply.includes('"code"') || reply.includes('internal'))).toEqual([]);
  const after = JSON.stringify([await victim.customers.list({ limit: 200 }), await victim.liveCodes.list({ limit: 200 }), await victim.tags.list()]);
  expect(after).toBe(before);
});
