import { expect, test } from 'vitest';
import { answerWithin } from '@scrm/shared/privacy-rule';
import { demo } from '../../../sandbox/demo';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { defineModule, checkModules } from '../../core/module';
import { maskPersonalIds } from '../../core/personal/mask';
import { Customer } from '../customer';
import { hasConsent } from '.';
import { dueAt } from './due';
import { Consent, PrivacyRequest } from './entity';

const hour = 3_600_000;
const db = (t: TestApp) => t.app.database.corp(t.corps.selfBuilt.id);

async function meet(t: TestApp, name = '李梅') {
  const api = await t.as('admin');
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 2 });
  const code = await api.liveCodes.create({ name: '展会', staffIds: [items[0]!.id] });
  const person = await t.sandbox.newPerson(name);
  const { externalUserid } = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const visit = async () => {
    const { code: login } = await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: demo.mini.appid });
    return clientWith(t.publicUrl, (await clientWith(t.publicUrl, 'none').visitor.signIn({ code: login, corp: t.corps.selfBuilt.id })).token);
  };
  const customer = (await db(t).findOne(Customer, { externalUserid }))!;
  return { api, customer, staffId: items[0]!.id, otherStaffId: items[1]!.id, externalUserid, visit };
}

test('BX-15 consent that is withdrawn holds no more at once, whoever withdraws it, and the ledger keeps every word', async () => {
  const t = await testApp();
  const { api, customer, staffId, otherStaffId, visit } = await meet(t);
  const purpose = await api.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '我同意接收活动通知' });
  const holds = () => hasConsent(db(t), customer.id, 'marketing');
  expect(await holds()).toBe(false);
  await expect(api.consents.record({ customerId: customer.id, purposeId: purpose.id, given: true })).rejects.toMatchObject({ code: 'consent_evidence_missing' });

  const sidebar = await t.as('staff', 'selfBuilt', staffId);
  await sidebar.consents.record({ customerId: customer.id, purposeId: purpose.id, given: true, evidence: '聊天里回复「同意」', channel: 'sidebar' });
  expect(await holds()).toBe(true);
  // A double click says the same once.
  await Promise.all([1, 2, 3].map(() => sidebar.consents.record({ customerId: customer.id, purposeId: purpose.id, given: true, evidence: '再点一次', channel: 'sidebar' })));
  expect(await db(t).count(Consent)).toBe(1);
  const held = async (one: typeof api) => (await one.consents.purposes()).items[0]!.given;
  expect([await held(api), await held(sidebar), await held(await t.as('staff', 'selfBuilt', otherStaffId))]).toEqual([1, 1, 0]);

  const visitor = await visit();
  expect((await visitor.myPrivacy.get()).consents).toMatchObject([{ name: '活动通知', state: 'given', evidence: '' }]);
  await visitor.myPrivacy.setConsent({ purposeId: purpose.id, given: false });
  expect(await holds()).toBe(false);
  await t.advance(1000);
  await visitor.myPrivacy.setConsent({ purposeId: purpose.id, given: true });
  expect(await holds()).toBe(true);
  await t.advance(1000);
  await api.consents.record({ customerId: customer.id, purposeId: purpose.id, given: false });
  expect(await holds()).toBe(false);

  const { items, total } = await api.consents.ledger({});
  expect(total).toBe(4);
  expect(items.map(({ given, channel, by }) => [given, channel, by])).toEqual([[false, 'console', 'admin'], [true, 'miniprogram', ''], [false, 'miniprogram', ''], [true, 'sidebar', expect.any(String) as string]]);
  expect((await api.consents.ledger({ given: true })).total).toBe(2);
  const kinds = (await api.customers.timeline({ id: customer.id })).items.map((one) => one.kind);
  expect(kinds.filter((kind) => kind.startsWith('consent.'))).toEqual(['consent.withdrawn', 'consent.given', 'consent.withdrawn', 'consent.given']);
});

test('BX-15 a text has versions: consent to an older one holds unless it is asked for anew, and a retired purpose holds for nobody', async () => {
  const t = await testApp();
  const { api, customer } = await meet(t);
  const first = await api.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '第一版' });
  await expect(api.consents.createPurpose({ key: 'marketing', name: '另一个', text: 'x' })).rejects.toMatchObject({ code: 'consent_key_taken' });
  await expect(api.consents.createPurpose({ key: '活动', name: '另一个', text: 'x' })).rejects.toMatchObject({ code: 'bad_input' });
  await expect(api.consents.createPurpose({ key: 'long', name: '另一个', text: 'x'.repeat(10_000) })).rejects.toMatchObject({ code: 'bad_input' });
  await api.consents.record({ customerId: customer.id, purposeId: first.id, given: true, evidence: '签字' });
  const holds = () => hasConsent(db(t), customer.id, 'marketing');
  const second = await api.consents.updatePurpose({ ...first, text: '改了错字' });
  expect([second.version, await holds(), second.given]).toEqual([2, true, 1]);
  await expect(api.consents.updatePurpose({ ...first, text: '过时的修改' })).rejects.toMatchObject({ code: 'stale_edit' });
  const third = await api.consents.updatePurpose({ ...second, text: '新的用途', asksAgain: true });
  expect([third.version, await holds(), third.given]).toEqual([3, false, 0]);
  expect((await api.consents.ofCustomer({ customerId: customer.id })).items).toMatchObject([{ state: 'outdated', version: 3 }]);
  await api.consents.record({ customerId: customer.id, purposeId: first.id, given: true, evidence: '再次签字 😀' });
  expect(await holds()).toBe(true);
  await api.consents.retirePurpose({ id: first.id, retired: true });
  expect(await holds()).toBe(false);
  await expect(api.consents.record({ customerId: customer.id, purposeId: first.id, given: true, evidence: 'x' })).rejects.toMatchObject({ code: 'consent_purpose_retired' });
  // Taking it back is always possible.
  expect((await api.consents.record({ customerId: customer.id, purposeId: first.id, given: false })).items).toMatchObject([{ state: 'withdrawn' }]);
});

test('BX-15 what a person asks for is kept with its date, settled once and with an answer', async () => {
  const t = await testApp();
  const { api, customer, visit } = await meet(t);
  const visitor = await visit();
  await visitor.myPrivacy.ask({ type: 'correction', note: '名字写错了' });
  await Promise.all([visitor.myPrivacy.ask({ type: 'correction', note: '名字写错了' }), visitor.myPrivacy.ask({ type: 'correction', note: '还有生日' })]);
  const mine = await visitor.myPrivacy.get();
  expect(mine).toMatchObject({ isCustomer: true, requests: [{ type: 'correction', state: 'open' }] });
  expect(mine.summary.find((one) => one.label === '客户资料')).toMatchObject({ rows: 1 });
  const { items: [request], total } = await api.privacy.requests({ state: 'open' });
  expect(total).toBe(1);
  expect(request).toMatchObject({ customerName: '李梅', channel: 'miniprogram', note: '名字写错了\n还有生日', dueAt: dueAt(request!.receivedAt) });
  await expect(api.privacy.settleRequest({ id: request!.id, updatedAt: request!.updatedAt, state: 'refused', answer: '  ' })).rejects.toMatchObject({ code: 'privacy_answer_missing' });
  await expect(api.privacy.settleRequest({ id: request!.id, updatedAt: 1, state: 'done', answer: '已改' })).rejects.toMatchObject({ code: 'stale_edit' });
  await api.privacy.settleRequest({ id: request!.id, updatedAt: request!.updatedAt, state: 'done', answer: '已改' });
  await expect(api.privacy.settleRequest({ id: request!.id, updatedAt: request!.updatedAt, state: 'done', answer: '已改' })).rejects.toMatchObject({ code: 'privacy_request_settled' });
  expect((await visitor.myPrivacy.get()).requests).toMatchObject([{ state: 'done', answer: '已改' }]);

  // A wish to be erased is met by erasing.
  await visitor.myPrivacy.ask({ type: 'erasure' });
  const { items: [wish] } = await api.privacy.requests({ type: 'erasure' });
  await expect(api.privacy.settleRequest({ id: wish!.id, updatedAt: wish!.updatedAt, state: 'done', answer: '已删' })).rejects.toMatchObject({ code: 'privacy_erase_first' });
  await api.privacy.erase({ customerId: customer.id, name: '李梅' });
  await t.settle();
  expect(await api.privacy.request({ id: wish!.id })).toMatchObject({ state: 'done', customerName: null, note: '', settledBy: 'admin' });
  // Their session is gone with them; opening the program again makes them somebody whom nobody knows.
  await expect(visitor.myPrivacy.get()).rejects.toMatchObject({ code: 'not_signed_in' });
  const again = await visit();
  expect(await again.myPrivacy.get()).toMatchObject({ isCustomer: false, summary: [], requests: [] });
  await expect(again.myPrivacy.ask({ type: 'access' })).rejects.toMatchObject({ code: 'not_a_customer' });
});

test('BX-15 the last day is the fifteenth working day of China’s calendar, whatever the weekday', () => {
  expect(answerWithin.workingDays).toBe(15);
  const beijing = (text: string) => Date.parse(`${text}+08:00`);
  // The Sunday before Mid-Autumn is a working day, the Friday of the feast is none.
  expect(dueAt(beijing('2026-09-01T10:00:00'))).toBe(beijing('2026-09-21T23:59:59.999'));
  expect(dueAt(beijing('2026-09-05T00:30:00'))).toBe(beijing('2026-09-24T23:59:59.999'));
  expect(dueAt(beijing('2026-09-04T23:59:59'))).toBe(beijing('2026-09-24T23:59:59.999'));
  expect(dueAt(beijing('2026-09-28T09:00:00'))).toBe(beijing('2026-10-23T23:59:59.999'));
});

test('BX-15 the access file shows everything about one person, by an address that ends', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const { api, customer, externalUserid, visit } = await meet(t, '周<b>"杰');
  const { customer: other } = await meet(t, '旁人甲');
  await visit();
  await api.customers.remark({ id: customer.id, remark: '老客户', description: '喜欢蓝色' });
  await api.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: 0 });
  const { htmlUrl, jsonUrl, link } = await api.privacy.makeAccessLink({ customerId: customer.id, hours: 2 });
  const fetchText = async (url: string) => {
    const reply = await fetch(url);
    return { status: reply.status, text: await reply.text() };
  };
  const html = await fetchText(htmlUrl);
  expect(html.status).toBe(200);
  for (const word of ['周&lt;b&gt;&quot;杰', '老客户', '喜欢蓝色', externalUserid, '客户资料', '小程序与网页访客']) expect(html.text).toContain(word);
  for (const word of ['添加为客户', '备注变更']) expect(html.text).toContain(word);
  for (const code of ['customer.added', '{&quot;']) expect(html.text).not.toContain(code);
  expect(html.text).not.toContain('旁人甲');
  // By the company's clock, which is said.
  expect(html.text).toContain('生成时间（企业所在时区 America/New_York）</th><td>2026-08-31 22:');
  expect(html.text).not.toContain('2026-09-01 1');
  const json = JSON.parse((await fetchText(jsonUrl)).text) as { customerId: string; sections: { table: string; rows: Record<string, string>[] }[] };
  expect(json.customerId).toBe(customer.id);
  expect(json.sections.find((one) => one.table === 'FollowUser')!.rows[0]).toMatchObject({ 备注: '老客户', 描述: '喜欢蓝色' });
  expect((await api.privacy.accessLinks({ customerId: customer.id })).items).toMatchObject([{ id: link.id, downloads: 2, createdBy: 'admin' }]);
  expect((await api.customers.timeline({ id: customer.id, kinds: ['privacy.exported'] })).total).toBe(1);

  await expect((await t.as('owner', 'agency')).privacy.revokeAccessLink({ id: link.id })).rejects.toMatchObject({ code: 'not_found' });
  await t.advance(2 * hour);
  expect(await fetchText(htmlUrl)).toMatchObject({ status: 410, text: expect.stringContaining('access_link_over') as string });
  const second = await api.privacy.makeAccessLink({ customerId: customer.id });
  await api.privacy.revokeAccessLink({ id: second.link.id });
  expect((await fetchText(second.htmlUrl)).status).toBe(410);
  expect((await fetchText(second.htmlUrl.replace(/token=.*/, `token=${'x'.repeat(43)}`))).status).toBe(410);
  await expect((await t.as('operator')).privacy.makeAccessLink({ customerId: other.id })).rejects.toMatchObject({ code: 'not_allowed' });
});

test('BX-15 whose customer it is not, they do not exist for: lists, consents and requests keep to the reach', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const { api, customer, staffId, otherStaffId } = await meet(t);
  const { id: purposeId } = await api.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '文本' });
  await api.consents.record({ customerId: customer.id, purposeId, given: true, evidence: '签字' });
  await api.privacy.createRequest({ customerId: customer.id, type: 'access' });
  const [own, strange] = [await t.as('staff', 'selfBuilt', staffId), await t.as('staff', 'selfBuilt', otherStaffId)];
  expect([(await own.consents.ledger({})).total, (await strange.consents.ledger({})).total]).toEqual([1, 0]);
  await expect(strange.consents.ofCustomer({ customerId: customer.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(strange.consents.record({ customerId: customer.id, purposeId, given: false, channel: 'sidebar' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(own.privacy.requests({})).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(own.consents.createPurpose({ key: 'x1', name: 'x', text: 'x' })).rejects.toMatchObject({ code: 'not_allowed' });
  t.app.services.access.reachOf = async () => ({ staffIds: [otherStaffId] });
  expect((await api.privacy.requests({})).total).toBe(0);
  const [request] = await db(t).find(PrivacyRequest);
  await expect(api.privacy.request({ id: request!.id })).rejects.toMatchObject({ code: 'not_found' });
  const foreign = await t.as('owner', 'agency');
  await expect(foreign.consents.record({ customerId: customer.id, purposeId, given: false })).rejects.toMatchObject({ code: 'not_found' });
  await expect(foreign.privacy.settleRequest({ id: request!.id, updatedAt: request!.updatedAt, state: 'done', answer: 'x' })).rejects.toMatchObject({ code: 'not_found' });
});

test('BX-15 the boot names every table about customers that says nothing of access and erasure', () => {
  expect(() => checkModules([defineModule({ name: 'note', entities: [Consent, PrivacyRequest] })])).toThrow(
    /Consent \(module note\) has the column customerId: add personal\(Consent, \{ label, of, show, erase \}\)[\s\S]*PrivacyRequest \(module note\) has the column customerId/,
  );
});

test('BX-15 the log shortens ids of people and phone numbers, and leaves ours and the corp’s alone', () => {
  const external = 'wmEAlECwAAHrbWYDetiu3IaG8Ta7Ykzw';
  expect(maskPersonalIds(`{"x":"${external}","o":"oABCDEFGHIJKLMNOPQRSTUVWXYZ01","p":"13800138000"}`)).toBe('{"x":"wm…","o":"oABCDEFGHIJKLMNOPQRSTUVWXYZ01","p":"1…"}');
  expect(maskPersonalIds('oABCDEFGHIJKLMNOPQRSTUVWXYZ0')).toBe('oA…');
  const ours = 'cus_01J8ZQ4X9Y3M5N7P2R6T8V0W1X ww5f0c6e21d9a84b73 1756692000000 customer.onAdd';
  expect(maskPersonalIds(ours)).toBe(ours);
});
