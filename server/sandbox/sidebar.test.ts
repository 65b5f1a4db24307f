import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { ChatMessage, Contact } from './control';
import { createSandbox } from './sandbox';
import { demo } from './demo';
import { signPage } from './crypto';
import type { Json } from './story';

const browserPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const jssdk = readFileSync(new URL('../../node_modules/@wecom/jssdk/dist/wecom.prod.js', import.meta.url));
const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** An app's sidebar as small as can be: OAuth, signatures made with the app's own tickets, and the real JS-SDK. */
async function serveApp(corp: 'agency' | 'selfBuilt') {
  const { corpId, agentId, secret } = demo.corps[corp];
  const get = async (path: string): Promise<Json> => (await fetch(sandbox.url + path)).json();
  const token = async () => (await get(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)).access_token as string;
  const server = createServer(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://app');
    if (url.pathname === '/jssdk.js') return void reply.writeHead(200, { 'content-type': 'text/javascript' }).end(jssdk);
    if (url.pathname === '/sign') {
      const { ticket } = await get(`/cgi-bin/ticket/get?type=agent_config&access_token=${await token()}`);
      const page = url.searchParams.get('url')!;
      const timestamp = '1700000000';
      return void reply.end(JSON.stringify({ timestamp, nonceStr: 'nonce', signature: signPage(url.searchParams.has('spoil') ? 'wrong' : ticket, 'nonce', timestamp, page) }));
    }
    const code = url.searchParams.get('code');
    if (!code) {
      const back = encodeURIComponent(`${address}/oauth/sidebar`);
      return void reply.writeHead(302, { location: `${sandbox.url}/connect/oauth2/authorize?appid=${corpId}&agentid=${agentId}&redirect_uri=${back}&scope=snsapi_base&state=s1` }).end();
    }
    const who = await get(`/cgi-bin/auth/getuserinfo?access_token=${await token()}&code=${code}`);
    reply.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><script src="${sandbox.url}/sandbox/wecom-client.js"></script>
<script src="${sandbox.url}/wwopen/js/jwxwork-1.0.0.js"></script>
<p id="who">${who.userid}</p><ww-open-data id="name" type="userName" openid="${who.userid}"></ww-open-data>
<script type="module">import * as ww from '/jssdk.js';
window.ww = ww;
window.start = (spoil) => new Promise((done) => ww.register({ corpId: '${corpId}', agentId: ${agentId}, jsApiList: ['getContext', 'getCurExternalContact', 'sendChatMessage'],
  getAgentConfigSignature: async (url) => (await fetch('/sign?url=' + encodeURIComponent(url) + (spoil ? '&spoil' : ''))).json(),
  onAgentConfigSuccess: () => done('ok'), onAgentConfigFail: (e) => done(e.errMsg) }));</script>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  open.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const sandbox = await createSandbox({ dataDir: null, serverUrl: address, customersPerCorp: 20, staffPerCorp: 10, silent: true });
  open.push(sandbox.close);
  const { corps } = await sandbox.control<{ corps: { key: string; staff: { userid: string; name: string; canReceive: boolean }[] }[] }>('GET', '/sandbox/state');
  for (const staff of corps.find((one) => one.key === corp)!.staff) {
    const [contact] = await sandbox.control<Contact[]>('GET', `/sandbox/contacts?corp=${corp}&userid=${staff.userid}`);
    if (contact) return { sandbox, get, token, staff, contact, address };
  }
  throw new Error('nobody has a customer');
}

test('Beside a chat there is no question who one is; elsewhere one chooses; a code is good once', async () => {
  const { sandbox, get, token, staff, contact, address } = await serveApp('selfBuilt');
  const { corpId, agentId } = demo.corps.selfBuilt;
  const opened = await fetch(`${sandbox.url}/sandbox/sidebar?corp=selfBuilt&userid=${staff.userid}&person=${contact.customer.id}`, { redirect: 'manual' });
  expect(opened.headers.get('location')).toBe(`${address}/oauth/sidebar`);
  const authorise = `${sandbox.url}/connect/oauth2/authorize?appid=${corpId}&agentid=${agentId}&redirect_uri=${encodeURIComponent(`${address}/x`)}&state=abc`;
  const silent = await fetch(authorise, { redirect: 'manual', headers: { cookie: opened.headers.get('set-cookie')!.split(';')[0]! } });
  const back = new URL(silent.headers.get('location')!);
  expect(back.searchParams.get('state')).toBe('abc');
  const trade = async () => get(`/cgi-bin/auth/getuserinfo?access_token=${await token()}&code=${back.searchParams.get('code')}`);
  expect(await trade()).toMatchObject({ errcode: 0, userid: staff.userid });
  expect((await trade()).errcode).toBe(40029);

  const chooser = await fetch(authorise, { redirect: 'manual' });
  expect(await chooser.text()).toContain(staff.name);
  expect((await fetch(authorise.replace(encodeURIComponent(address), encodeURIComponent('https://elsewhere.test')), { redirect: 'manual' })).status).toBe(400);
  const login = await fetch(`${sandbox.url}/wwlogin/sso/login?login_type=CorpApp&appid=${corpId}&agentid=${agentId}&redirect_uri=${encodeURIComponent(address)}&state=a%20b&as=selfBuilt/${staff.userid}`, { redirect: 'manual' });
  expect(new URL(login.headers.get('location')!).searchParams.get('state')).toBe('a b');
});

test.skipIf(!existsSync(browserPath))('The real JS-SDK takes the page for WeCom: signatures are checked, the customer is told, a message arrives, names are shown', async () => {
  const { sandbox, get, token, staff, contact } = await serveApp('agency');
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  open.push(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${sandbox.url}/sandbox/sidebar?corp=agency&userid=${staff.userid}&person=${contact.customer.id}`);
  await page.waitForFunction('window.ww');
  const { userid } = await get(`/cgi-bin/user/get?access_token=${await token()}&userid=${await page.textContent('#who')}`);
  expect(await page.textContent('#who')).toBe(userid);

  expect(await page.evaluate('start(true)')).toBe('agentConfig:fail invalid signature');
  expect(await page.evaluate('start(false)')).toBe('ok');
  expect(await page.evaluate('ww.getContext().then((r) => r.entry)')).toBe('single_chat_tools');
  expect(await page.evaluate('ww.getCurExternalContact().then((r) => r.userId)')).toBe(contact.externalUserid);
  await page.evaluate('ww.sendChatMessage({ msgtype: "text", text: { content: "侧边栏发出" } })');
  const chat = await sandbox.control<ChatMessage[]>('GET', `/sandbox/chat?corp=agency&userid=${staff.userid}&person=${contact.customer.id}`);
  expect(chat.at(-1)).toMatchObject({ from: 'staff', text: '侧边栏发出', byApp: false });

  const named = page.evaluate('new Promise((done) => WWOpenData.on("update", (e) => done(e.detail.openid)))');
  await page.evaluate('ww.initOpenData()');
  await page.evaluate('WWOpenData.bindAll(document.querySelectorAll("ww-open-data"))');
  expect(await named).toBe(userid);
  // The page's own scripts still do not know the name.
  expect(await page.evaluate('document.body.textContent')).not.toContain(staff.name);
  expect((await page.locator('#name').boundingBox())!.width).toBeGreaterThan(10);
}, 30_000);
