import { expect, test } from 'vitest';
import { testApp } from './app';
import { startRedis } from './redis';

test('WL-01 with Redis the committed rows are run by BullMQ: a scan is welcomed, tagged and counted, and the row stays the record', async () => {
  const t = await testApp({ redisUrl: await startRedis() });
  const operator = await t.as('operator');
  const [member] = (await operator.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const [group] = (await operator.tags.list()).items;
  const code = await operator.liveCodes.create({ name: 'Redis', staffIds: [member!.id], tagIds: [group!.tags[0]!.id], welcome: { text: '你好 {customer}' } });
  const person = await t.sandbox.newPerson('李梅');
  const { userid } = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  expect((await t.sandbox.chat(person, userid)).filter(({ byApp }) => byApp).map(({ text }) => text)).toEqual(['你好 李梅']);
  const [customer] = (await operator.customers.list({ liveCodeId: code.id })).items;
  expect(customer).toMatchObject({ name: '李梅', tags: [{ id: group!.tags[0]!.id }] });
  const owner = await t.as('owner');
  expect((await owner.jobs.list({ state: 'done', name: 'welcome.send' })).total).toBe(1);
  // At the turn of a minute the planned jobs run.
  await expect.poll(async () => (await owner.jobs.summary()).lanes.every(({ running, dead }) => running + dead === 0), { timeout: 30_000 }).toBe(true);
});
