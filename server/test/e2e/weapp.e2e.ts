import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CorpKey, WechatUser } from '../../sandbox/control';
import { demo } from '../../sandbox/demo';
import { faultsOf } from '../../../miniprogram/test/check';
import { startMiniProgram, type Answer, type OpenPage } from '../../../miniprogram/test/run';
import { testApp, type TestApp } from '../app';

/** What `npm run build:weapp -w miniprogram` made. */
const built = fileURLToPath(new URL('../../../miniprogram/dist/weapp', import.meta.url));

describe('the build for WeChat', () => {
  test('WeChat’s compilers take it, every page and component is there, and old phones can read it', () => {
    expect(faultsOf(built)).toEqual([]);
  });

  const faults: [string, string, string, RegExp][] = [
    ['a tag that is not closed', 'pages/index/index.wxml', '<view><text></view>', /wxml/],
    ['a template that is not there', 'pages/index/index.wxml', '<import src="../../nothing.wxml"/>', /nothing\.wxml/],
    ['an expression that does not parse', 'pages/index/index.wxml', '<view>{{a b}}</view>', /wxml/],
    ['a style sheet that does not parse', 'pages/index/index.wxss', '.a { color: red; ', /wxss/],
    ['a style sheet that is not there', 'pages/index/index.wxss', '@import "nothing.wxss";', /nothing\.wxss/],
    ['a script that does not parse', 'pages/index/index.js', 'var a = ;', /index\.js/],
    ['a script too new for old phones', 'pages/index/index.js', 'const a = () => 1;', /index\.js/],
    ['a page that is not there', 'app.json', '{"pages":["pages/nothing/index"]}', /nothing/],
    ['a component that is not there', 'pages/index/index.json', '{"usingComponents":{"x":"../../nothing"}}', /nothing/],
    ['a configuration that is no JSON', 'pages/index/index.json', '{', /JSON/],
    ['a package that is too large', 'large.js', `var a = "${'x'.repeat(2_200_000)}";`, /bytes/],
  ];
  test.each(faults)('the check finds %s', (_, file, content, told) => {
    const copy = mkdtempSync(join(tmpdir(), 'weapp-'));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(built, copy, { recursive: true });
    writeFileSync(join(copy, file), content);
    expect(faultsOf(copy).join('\n')).toMatch(told);
  });
});

/** The mini-program on this person's phone; its requests go over HTTP to the running server. */
function phoneOf(t: TestApp, person: WechatUser, answers: Record<string, Answer> = {}) {
  return startMiniProgram(built, {
    ...answers,
    login: async () => ({ ...(await t.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id, appid: demo.mini.appid })), errMsg: 'login:ok' }),
    request: async ({ url, method, data, header }) => {
      const { pathname } = new URL(String(url));
      const reply = await fetch(t.publicUrl + pathname, { method: String(method), headers: header as Record<string, string>, body: JSON.stringify(data) });
      return { statusCode: reply.status, data: await reply.json(), header: {}, errMsg: 'request:ok' };
    },
  });
}

/** Addresses of the pictures that WeChat reads a code from when they are pressed. */
function codesOn(page: OpenPage): string[] {
  return page.withAttribute('showMenuByLongpress').filter((node) => node.attr!.showMenuByLongpress === true).map((node) => String(node.attr!.src));
}

async function makeCode(t: TestApp) {
  const api = await t.as('operator');
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 1 });
  return api.liveCodes.create({ name: '展会', staffIds: items.map((one) => one.id) });
}

describe('the mini-program on a phone', () => {
  for (const corp of ['selfBuilt', 'agency', 'suite'] as CorpKey[]) {
    test(`CU-04 reads the home page, signs in when it matters, and finds the contact person: ${corp}`, async () => {
      const t = await testApp({ corps: [corp] });
      const code = await makeCode(t);
      const person = await t.sandbox.newPerson('李梅');
      const phone = phoneOf(t, person);

      const home = phone.open('pages/index/index', { corp: t.corps[corp].id });
      await home.says(`欢迎来到${t.corps[corp].name}`);
      expect(phone.calls.map((call) => call.name)).not.toContain('login');
      home.tap('我的专属顾问');
      const contact = phone.follow();
      expect(contact.route).toBe('pages/contact/index');
      await contact.says('你还没有专属顾问');
      expect(codesOn(contact)).toEqual([code.qrUrl]);

      // The code is pressed and read, and the page seen again.
      const { userid } = await t.sandbox.scan(person, codesOn(contact)[0]!);
      await t.settle();
      contact.hide();
      contact.show();
      await contact.says('起为你服务');
      expect(contact.text()).toContain(corp === 'suite' ? '你的专属顾问' : code.staff[0]!.name!);
      const [mine] = codesOn(contact);
      expect(mine).not.toBe(code.qrUrl);
      const picture = await fetch(mine!);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect((await t.sandbox.scan(await t.sandbox.newPerson('王芳'), mine!)).userid).toBe(userid);
      expect(phone.calls.filter((call) => call.name === 'login')).toHaveLength(1);
    });
  }

  test('BX-15 a customer sees what is kept of them, agrees, takes it back and asks to be erased', async () => {
    const t = await testApp();
    const code = await makeCode(t);
    const admin = await t.as('admin');
    await admin.consents.createPurpose({ key: 'marketing', name: '活动通知', text: '我同意接收活动通知' });
    const person = await t.sandbox.newPerson('吴刚');
    const phone = phoneOf(t, person);
    const mine = phone.open('pages/privacy/index', { corp: t.corps.selfBuilt.id });
    await mine.says('我们还没有你的客户资料');
    await t.sandbox.scan(person, code.qrUrl);
    await t.settle();
    mine.hide();
    mine.show();
    await mine.says('这家企业记下了什么');
    await mine.says('未同意');
    mine.tap('同意');
    await mine.says('撤回同意');
    mine.tap('撤回同意');
    await mine.says('已撤回');
    expect((await admin.consents.ledger({})).items.map((one) => one.given)).toEqual([false, true]);
    mine.tap('删除我的信息');
    await mine.says('删除后不能恢复');
    mine.tap('提出');
    await mine.says('已提出，我们会在期限内答复');
    expect((await admin.privacy.requests({})).items).toMatchObject([{ type: 'erasure', channel: 'miniprogram', state: 'open' }]);
  });

  test('a session that has run out is opened again without a word', async () => {
    const t = await testApp();
    await makeCode(t);
    const phone = phoneOf(t, await t.sandbox.newPerson('赵敏'));
    const contact = phone.open('pages/contact/index');
    await contact.says('你还没有专属顾问');
    await t.advance(13 * 3_600_000);
    contact.show();
    for (const until = Date.now() + 10_000; phone.calls.filter((call) => call.name === 'login').length < 2 && Date.now() < until;) await new Promise((done) => { setTimeout(done, 10); });
    expect(phone.calls.filter((call) => call.name === 'login')).toHaveLength(2);
    await contact.says('你还没有专属顾问');
  });

  test('what goes wrong is said, and trying again works', async () => {
    const t = await testApp();
    await makeCode(t);
    const phone = phoneOf(t, await t.sandbox.newPerson('孙丽'));
    await t.sandbox.fault('/sns/jscode2session', 'errcode', 40226);
    const contact = phone.open('pages/contact/index');
    await contact.says('微信没有通过这次登录');
    contact.tap('再试一次');
    await contact.says('你还没有专属顾问');
  });

  test('LC-17 stores are sorted by where the phone says it is, listed where it refuses, and one shows the code of its group, or of its owner', async () => {
    const t = await testApp();
    const api = await t.as('admin');
    const [owner] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
    const [chat] = (await api.groupChats.list({ limit: 1 })).items;
    const groupCode = await api.groupCodes.create({ name: '广场群', headRoom: 0, entries: [{ kind: 'way', groupIds: [chat!.id] }] });
    const place = { lat: 31.230525, lng: 121.473667 };
    await api.stores.create({ name: '人民广场店', place, owners: [{ staffId: owner!.id }], groupCodeIds: [groupCode.id] });
    const code = await api.storeCodes.create({ name: '门店群码', form: 'group' });
    const corp = t.corps.selfBuilt.id;
    const phone = phoneOf(t, await t.sandbox.newPerson('何洁'), { getLocation: async () => ({ latitude: place.lat, longitude: place.lng, errMsg: 'getLocation:ok' }) });
    const stores = phone.open('pages/stores/index', { corp, code: code.id });
    await stores.says('人民广场店');
    stores.tap('使用我的位置');
    await stores.says('100 米');
    stores.tap('联系这家店');
    await stores.says(chat!.name);
    expect(codesOn(stores)).toEqual([groupCode.entries[0]!.pictureUrl]);

    const shy = phoneOf(t, await t.sandbox.newPerson('陶然'), { getLocation: () => Promise.reject(new Error('auth deny')) });
    const list = shy.open('pages/stores/index', { corp });
    await list.says('使用我的位置');
    list.tap('使用我的位置');
    await list.says('没有获得位置');
    list.tap('联系这家店');
    await list.says(`添加${owner!.name}`);
    expect(codesOn(list)).toHaveLength(1);
  });

  test('who came without a company is shown the way, and a live code’s page opens', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const code = await makeCode(t);
    const phone = phoneOf(t, await t.sandbox.newPerson('周杰'));
    await phone.open('pages/index/index').says('扫一扫');
    const page = phone.open('pages/code/index', { id: code.id });
    await page.says(t.corps.selfBuilt.name);
    expect(codesOn(page)).toEqual([code.qrUrl]);
  });
});
