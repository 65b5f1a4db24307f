import { expect, test } from 'vitest';
import type { AppMessage } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';

const sendPath = '/cgi-bin/externalcontact/send_welcome_msg';
const minute = 60_000;

async function world(t: TestApp) {
  const api = await t.as('operator');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const code = await api.liveCodes.create({ name: '浦东店', staffIds: [staff[0]!.id], welcome: { text: '您好 {customer}，我是{staff}', attachments: [{ kind: 'link', title: '新品', url: 'https://example.com/new' }] } });
  await t.settle();
  const inbox = async (userid: string) => (await t.control<AppMessage[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${userid}`)).filter(({ title }) => title === '请手动打招呼');
  const scan = async (name: string) => {
    const person = await t.sandbox.newPerson(name);
    const met = await t.sandbox.scan(person, code.qrUrl);
    return { person, ...met };
  };
  return { api, staff, code, inbox, scan };
}

test('WL-01 who was not greeted in time is greeted by hand: told once, with the words to say, and never twice', async () => {
  const t = await testApp();
  const { api, staff, inbox, scan } = await world(t);
  const rep = staff[0]!;
  // Late: the callback is worked off after the code's 20 seconds.
  const { person: first } = await scan('李梅');
  await t.sandbox.settle();
  await t.sandbox.advance(25_000);
  await t.settle();
  // Refused.
  await t.sandbox.fault(sendPath, 'errcode', 41053);
  await scan('王芳');
  await t.settle();
  // Another app was faster: nobody needs to greet.
  await t.sandbox.fault(sendPath, 'errcode', 41051);
  await scan('赵云');
  await t.settle();
  await t.advance(minute);
  await t.sandbox.repeatLastCallback();
  await t.settle();
  await t.advance(minute);
  const list = await api.welcome.byHand({ state: 'open' });
  expect(list.items.map(({ customerName, text, unclear }) => ({ customerName, text, unclear }))).toEqual([
    { customerName: '王芳', text: `您好 王芳，我是${rep.name}`, unclear: false }, { customerName: '李梅', text: `您好 李梅，我是${rep.name}`, unclear: false },
  ]);
  expect(list.items[0]!.attachments).toMatchObject([{ kind: 'link', title: '新品' }]);
  expect(list.items.every(({ toldAt }) => toldAt !== null)).toBe(true);
  const cards = await inbox(rep.userId);
  expect(cards.map(({ text }) => (text.match(/李梅/g) ?? []).length).reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(cards.map(({ text }) => (text.match(/王芳/g) ?? []).length).reduce((sum, one) => sum + one, 0)).toBe(1);

  // Only their own staff member and those above see and settle it; twice is once.
  const [mine, other] = [await t.as('staff', 'selfBuilt', rep.id), await t.as('staff', 'selfBuilt', staff[1]!.id)];
  expect((await other.welcome.byHand({})).total).toBe(0);
  const listed = (client: typeof api, staffId: string) => client.welcome.list({ staffId }).then(({ total }) => total);
  expect([await listed(api, rep.id), await listed(api, staff[1]!.id), await listed(other, rep.id)]).toEqual([3, 0, 0]);
  await expect(other.welcome.settleByHand({ id: list.items[0]!.id, state: 'done' })).rejects.toMatchObject({ code: 'not_found' });
  for (let twice = 0; twice < 2; twice++) expect(await mine.welcome.settleByHand({ id: list.items[0]!.id, state: 'done' })).toMatchObject({ state: 'done', customerName: '王芳' });
  expect((await mine.welcome.byHand({ customerId: list.items[1]!.customerId })).items).toMatchObject([{ customerName: '李梅', state: 'open' }]);
  // Who left again needs no greeting.
  await t.sandbox.unfriend(first, rep.userId, 'customer');
  await t.settle();
  expect((await api.welcome.byHand({ state: 'open' })).total).toBe(0);
  // Erased, nothing of it is left.
  const erased = list.items[0]!;
  const admin = await t.as('admin');
  await admin.privacy.erase({ customerId: erased.customerId, name: '王芳' });
  await t.settle();
  expect((await api.welcome.byHand({})).items.map(({ customerId }) => customerId)).not.toContain(erased.customerId);
});

test('WL-01 additions without a code and without another explanation tell of a welcome elsewhere, by staff member and since when', async () => {
  const t = await testApp();
  const { api, staff, scan, code } = await world(t);
  const rep = staff[0]!;
  const admin = await t.as('admin');
  expect((await api.welcome.conflicts()).items).toEqual([]);
  expect((await admin.doctor.run()).steps.find(({ name }) => name === 'welcome')).toMatchObject({ state: 'ok' });
  const console = (text: string) => t.control('POST', '/sandbox/console-welcome', { corp: 'selfBuilt', userid: rep.userId, text });
  await console('管理后台的欢迎语');
  const since = t.clock.now();
  const { person, userid } = await scan('李梅');
  await t.settle();
  expect((await t.sandbox.chat(person, userid)).filter(({ byApp }) => byApp).map(({ text }) => text)).toEqual(['管理后台的欢迎语']);
  await t.advance(minute);
  await scan('王芳');
  await t.settle();
  expect((await api.welcome.list({ outcome: 'noCode' })).items.map(({ noCodeWhy }) => noCodeWhy)).toEqual(['other', 'other']);
  const [conflict] = (await api.welcome.conflicts()).items;
  expect(conflict).toMatchObject({ staff: { id: rep.id }, noCode: 2, taken: 0 });
  expect(conflict!.since).toBeGreaterThanOrEqual(since);
  expect(conflict!.lastAt - conflict!.since).toBeGreaterThanOrEqual(minute);
  expect((await admin.doctor.run()).steps.find(({ name }) => name === 'welcome')).toMatchObject({ state: 'failed' });
  // Nobody has to greet by hand: the customer was greeted.
  expect((await api.welcome.byHand({})).total).toBe(0);
  expect((await (await t.as('staff', 'selfBuilt', staff[1]!.id)).welcome.conflicts()).items).toEqual([]);

  // Explained otherwise: who had been a friend of theirs before.
  await console('');
  await t.sandbox.unfriend(person, rep.userId, 'customer');
  await console('又有了');
  await t.advance(minute);
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  expect((await api.welcome.list({ limit: 1 })).items[0]).toMatchObject({ outcome: 'noCode', noCodeWhy: 'before' });
  // One that goes out again ends it.
  await console('');
  await t.advance(minute);
  await scan('陈晨');
  await t.settle();
  expect((await api.welcome.conflicts()).items).toEqual([]);
});
