import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';

const day = 86_400_000;

for (const corp of ['suite', 'agency'] as const) {
  test(`PM-04 a ${corp} app sees who holds which licence, and is warned before one ends`, async () => {
    const t = await testApp({ corps: [corp] });
    const admin = await t.as('admin', corp);
    const before = await admin.licence.summary();
    expect(before).toMatchObject({ needed: true, sync: { state: 'idle' }, counts: { valid: 0 } });
    expect(before.uncovered).toBeGreaterThan(0);
    await admin.licence.sync();
    await t.settle();
    const { total, items } = await admin.licence.list({ limit: 200 });
    const after = await admin.licence.summary();
    expect(after).toMatchObject({ sync: { state: 'done' }, uncovered: 0, counts: { valid: total, expired: 0, none: 0 } });
    expect(items.filter(({ canReceive }) => canReceive).every(({ type }) => type === 'external')).toBe(true);
    expect(after.trialEndsAt === null).toBe(corp === 'agency');

    await t.advance(after.nextExpiryAt! - t.clock.now() - 22 * day);
    expect((await admin2(t, corp).then((api) => api.licence.summary())).counts).toMatchObject({ expiring: total, valid: 0 });
    await t.advance(23 * day);
    const late = await admin2(t, corp);
    const ended = await late.licence.summary();
    expect(ended.counts).toMatchObject({ expired: total });
    expect(ended.uncovered).toBe(before.uncovered);
    expect((await late.licence.list({ state: 'expired', limit: 3 })).items).toHaveLength(3);
  });
}

/** The session before has run out with the year. */
const admin2 = (t: Awaited<ReturnType<typeof testApp>>, corp: 'suite' | 'agency') => t.as('admin', corp);

test('PM-04 WeCom’s refusal is shown and the list stays; a self-built app needs no licence', async () => {
  const t = await testApp({ corps: ['agency', 'selfBuilt'] });
  const admin = await t.as('admin', 'agency');
  await admin.licence.sync();
  await t.settle();
  const { total } = await admin.licence.list({ state: 'valid' });
  await t.sandbox.fault('/cgi-bin/license/list_actived_account', 'errcode', 701015, 20);
  await t.advance(1000);
  await admin.licence.sync();
  await t.settle();
  expect((await admin.licence.summary()).sync).toMatchObject({ state: 'failed', error: expect.stringContaining('701015') });
  expect((await admin.licence.list({ state: 'valid' })).total).toBe(total);
  const own = await t.as('admin', 'selfBuilt');
  expect((await own.licence.summary()).needed).toBe(false);
  await expect(own.licence.sync()).rejects.toMatchObject({ code: 'licence_not_needed' });
  await expect((await t.as('staff', 'agency', (await admin.org.staff({ limit: 1 })).items[0]!.id)).licence.summary()).rejects.toMatchObject({ code: 'not_allowed' });
});
