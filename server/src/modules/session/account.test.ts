import axios from 'axios';
import { expect, test } from 'vitest';
import { browser, digits, owner, ownerWithFactor, password, refused } from '../../../test/account';
import { clientWith, testApp } from '../../../test/app';
import { Staff } from '../org';

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

test('PM-03 PM-02 every session can be seen and ended, however many there are, and of colleagues out of reach none', async () => {
  const t = await testApp();
  const here = await owner(t);
  const [one, two] = (await here.org.staff({ limit: 2 })).items;
  const first = await t.as('staff', 'selfBuilt', one!.id);
  const sessionId = (await first.session.mine({})).items[0]!.id;
  await t.advance(61_000);
  for (let n = 0; n < 210; n++) await t.as('staff', 'selfBuilt', two!.id);
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await here.session.list({ limit: 100, cursor });
    expect(page.total).toBe(212);
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect([seen.length, new Set(seen).size, seen.includes(sessionId)]).toEqual([212, 212, true]);
  const role = await here.access.createRole({ name: '看自己的登录', allow: ['system.read', 'system.write'], scope: 'own' });
  const narrow = await t.as('staff', 'selfBuilt', two!.id);
  await here.access.assign({ staffId: two!.id, roleIds: [role.id] });
  expect((await narrow.session.list({})).total).toBe(211);
  expect(await refused(narrow.session.revoke({ id: sessionId }))).toBe('not_found');
  await here.session.revoke({ id: sessionId });
  expect(await refused(first.session.me())).toBe('not_signed_in');
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

test('PM-03 PM-02 staff sign in with WeCom in two pages at once and by another name of the server; what fails is a page with a sentence and a way on', async () => {
  const t = await testApp({ settings: { trustedProxies: 1 } });
  const corp = t.corps.selfBuilt;
  const [someone] = (await (await t.as('admin')).org.staff({ limit: 1 })).items;
  const page = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const go = (url: string, headers: Record<string, string> = {}) => axios.get<string>(url, { maxRedirects: 0, validateStatus: () => true, responseType: 'text', headers: { accept: page, ...headers } });
  const cookieOf = (reply: Awaited<ReturnType<typeof go>>) => reply.headers['set-cookie']?.[0] ?? '';
  /** As far as WeCom, which leads back. */
  async function begin(path: string, cookie = '') {
    const asked = await go(`${t.publicUrl}${path}corp=${corp.id}`, { cookie });
    const wecom = new URL(asked.headers.location as string);
    wecom.searchParams.set('as', `selfBuilt/${someone!.userId}`);
    return { back: (await go(wecom.href)).headers.location as string, cookie: cookieOf(asked).split(';')[0]! };
  }
  const first = await begin('/oauth/sidebar?page=pages/me/index&');
  const second = await begin('/oauth/admin?', first.cookie);
  const console_ = await go(second.back, { cookie: second.cookie });
  expect([console_.status, console_.headers.location]).toEqual([302, '/admin/']);
  const landed = await go(first.back, { cookie: first.cookie });
  expect(landed.headers.location).toMatch(/^\/sidebar\/\?ticket=.+#\/pages\/me\/index$/);
  const ticket = new URL(landed.headers.location as string, t.publicUrl).searchParams.get('ticket')!;
  const { token, me } = await clientWith(t.publicUrl, 'none').session.redeem({ ticket });
  expect(me.staffId).toBe(someone!.id);

  // A link in WeCom opens in its client: the same address signs in there without a picture to scan.
  const inClient = await go(`${t.publicUrl}/oauth/admin?corp=${corp.id}`, { 'user-agent': 'Mozilla/5.0 MicroMessenger/7.0.1 wxwork/4.1.36' });
  expect(new URL(inClient.headers.location as string).pathname).toBe('/connect/oauth2/authorize');

  // By another name the cookie would be lost on the way, so the browser is led to the public one, once; in a frame of another site it is kept.
  const elsewhere = t.publicUrl.replace('localhost', '127.0.0.1');
  const sent = (await go(`${elsewhere}/oauth/admin?corp=${corp.id}`)).headers.location as string;
  expect(sent).toBe(`${t.publicUrl}/oauth/admin?corp=${corp.id}&sent=1`);
  expect(cookieOf(await go(sent.replace('localhost', '127.0.0.1')))).toContain('scrm_browser=');
  const framed = await go(`${t.publicUrl}/oauth/sidebar?corp=${corp.id}`, { 'x-forwarded-proto': 'https' });
  expect(cookieOf(framed)).toMatch(/; secure; httponly/i);
  expect(cookieOf(framed)).toMatch(/samesite=none/i);
  expect(cookieOf(framed)).toMatch(/partitioned/i);

  // A code that was used, a sign-in that somebody else began, one that took too long.
  const again = await go(first.back, { cookie: first.cookie });
  expect([again.status, again.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  expect(again.data).toContain('登录已过期，或者不是从这个浏览器开始的，请重新登录');
  expect(again.data).toContain('oauth_expired');
  expect(again.data).toContain(`href="/oauth/sidebar?corp=${corp.id}&amp;page=pages%2Fme%2Findex"`);
  const begun = await begin('/oauth/admin?');
  const foreign = await go(begun.back, { 'accept-language': 'en-GB,en' });
  expect(foreign.data).toContain('was begun in another browser');
  expect(foreign.data).toContain('<html lang="en">');
  expect(foreign.data).toContain('href="/admin/"');
  expect((await axios.get<{ code: string }>(begun.back, { validateStatus: () => true })).data.code).toBe('oauth_expired');
  await t.advance(600_000);
  expect((await go(begun.back, { cookie: begun.cookie })).data).toContain('oauth_expired');
  expect((await go(`${t.publicUrl}/oauth/admin?corp=%22%3E%3Cscript%3E`)).data).not.toContain('<script');
  expect((await go(`${t.publicUrl}/wecom/install/done?state=x`)).data).toContain('href="/wecom/install"');

  // Who left is shut out at once, on every page, and when they try to come back.
  const leaver = await begin('/oauth/sidebar?');
  await t.app.database.write(corp.id, (tx) => tx.update(Staff, { id: someone!.id }, { state: 'left' }));
  expect(await refused(clientWith(t.publicUrl, token).session.me())).toBe('not_signed_in');
  const shut = await go(leaver.back, { cookie: leaver.cookie });
  expect([shut.status, shut.data.includes('你的账号已停用或已离职')]).toEqual([403, true]);
  const log = (await (await owner(t)).session.signIns({ limit: 10 })).items;
  expect(log.filter(({ method }) => method === 'wecom').map(({ outcome, name }) => [outcome, name]).slice(0, 2)).toEqual([['refused', someone!.name], ['refused', '']]);
});
