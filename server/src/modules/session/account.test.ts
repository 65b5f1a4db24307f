import { expect, test } from 'vitest';
import { browser, digits, owner, ownerWithFactor, password, refused } from '../../../test/account';
import { testApp } from '../../../test/app';

test('PM-03 local accounts are made, shut out at once, let in again, and the last owner stays', async () => {
  const t = await testApp();
  const api = await owner(t);
  const made = await api.accounts.create({ name: '审计 王', password: 'another password', role: 'auditor' });
  expect(await refused(api.accounts.create({ name: '审计 王', password: 'another password', role: 'admin' }))).toBe('account_name_taken');
  expect(await refused(api.accounts.create({ name: 'x', password: 'short', role: 'admin' }))).toBe('bad_input');

  const auditor = browser(t);
  expect((await auditor.session.signIn({ name: '审计 王', password: 'another password' })).role).toBe('auditor');
  expect((await auditor.audit.list({})).total).toBeGreaterThan(0);
  expect(await refused(auditor.tags.sync())).toBe('not_allowed');
  expect(await refused(auditor.accounts.list())).toBe('not_allowed');

  await api.accounts.setRole({ id: made.id, role: 'operator' });
  expect((await auditor.session.me()).role).toBe('operator');
  expect(await refused(auditor.audit.list({}))).toBe('not_allowed');
  await api.accounts.disable({ id: made.id });
  expect(await refused(auditor.session.me())).toBe('not_signed_in');
  expect(await refused(auditor.session.signIn({ name: '审计 王', password: 'another password' }))).toBe('wrong_password');
  await api.accounts.enable({ id: made.id });
  await auditor.session.signIn({ name: '审计 王', password: 'another password' });

  const own = (await api.accounts.list()).items.find(({ current }) => current)!;
  expect(await refused(api.accounts.disable({ id: own.id }))).toBe('last_owner');
  expect(await refused(api.accounts.setRole({ id: own.id, role: 'admin' }))).toBe('last_owner');
  expect((await api.session.me()).role).toBe('owner');
  expect(await refused(api.accounts.disable({ id: 'acc_none' }))).toBe('not_found');
});

test('PM-03 a changed password signs out the other browsers, not this one', async () => {
  const t = await testApp();
  const here = await owner(t);
  const elsewhere = await owner(t);
  expect(await refused(here.accounts.changeMyPassword({ old: 'wrong', password: 'a better password' }))).toBe('wrong_password');
  await here.accounts.changeMyPassword({ old: password, password: 'a better password' });
  expect((await here.session.me()).name).toBe('owner');
  expect(await refused(elsewhere.session.me())).toBe('not_signed_in');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password }))).toBe('wrong_password');
});

test('PM-03 the sign-in log says who, when, from where, and how it ended', async () => {
  const t = await testApp();
  const api = await owner(t);
  await refused(browser(t).session.signIn({ name: 'owner', password: 'guess' }));
  await refused(browser(t).session.signIn({ name: 'nobody', password: 'guess' }));
  const { items, total } = await api.session.signIns({});
  expect(total).toBe(3);
  expect(items.map(({ name, outcome }) => [name, outcome])).toEqual([['nobody', 'wrongPassword'], ['owner', 'wrongPassword'], ['owner', 'ok']]);
  expect(items[0]).toMatchObject({ method: 'password', ip: expect.stringContaining('127.0.0.1'), userAgent: 'a browser', at: t.clock.now() });
  expect((await api.session.signIns({ outcome: 'wrongPassword', name: 'OWN' })).total).toBe(1);
  // What belongs to the server is not shown to the staff of one company.
  const [someone] = (await api.org.staff({ limit: 1 })).items;
  expect((await (await t.as('admin', 'selfBuilt', someone!.id)).session.signIns({})).total).toBe(0);
});

test('PM-03 one’s own sessions can be seen and ended, another’s not', async () => {
  const t = await testApp();
  const here = await owner(t);
  const elsewhere = await owner(t);
  const { items } = await here.session.mine();
  expect(items).toHaveLength(2);
  await here.session.revokeMine({ id: items.find(({ current }) => !current)!.id });
  expect(await refused(elsewhere.session.me())).toBe('not_signed_in');
  const stranger = await t.as('staff', 'selfBuilt', (await here.org.staff({ limit: 1 })).items[0]!.id);
  expect(await refused(stranger.session.revokeMine({ id: items.find(({ current }) => current)!.id }))).toBe('not_found');
});

test('PM-03 an owner turns off a colleague’s second factor with a reason, which the audit log keeps, and nobody their own', async () => {
  const t = await testApp();
  const { api } = await ownerWithFactor(t);
  const made = await api.accounts.create({ name: '财务 李', password: 'another password', role: 'admin' });
  const theirs = browser(t);
  await theirs.session.signIn({ name: '财务 李', password: 'another password' });
  const { secret } = await theirs.accounts.beginSecondFactor();
  const { codes } = await theirs.accounts.enableSecondFactor({ secret, code: digits(t, secret) });
  const own = (await api.accounts.list()).items.find(({ current }) => current)!;
  expect(await refused(api.accounts.resetSecondFactor({ id: own.id, reason: '换手机' }))).toBe('second_factor_own');
  expect(await refused(api.accounts.resetSecondFactor({ id: made.id, reason: '  ' }))).toBe('bad_input');
  expect(await refused(theirs.accounts.resetSecondFactor({ id: own.id, reason: '换手机' }))).toBe('not_allowed');
  expect(await api.accounts.resetSecondFactor({ id: made.id, reason: '手机丢失，已当面核对' })).toMatchObject({ secondFactor: false });
  // Whoever has the phone that was lost is signed out with it.
  expect(await refused(theirs.session.me())).toBe('not_signed_in');
  expect(await refused(browser(t).session.signIn({ name: '财务 李', password: 'another password', code: codes[0]! }))).toBe('done');
  expect(await t.app.database.query('SELECT id FROM account_recovery WHERE accountId = ?', [made.id])).toEqual([]);
  const { items } = await api.audit.list({ objectId: made.id });
  expect(items.find(({ call, outcome }) => call === 'accounts.resetSecondFactor' && outcome === 'done')!.fields).toEqual(expect.arrayContaining(['of 财务 李', 'reason 手机丢失，已当面核对']));
});
