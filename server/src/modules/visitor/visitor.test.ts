import axios from 'axios';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { CorpKey, WechatUser } from '../../../sandbox/control';
import { demo } from '../../../sandbox/demo';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { createLog } from '../../core/log';
import { WechatClient } from '../../wechat/client';
import { identitiesOf, startReconciliation } from '../customer';
import { Visitor, VisitorContactWay } from './entity';

const kinds = ['selfBuilt', 'agency', 'suite'] as const;
const minute = 60_000;
const dbOf = (t: TestApp, corp: CorpKey) => t.app.database.corp(t.corps[corp].id);
const stranger = (t: TestApp) => clientWith(t.publicUrl, 'none');

/** A live code with one staff member behind it. */
async function makeCode(api: Client<Api>) {
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 1 });
  return api.liveCodes.create({ name: '展会', staffIds: items.map((one) => one.id) });
}

async function wxLogin(t: TestApp, person: WechatUser): Promise<string> {
  return (await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: demo.mini.appid })).code;
}

/** Opens the mini-program of this corp: a client of the API as this WeChat user. */
async function visit(t: TestApp, person: WechatUser, corp: CorpKey) {
  const { token, ...reply } = await stranger(t).visitor.signIn({ code: await wxLogin(t, person), corp: t.corps[corp].id });
  return { ...reply, token, api: clientWith(t.publicUrl, token) };
}

async function visitors(t: TestApp, corp: CorpKey) {
  return dbOf(t, corp).find(Visitor);
}

/** Whose names these are: of the one customer with this external_userid. */
async function namesOf(t: TestApp, corp: CorpKey, externalUserid: string) {
  const { items, total } = await (await t.as('admin', corp)).customers.list({ keyword: externalUserid });
  expect(total).toBe(1);
  return { customerId: items[0]!.id, names: await identitiesOf(dbOf(t, corp), items[0]!.id) };
}

const bothNames = (person: WechatUser, externalUserid: string) => expect.arrayContaining([
  { kind: 'externalUserid', value: externalUserid }, { kind: 'unionid', value: person.unionid }, { kind: 'miniOpenid', value: expect.stringContaining(`${demo.mini.appid}:o`) as string },
]) as unknown;

for (const corp of kinds) {
  test(`CU-04 who opens the mini-program first and is added later is one customer: ${corp}`, async () => {
    const t = await testApp({ corps: [corp] });
    const code = await makeCode(await t.as('operator'));
    const person = await t.sandbox.newPerson('李梅');
    const first = await visit(t, person, corp);
    expect(first.isCustomer).toBe(false);
    expect(await first.api.visitor.contact()).toMatchObject({ people: [], code: { qrUrl: code.qrUrl } });

    const { externalUserid } = await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    const { customerId, names } = await namesOf(t, corp, externalUserid);
    expect(names).toEqual(bothNames(person, externalUserid));
    expect(await visitors(t, corp)).toMatchObject([{ customerId }]);
    const { people, code: general } = await first.api.visitor.contact();
    expect([people.length, general]).toEqual([1, null]);
    expect((await visit(t, person, corp)).isCustomer).toBe(true);
    expect(await visitors(t, corp)).toHaveLength(1);
  });

  test(`CU-04 who was added first is the same customer in the mini-program: ${corp}`, async () => {
    const t = await testApp({ corps: [corp] });
    const api = await t.as('operator');
    const code = await makeCode(api);
    const person = await t.sandbox.newPerson('王芳');
    const { externalUserid, userid } = await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    const since = t.clock.now();

    const visitor = await visit(t, person, corp);
    expect(visitor.isCustomer).toBe(true);
    expect(visitor.brand).toMatchObject({ corp: t.corps[corp].id, name: t.corps[corp].name });
    expect((await namesOf(t, corp, externalUserid)).names).toEqual(bothNames(person, externalUserid));
    const { people, code: general } = await visitor.api.visitor.contact();
    expect(general).toBeNull();
    const { id, name } = code.staff[0]!;
    expect(people).toEqual([{ id, name: corp === 'suite' ? null : name, avatarUrl: expect.any(String) as string, since: expect.any(Number) as number, code: { state: 'ready', qrUrl: expect.stringContaining('/qr/') as string } }]);
    expect(Math.abs(people[0]!.since - since)).toBeLessThan(minute);

    // The code adds exactly that person, here a friend of the customer's who is given the phone.
    const [shown] = people;
    if (shown?.code.state !== 'ready') throw new Error('no code');
    const met = await t.sandbox.scan(await t.sandbox.newPerson('陈静'), shown.code.qrUrl);
    expect(met.userid).toBe(userid);
  });
}

test('the add code of a contact person is made once, however many customers look at the same time', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const code = await makeCode(await t.as('operator'));
  const clients = [];
  for (const name of ['甲', '乙', '丙']) {
    const person = await t.sandbox.newPerson(name);
    await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    clients.push((await visit(t, person, 'selfBuilt')).api);
  }
  await Promise.all([...clients, ...clients].map((api) => api.visitor.contact()));
  await t.advance(minute);
  const codes = await t.control<{ state: string; users: string[] }[]>('GET', '/sandbox/codes');
  expect(codes.filter((one) => one.state.startsWith('vc_'))).toHaveLength(1);
  expect(await dbOf(t, 'selfBuilt').count(VisitorContactWay)).toBe(1);
  for (const api of clients) expect((await api.visitor.contact()).people[0]!.code.state).toBe('ready');
});

test('an add code whose answer was lost is found again, not made twice', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const code = await makeCode(await t.as('operator'));
  const person = await t.sandbox.newPerson('赵敏');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const { api } = await visit(t, person, 'selfBuilt');
  await t.sandbox.fault('/cgi-bin/externalcontact/add_contact_way', 'drop', 1);
  expect((await api.visitor.contact()).people[0]!.code).toEqual({ state: 'preparing' });
  await t.advance(2 * minute);
  expect((await api.visitor.contact()).people[0]!.code.state).toBe('ready');
  expect((await t.control<{ state: string }[]>('GET', '/sandbox/codes')).filter((one) => one.state.startsWith('vc_'))).toHaveLength(1);
});

test('a contact person who leaves is shown no more, and nobody can be added by their code', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const code = await makeCode(await t.as('operator'));
  const person = await t.sandbox.newPerson('孙丽');
  const { userid } = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const { api } = await visit(t, person, 'selfBuilt');
  expect((await api.visitor.contact()).people).toHaveLength(1);
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid, leave: true });
  await t.advance(minute);
  // The only live code had nobody else behind it, so there is nothing that could be offered.
  expect(await api.visitor.contact()).toMatchObject({ people: [], code: null });
  expect((await t.control<{ state: string }[]>('GET', '/sandbox/codes')).filter((one) => one.state.startsWith('vc_'))).toEqual([]);
  expect(await dbOf(t, 'selfBuilt').count(VisitorContactWay)).toBe(0);
});

test('the nightly comparison notices an add code that was deleted at WeCom, and the next visit makes a new one', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const code = await makeCode(await t.as('operator'));
  const person = await t.sandbox.newPerson('周杰');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const { api } = await visit(t, person, 'selfBuilt');
  await api.visitor.contact();
  const db = dbOf(t, 'selfBuilt');
  const [way] = await db.find(VisitorContactWay);
  await (await t.app.services.wecom(db.corpId)).post('/cgi-bin/externalcontact/del_contact_way', { config_id: way!.configId }, z.object({}));
  await t.app.database.write(db.corpId, (tx) => startReconciliation(tx, t.clock.now()));
  await t.settle();
  expect((await db.find(VisitorContactWay))[0]).toMatchObject({ configId: '', qrUrl: '' });
  expect((await api.visitor.contact()).people[0]!.code.state).toBe('ready');
  expect((await db.find(VisitorContactWay))[0]!.configId).not.toBe(way!.configId);
});

test('a code signs in once; one that is spent, wrong or of another program is refused in words', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const person = await t.sandbox.newPerson('吴刚');
  const corp = t.corps.selfBuilt.id;
  const code = await wxLogin(t, person);
  await stranger(t).visitor.signIn({ code, corp });
  await expect(stranger(t).visitor.signIn({ code, corp })).rejects.toMatchObject({ code: 'mini_code_spent', status: 400, message: expect.stringContaining('微信登录已过期') as string });
  await expect(stranger(t).visitor.signIn({ code: 'guessed', corp })).rejects.toMatchObject({ code: 'mini_code_spent' });
  const foreign = await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: 'wxanother00000001' });
  await expect(stranger(t).visitor.signIn({ code: foreign.code, corp })).rejects.toMatchObject({ code: 'mini_code_spent' });
  expect(await visitors(t, 'selfBuilt')).toHaveLength(1);

  const again = await visit(t, person, 'selfBuilt');
  expect(await again.api.visitor.contact()).toMatchObject({ people: [] });
  expect(await visitors(t, 'selfBuilt')).toHaveLength(1);
});

test('what WeChat has against a sign-in is said in words; a busy WeChat is asked once more', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const person = await t.sandbox.newPerson('郑爽');
  const attempt = async () => visit(t, person, 'selfBuilt');
  const told = { 40226: 'mini_user_refused', 45011: 'wechat_busy', 40013: 'wechat_failed' } as const;
  for (const [errcode, code] of Object.entries(told)) {
    await t.sandbox.fault('/sns/jscode2session', 'errcode', Number(errcode));
    await expect(attempt()).rejects.toMatchObject({ code });
  }
  await t.sandbox.fault('/sns/jscode2session', 'http500');
  await expect(attempt()).rejects.toMatchObject({ code: 'wechat_unreachable', status: 502 });
  await t.sandbox.fault('/sns/jscode2session', 'errcode', -1);
  expect((await attempt()).token).not.toBe('');
});

test('a visitor is let in when WeCom cannot say who it is, and recognised when it can again', async () => {
  const t = await testApp({ corps: ['agency'] });
  const code = await makeCode(await t.as('operator'));
  const person = await t.sandbox.newPerson('冯雪');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  await t.sandbox.fault('/cgi-bin/idconvert/unionid_to_external_userid', 'errcode', 610016);
  const { isCustomer, api } = await visit(t, person, 'agency');
  expect(isCustomer).toBe(false);
  // CU-04 the ledger keeps what WeCom said, and trying again from there finds out who it is.
  const admin = await t.as('admin');
  const [failed] = (await admin.conversions.list({ state: 'failed' })).items;
  expect(failed).toMatchObject({ kind: 'unionidToExternal', errcode: 610016, tries: 1, customer: null });
  await t.sandbox.fault('/cgi-bin/idconvert/unionid_to_external_userid', 'errcode', 610016);
  expect(await admin.conversions.retry({ id: failed!.id })).toMatchObject({ state: 'failed', tries: 2 });
  expect(await admin.conversions.retry({ id: failed!.id })).toMatchObject({ state: 'done', error: '', customer: { name: person.name } });
  expect((await admin.conversions.list({})).counts).toMatchObject({ failed: 0 });
  await expect((await t.as('operator')).conversions.list({})).rejects.toMatchObject({ code: 'not_allowed' });
  expect((await api.visitor.contact()).people).toHaveLength(1);
});

test('a visitor of one company sees nothing of another', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const code = await makeCode(await t.as('operator', 'agency'));
  const person = await t.sandbox.newPerson('蒋欣');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const elsewhere = await visit(t, person, 'selfBuilt');
  expect(elsewhere.isCustomer).toBe(false);
  expect(await elsewhere.api.visitor.contact()).toMatchObject({ brand: { corp: t.corps.selfBuilt.id }, people: [], code: null });
  const at = await visit(t, person, 'agency');
  expect((await at.api.visitor.contact()).people).toHaveLength(1);
  await expect(stranger(t).visitor.signIn({ code: await wxLogin(t, person), corp: 'corp_none' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(stranger(t).visitor.signIn({ code: await wxLogin(t, person) })).rejects.toMatchObject({ code: 'no_corp_chosen' });
  expect(await stranger(t).visitor.home({})).toMatchObject({ brand: null, code: null });
  expect(await stranger(t).visitor.home({ corp: t.corps.agency.id })).toMatchObject({ brand: { name: t.corps.agency.name }, code: { qrUrl: code.qrUrl } });
});

test('a visitor may call what is made for visitors and nothing else; staff may not', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  const { token } = await visit(t, await t.sandbox.newPerson('沈冰'), 'selfBuilt');
  const post = (path: string, body: object = {}) => axios.post<{ code: string }>(t.publicUrl + path, body, { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true });
  const { paths } = t.app.api.describe() as { paths: Record<string, Record<string, { 'x-permission': string }>> };
  const closed = Object.entries(paths).filter(([, verbs]) => !['public', 'visitor'].includes(Object.values(verbs)[0]!['x-permission'])).map(([path]) => path);
  expect(closed).toContain('/api/customers.list');
  for (const path of closed) expect([path, (await post(path)).data.code]).toEqual([path, 'not_allowed']);
  expect((await post('/api/session.me')).data.code).toBe('not_allowed');
  expect((await post('/api/session.enter', { corpId: t.corps.selfBuilt.id })).data.code).toBe('not_found');
  expect((await axios.get<unknown>(`${t.publicUrl}/api/live`, { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true })).status).toBe(403);

  const owner = await t.as('owner');
  await expect(owner.visitor.contact()).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(stranger(t).visitor.contact()).rejects.toMatchObject({ code: 'not_signed_in' });
  expect((await owner.session.me()).calls).not.toContain('visitor.contact');
  // Customers do not crowd out the people on the console's list of sessions.
  expect((await owner.session.list({})).items.map((one) => one.role)).toEqual(['owner']);
});

test('without a mini-program the sign-in says so', async () => {
  const t = await testApp({ corps: ['selfBuilt'] });
  t.app.services.wechat = new WechatClient({ baseUrl: t.config.wechatUrl, mini: null, official: null, log: createLog({ level: 'silent' }) });
  await expect(stranger(t).visitor.signIn({ code: 'any' })).rejects.toMatchObject({ code: 'mini_not_configured', status: 409 });
});

/** Goes the way of a web page inside WeChat as far as `stop`: where the browser stands at last. */
async function webSignIn(t: TestApp, person: WechatUser, { corp = t.corps.selfBuilt.id, change = (url: URL) => url } = {}): Promise<URL> {
  const go = (url: string, cookie = '') => axios.get<string>(url, { maxRedirects: 0, validateStatus: () => true, headers: { cookie } });
  const asked = await go(`${t.publicUrl}/oauth/visitor?corp=${corp}&page=contact`);
  const cookie = (asked.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const wechat = new URL(asked.headers.location as string);
  expect(wechat.hash).toBe('#wechat_redirect');
  wechat.searchParams.set('as', person.id);
  const back = await go(wechat.href);
  const landed = await go(change(new URL(back.headers.location as string)).href, cookie);
  return new URL((landed.headers.location as string).replace('/#/', '/'), t.publicUrl);
}

const ticketOf = (landed: URL) => landed.searchParams.get('ticket')!;

for (const corp of kinds) {
  test(`CU-04 by the official account's web page, by the mini-program and in WeCom one person is one customer: ${corp}`, async () => {
    const t = await testApp({ corps: [corp] });
    const code = await makeCode(await t.as('operator'));
    const person = await t.sandbox.newPerson('周雨');
    const landed = await webSignIn(t, person, { corp: t.corps[corp].id });
    expect([landed.pathname, landed.searchParams.get('corp')]).toEqual(['/m/pages/contact/index', t.corps[corp].id]);
    const { token } = await stranger(t).visitor.redeem({ ticket: ticketOf(landed) });
    const web = clientWith(t.publicUrl, token);
    expect(await web.visitor.contact()).toMatchObject({ people: [], code: { qrUrl: code.qrUrl } });
    await visit(t, person, corp);

    const { externalUserid } = await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    const { customerId, names } = await namesOf(t, corp, externalUserid);
    expect(names).toEqual(bothNames(person, externalUserid));
    expect(names).toContainEqual({ kind: 'officialOpenid', value: expect.stringContaining(`${demo.official.appid}:o`) as string });
    expect((await visitors(t, corp)).map((one) => [one.via, one.customerId]).sort()).toEqual([['mini', customerId], ['official', customerId]]);
    expect((await web.visitor.contact()).people).toHaveLength(1);
    // Seen again, they are the same visitor.
    await webSignIn(t, person, { corp: t.corps[corp].id });
    expect(await visitors(t, corp)).toHaveLength(2);
  });
}

test('CU-04 a ticket works once, and a sign-in that somebody else began, or a spent code, is not ours', async () => {
  const t = await testApp();
  const person = await t.sandbox.newPerson('周雨');
  const ticket = ticketOf(await webSignIn(t, person));
  await stranger(t).visitor.redeem({ ticket });
  await expect(stranger(t).visitor.redeem({ ticket })).rejects.toMatchObject({ code: 'mini_code_spent' });
  await expect(stranger(t).visitor.redeem({ ticket: 'guessed-by-somebody-else' })).rejects.toMatchObject({ code: 'mini_code_spent' });

  const changed = (name: string, value: string) => (url: URL) => {
    url.searchParams.set(name, value);
    return url;
  };
  for (const [name, value] of [['state', ''], ['state', 'x'.repeat(57)], ['code', 'guessed']] as const) {
    const landed = await webSignIn(t, person, { change: changed(name, value) });
    expect([landed.searchParams.get('problem'), ticketOf(landed)], `${name}=${value}`).toEqual(['mini_code_spent', null]);
  }
  await t.sandbox.fault('/sns/oauth2/access_token', 'errcode', 45011);
  expect((await webSignIn(t, person)).searchParams.get('problem')).toBe('wechat_busy');
});

test('without an official account the web pages say so, and no page of another company’s is opened', async () => {
  const ask = async (t: TestApp, corp: string) => (await axios.get<{ code: string }>(`${t.publicUrl}/oauth/visitor?corp=${corp}`, { maxRedirects: 0, validateStatus: () => true })).data.code;
  const t = await testApp();
  expect((await stranger(t).visitor.home({})).knowsOnWeb).toBe(true);
  expect(await ask(t, 'co_01JD7Q00000000000000000000')).toBe('not_found');
  const without = await testApp({ settings: { official: null } });
  expect(await ask(without, without.corps.selfBuilt.id)).toBe('official_not_configured');
  expect((await stranger(without).visitor.home({})).knowsOnWeb).toBe(false);
});
