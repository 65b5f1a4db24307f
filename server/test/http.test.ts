import axios from 'axios';
import { expect, onTestFinished, test } from 'vitest';
import { WelcomeRuleInput } from '@scrm/shared/welcome-rule';
import { createApp } from '../src/app';
import { readConfig } from '../src/config';
import { AppError } from '../src/core/errors';
import { faultOf } from '../src/core/http/fault';
import { createLog } from '../src/core/log';
import { ensureOwner } from '../src/modules/session';
import { testApp, type TestApp } from './app';
import { freePort } from './process';

const silent = { validateStatus: () => true, maxRedirects: 0 } as const;
const fromConsole = { 'x-scrm': '1', 'accept-language': 'en' };

async function signedIn(t: TestApp): Promise<string> {
  await ensureOwner(t.app.database, t.clock, 'owner', 'a good password');
  const reply = await axios.post(`${t.publicUrl}/api/session.signIn`, { name: 'owner', password: 'a good password' }, { headers: fromConsole, ...silent });
  expect(reply.status).toBe(200);
  const [cookie] = reply.headers['set-cookie']!;
  expect(cookie).toMatch(/httponly/i);
  expect(cookie).toMatch(/samesite=lax/i);
  return cookie!.split(';')[0]!;
}

test('the console’s cookie signs in, and is worth nothing after signing out', async () => {
  const t = await testApp();
  const cookie = await signedIn(t);
  const call = (name: string) => axios.post<{ code?: string; name?: string }>(`${t.publicUrl}/api/${name}`, {}, { headers: { ...fromConsole, cookie }, ...silent });
  expect((await call('session.me')).data).toMatchObject({ name: 'owner', role: 'owner' });
  await call('session.signOut');
  expect((await call('session.me')).data).toMatchObject({ code: 'not_signed_in' });
});

test('a page of another site cannot use the cookie', async () => {
  const t = await testApp();
  const cookie = await signedIn(t);
  const call = (headers: Record<string, string>) => axios.post<{ code: string }>(`${t.publicUrl}/api/session.me`, {}, { headers: { cookie, ...headers }, ...silent });
  expect((await call({})).data.code).toBe('cross_site');
  expect((await call({ 'x-scrm': '1', 'origin': 'https://evil.example' })).data.code).toBe('cross_site');
  expect((await call({ 'x-scrm': '1', 'origin': t.publicUrl })).status).toBe(200);
});

test('wrong passwords are held up after ten tries, for an unknown name as for a known one', async () => {
  const t = await testApp();
  await ensureOwner(t.app.database, t.clock, 'owner', 'a good password');
  const attempt = (name: string, password: string) => axios.post<{ code: string; data: { seconds: number } }>(`${t.publicUrl}/api/session.signIn`, { name, password }, { headers: fromConsole, ...silent });
  const codes = [];
  for (let tries = 0; tries < 11; tries++) codes.push((await attempt('somebody', 'wrong')).data.code);
  expect(codes).toEqual([...Array<string>(10).fill('wrong_password'), 'too_many_tries']);
});

test('WL-01 WL-03 what a contract checks by itself it says in the language of who reads it', () => {
  const tooMuch = WelcomeRuleInput.safeParse({ name: '夜里', target: 'company', windows: [{ days: ['workday'], from: 60, to: 60 }], message: { text: '字'.repeat(1400), attachments: [] } });
  const said = (language: 'zh' | 'en') => Object.fromEntries(tooMuch.error!.issues.map((issue) => [issue.path.join('.'), faultOf(issue, language)]));
  expect(said('zh')).toEqual({ 'windows.0.to': '开始和结束不能相同', 'message.text': '最多 4000 字节' });
  expect(said('en')).toEqual({ 'windows.0.to': 'cannot end when it begins', 'message.text': 'at most 4000 bytes' });
});

test('errors have a code, a sentence in the person’s language, and their data', async () => {
  const t = await testApp();
  const operator = await t.as('operator');
  await expect(operator.customers.get({ id: 'cus_none' })).rejects.toMatchObject({ code: 'not_found', status: 404 });
  await expect(operator.liveCodes.create({ name: '', remarkTemplate: 'x'.repeat(101) })).rejects.toMatchObject({ code: 'bad_input', data: { fields: { name: '不能为空', remarkTemplate: '最多 100 个字' } } });
  await expect(operator.liveCodes.create({ name: '门店', staffIds: [] })).rejects.toMatchObject({ code: 'live_code_no_staff', status: 400 });
  const english = await axios.post<object>(`${t.publicUrl}/api/no.such`, {}, { headers: { 'accept-language': 'en' }, ...silent });
  expect(english.data).toEqual({ code: 'unknown_call', message: 'There is no call named no.such', data: { name: 'no.such' } });
  const notThere = new AppError('not_found', { what: '客户' });
  expect([notThere.body('zh').message, notThere.body('en').message]).toEqual(['客户不存在或已被删除', 'The customer does not exist or was deleted']);
  const several = new AppError('batch_columns', { names: [{ zh: '活码名称', en: 'Name' }, 'x'] });
  expect([several.body('zh').message, several.body('en').message]).toEqual(['表头里缺少：活码名称、x', 'The headers lack: Name, x']);
  const spoiled = await fetch(`${t.publicUrl}/api/session.options`, { method: 'POST', body: '{"half', headers: fromConsole });
  expect([spoiled.status, ((await spoiled.json()) as { code: string }).code]).toEqual([400, 'bad_json']);
  const huge = await axios.post<{ code: string }>(`${t.publicUrl}/api/session.options`, { x: 'x'.repeat(1_100_000) }, { headers: fromConsole, ...silent });
  expect([huge.status, huge.data.code]).toEqual([413, 'body_too_large']);
});

test('what a role may not do is refused by the server, and the screens are told the same', async () => {
  const t = await testApp();
  const [member] = (await (await t.as('operator')).org.staff({ limit: 1 })).items;
  const rep = await t.as('staff', 'selfBuilt', member!.id);
  await expect(rep.jobs.list({})).rejects.toMatchObject({ code: 'not_allowed', data: { permission: 'system.read' } });
  const { calls } = await rep.session.me();
  expect(calls).toContain('customers.tag');
  expect(calls).not.toContain('jobs.list');
});

test('a session can be taken back at once', async () => {
  const t = await testApp();
  const owner = await t.as('owner');
  const operator = await t.as('operator');
  const { items } = await owner.session.list({});
  await owner.session.revoke({ id: items.find(({ role }) => role === 'operator')!.id });
  await expect(operator.session.me()).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('the API describes itself, health and metrics answer, and pages carry security headers', async () => {
  const t = await testApp();
  const openapi = (await axios.get<{ paths: Record<string, unknown> }>(`${t.publicUrl}/api/openapi.json`)).data;
  expect(Object.keys(openapi.paths)).toContain('/api/liveCodes.create');
  expect((await axios.get<object>(`${t.publicUrl}/readyz`)).data).toEqual({ ready: true });
  expect((await axios.get<string>(`${t.publicUrl}/metrics`)).data).toContain('scrm_welcome_seconds');
  const page = await axios.get(`${t.publicUrl}/admin/`);
  expect(page.headers['content-security-policy']).toContain('default-src \'self\'');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
});

test('a worker answers for its health and figures, and nothing else', async () => {
  const t = await testApp();
  const port = await freePort();
  const worker = await createApp({ config: { ...t.config, port, role: 'worker' }, clock: t.clock, log: createLog({ level: 'silent' }), idle: true });
  onTestFinished(() => worker.stop());
  await worker.start();
  const statusOf = async (path: string) => (await axios.get(`http://127.0.0.1:${port}${path}`, silent)).status;
  expect(await Promise.all(['/healthz', '/readyz', '/metrics'].map(statusOf))).toEqual([200, 200, 200]);
  expect(await Promise.all(['/admin/', '/api/session.me', `/wecom/app/${t.corps.selfBuilt.appId}`].map(statusOf))).toEqual([404, 404, 404]);
});

test('what a stranger writes into X-Forwarded-For is believed only where a proxy stands before the server', () => {
  const proxiesOf = (env: Record<string, string>) => readConfig({ SANDBOX: '1', SECRET_KEY: 'x'.repeat(32), ...env }).trustedProxies;
  expect(proxiesOf({})).toBe(0);
  expect(proxiesOf({ PUBLIC_URL: 'https://scrm.example.com' })).toBe(1);
  expect(proxiesOf({ PUBLIC_URL: 'https://scrm.example.com', TRUSTED_PROXIES: '2' })).toBe(2);
});

test('signatures for the JS-SDK are given for our own pages only', async () => {
  const t = await testApp();
  const operator = await t.as('operator');
  const signed = await operator.wecom.sign({ kind: 'agent', url: `${t.publicUrl}/sidebar/?a=1#/pages/customer` });
  expect(signed).toMatchObject({ corpId: t.corps.selfBuilt.wecomCorpId, signature: expect.stringMatching(/^[0-9a-f]{40}$/) });
  await expect(operator.wecom.sign({ kind: 'agent', url: 'https://evil.example/sidebar/' })).rejects.toMatchObject({ code: 'url_not_trusted' });
});

test('a screen hears of what changed as soon as its stream is open, before the first look at the rows, too', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  await t.settle();
  const cookie = await signedIn(t);
  const entered = await axios.post(`${t.publicUrl}/api/session.enter`, { corpId: t.corps.selfBuilt.id }, { headers: { ...fromConsole, cookie }, ...silent });
  expect(entered.status).toBe(200);
  const { data: stream, headers } = await axios.get<NodeJS.ReadableStream>(`${t.publicUrl}/api/live`, { headers: { cookie }, responseType: 'stream' });
  expect(headers['content-type']).toBe('text/event-stream');
  let heard = '';
  stream.on('data', (part: Buffer) => { heard += part.toString(); });
  await admin.tags.create({ groupName: '刚刚', names: ['新的'] });
  await expect.poll(() => heard, { timeout: 30_000 }).toContain('"tags"');
  (stream as unknown as { destroy(): void }).destroy();
});
