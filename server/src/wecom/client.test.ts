import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { getMedia, getPreAuthCode, sendWelcome, uploadMedia } from './api/index';
import { createWecom } from './client';
import type { AppCredentials } from './client';
import { reactionTo, reasonOf } from './errors';
import type { CallInfo } from './http';
import { parseJson } from './json';
import { QuotaExceeded } from './quota';
import { handClock, keptLog, memoryQuotas, memoryTokens, startPlatform } from './test-platform';
import type { Routes } from './test-platform';

const ok = { errcode: 0, errmsg: 'ok' };
const credentials: AppCredentials = { kind: 'selfBuilt', wecomCorpId: 'wwcorp', agentId: 7, secret: 'app-secret-value' };
const anything = z.looseObject({});
const api = '/cgi-bin/user/get';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function appOf(routes: Routes, options: { timeoutMs?: number; baseUrl?: string } = {}) {
  const platform = await startPlatform({ '/cgi-bin/gettoken': () => ({ ...ok, access_token: 'access-token-value', expires_in: 7200 }), ...routes });
  const clock = handClock();
  const log = keptLog();
  const calls: CallInfo[] = [];
  const wecom = createWecom({
    baseUrl: platform.url, suite: { id: 'wwsuite', secret: 'suite-secret-value' }, provider: null, tokens: memoryTokens(), quotas: memoryQuotas(),
    clock, log, onCall: (info) => calls.push(info), sleep: clock.sleep, ...options,
  });
  stops.push(platform.stop, () => wecom.close());
  return { platform, clock, log, calls, wecom, app: wecom.forApp(credentials) };
}

test('wecom client: the reply is what the schema makes of it, and the call is reported', async () => {
  const { app, calls, platform } = await appOf({ [api]: () => ({ ...ok, userid: 'lisi', more: 1 }) });
  expect(await app.get(api, { userid: '李四 &' }, z.object({ userid: z.string() }))).toEqual({ userid: 'lisi' });
  expect(platform.asked.at(-1)).toMatchObject({ method: 'GET', query: { userid: '李四 &', access_token: 'access-token-value' } });
  expect(calls.map(({ api: path, errcode, wecomCorpId }) => [path, errcode, wecomCorpId])).toEqual([['/cgi-bin/gettoken', 0, 'wwcorp'], [api, 0, 'wwcorp']]);
});

test('wecom client: a body goes out as raw UTF-8, without what is not given', async () => {
  const { app, platform } = await appOf({ [api]: () => ok });
  await app.post(api, { name: '张三', gone: undefined }, anything);
  expect(platform.asked.at(-1)).toMatchObject({ method: 'POST', body: '{"name":"张三"}', contentType: 'application/json; charset=utf-8' });
});

test('wecom client: a busy WeCom (-1) is asked three times at most, with growing pauses', async () => {
  const { app, clock, platform } = await appOf({ [api]: (_, nth) => (nth < 3 ? { errcode: -1, errmsg: 'system busy' } : ok), '/cgi-bin/busy': () => ({ errcode: -1, errmsg: 'system busy' }) });
  await app.get(api, {}, anything);
  expect(platform.count(api)).toBe(3);
  expect(clock.slept).toHaveLength(2);
  expect(clock.slept.every((ms) => ms > 0 && ms < 1000)).toBe(true);
  await expect(app.get('/cgi-bin/busy', {}, anything)).rejects.toMatchObject({ errcode: -1, reaction: 'retry' });
  expect(platform.count('/cgi-bin/busy')).toBe(3);
});

test('wecom client: with no retries a busy WeCom is asked once', async () => {
  const { app, platform } = await appOf({ [api]: () => ({ errcode: -1, errmsg: 'system busy' }) });
  await expect(app.get(api, {}, anything, { retries: 0 })).rejects.toMatchObject({ errcode: -1 });
  expect(platform.count(api)).toBe(1);
});

test('wecom client: after 45009 nothing more is sent for a minute', async () => {
  const { app, clock, platform } = await appOf({ [api]: (_, nth) => (nth === 1 ? { errcode: 45009, errmsg: 'api freq out of limit' } : ok) });
  for (let call = 0; call < 3; call++) await expect(app.get(api, {}, anything)).rejects.toMatchObject({ name: 'QuotaExceeded', api, retryAfterMs: 60_000 });
  expect(platform.count(api)).toBe(1);
  clock.at += 60_000;
  await app.get(api, {}, anything);
});

test('wecom client: 45033 lets fewer calls run at once', async () => {
  let running = 0;
  let most = 0;
  const { app } = await appOf({ [api]: async (_, nth) => {
    if (nth === 1) return { errcode: 45033, errmsg: 'api concurrent out of limit' };
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    return ok;
  } });
  await expect(app.get(api, {}, anything)).rejects.toBeInstanceOf(QuotaExceeded);
  await Promise.all(Array.from({ length: 12 }, () => app.get(api, {}, anything)));
  expect(most).toBeLessThanOrEqual(2);
});

test.each([
  [40058, 'fix'], [60020, 'permission'], [84061, 'business'], [41051, 'business'], [701008, 'licence'], [701999, 'licence'],
  [41096, 'again-later'], [6000, 'again-later'], [999_999, 'fix'],
] as const)('wecom client: %i is told as it is, is never tried again, and means "%s"', async (errcode, reaction) => {
  const { app, platform } = await appOf({ [api]: () => ({ errcode, errmsg: 'nope, hint: [1700000000_1_abc], from ip: 1.2.3.4, more info' }) });
  await expect(app.get(api, {}, anything)).rejects.toMatchObject({ name: 'WeComError', errcode, api, reaction, hint: '1700000000_1_abc', fromIp: '1.2.3.4' });
  expect(platform.count(api)).toBe(1);
});

test('wecom errors: every reaction has its codes, and every code a reason in both languages', () => {
  expect([-1, 42001, 45009, 40058, 60020, 84061, 701008, 41096].map(reactionTo)).toEqual(['retry', 'token', 'wait', 'fix', 'permission', 'business', 'licence', 'again-later']);
  expect(reasonOf(60020, 'zh')).toBe('服务器 IP 不在可信列表');
  expect(reasonOf(60020, 'en')).toBe('The server’s address is not trusted');
  expect(reasonOf(999_999, 'en')).toBe('WeCom error 999999');
});

test('wecom client: no answer, a cut, a gateway’s page and an empty body are "unreachable", each with its reason', async () => {
  const { app, calls } = await appOf({
    [api]: () => 'cut', '/cgi-bin/502': () => ({ raw: { status: 502, body: '<html>' } }), '/cgi-bin/html': () => ({ raw: { body: '<html>' } }), '/cgi-bin/list': () => [],
    '/cgi-bin/moved': () => ({ raw: { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' } }),
  });
  const reason = (path: string) => app.get(path, {}, anything).then(() => 'answered', (error: { name: string; reason: string }) => `${error.name} ${error.reason}`);
  expect(await reason(api)).toBe('WecomUnreachable ECONNRESET');
  expect(await reason('/cgi-bin/502')).toBe('WecomUnreachable HTTP 502');
  expect(await reason('/cgi-bin/html')).toBe('WecomUnreachable the answer is not JSON');
  expect(await reason('/cgi-bin/list')).toBe('WecomUnreachable the answer is not an object');
  expect(await reason('/cgi-bin/moved')).toBe('WecomUnreachable HTTP 302');
  expect(calls.at(-1)).toMatchObject({ errcode: -2, message: 'HTTP 302' });
  const silent = await appOf({ '/cgi-bin/gettoken': () => 'hang' }, { timeoutMs: 60 });
  await expect(silent.app.get(api, {}, anything)).rejects.toMatchObject({ name: 'WecomUnreachable', reason: 'no answer within 60 ms' });
  const nobody = await appOf({}, { baseUrl: 'http://127.0.0.1:1' });
  await expect(nobody.app.get(api, {}, anything)).rejects.toMatchObject({ name: 'WecomUnreachable', reason: 'ECONNREFUSED' });
});

test('wecom client: a kept-open connection that was cut is replaced once, unless a call must not be made twice', async () => {
  const { app, platform } = await appOf({ [api]: (_, nth) => (nth === 1 ? 'cut' : { ...ok }), '/cgi-bin/once': () => 'cut' });
  await app.get(api, {}, anything);
  expect(platform.count(api)).toBe(2);
  await expect(app.post('/cgi-bin/once', {}, anything, { retries: 0 })).rejects.toMatchObject({ reason: 'ECONNRESET' });
  expect(platform.count('/cgi-bin/once')).toBe(1);
});

test('wecom client: past its deadline nothing is sent, and a caller who gives up is not kept', async () => {
  const { app, clock, platform } = await appOf({ [api]: () => 'hang' });
  await app.get('/cgi-bin/other', {}, anything).catch(() => undefined);
  await expect(app.get(api, {}, anything, { deadline: clock.now() })).rejects.toMatchObject({ reason: 'past its deadline' });
  expect(platform.count(api)).toBe(0);
  await expect(app.get(api, {}, anything, { deadline: clock.now() + 40 })).rejects.toMatchObject({ reason: 'no answer within 40 ms' });
  const controller = new AbortController();
  const call = app.get(api, {}, anything, { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await expect(call).rejects.toMatchObject({ name: 'WecomUnreachable', reason: 'aborted' });
});

test('wecom client: a reply without what we depend on names the field, not its value', async () => {
  const { app } = await appOf({ [api]: () => ({ ...ok, userid: { secret: 'hidden-value' } }) });
  const failure = await app.get(api, {}, z.looseObject({ userid: z.string() })).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: 'UnexpectedReply', api });
  expect(String(failure)).toContain('userid');
  expect(String(failure)).not.toContain('hidden-value');
});

test('wecom client: no token, secret or one-time code reaches a log, a report or an error', async () => {
  const { app, calls, log, wecom } = await appOf({
    [api]: ({ query }) => ({ errcode: 40058, errmsg: `bad url /cgi-bin/user/get?access_token=${query.access_token}&corpsecret=app-secret-value, {"suite_ticket":"ticket-value"}` }),
    '/cgi-bin/service/get_suite_token': ({ body }) => ({ errcode: 40080, errmsg: `invalid: ${body}` }),
    '/cgi-bin/cut': () => 'cut',
    '/cgi-bin/externalcontact/send_welcome_msg': () => ({ errcode: 41050, errmsg: 'welcome_code=welcome-code-value expired' }),
  });
  await wecom.tokens.putSuiteTicket('ticket-value', 1);
  const failures = [
    await app.get(api, {}, anything).catch((error: unknown) => error),
    await app.get('/cgi-bin/cut', {}, anything).catch((error: unknown) => error),
    await getPreAuthCode(wecom.suite).catch((error: unknown) => error),
    await sendWelcome(app, { welcomeCode: 'welcome-code-value', text: 'hi' }).catch((error: unknown) => error),
  ];
  const everything = JSON.stringify([
    log.lines, calls, failures.map((failure) => [String(failure), (failure as Error).stack, JSON.stringify(failure), Object.values(failure as object), (failure as Error).cause]),
  ]);
  expect(failures.map((failure) => (failure as Error).name)).toEqual(['WeComError', 'WecomUnreachable', 'WeComError', 'WeComError']);
  for (const secret of ['access-token-value', 'app-secret-value', 'suite-secret-value', 'ticket-value', 'welcome-code-value']) expect(everything).not.toContain(secret);
});

test('wecom client: a welcome is sent once, with what there is of text and attachments', async () => {
  const path = '/cgi-bin/externalcontact/send_welcome_msg';
  const { app, platform } = await appOf({ [path]: (_, nth) => (nth === 1 ? ok : { errcode: -1, errmsg: 'busy' }) });
  await sendWelcome(app, { welcomeCode: 'WC', text: '你好' });
  expect(JSON.parse(platform.asked.at(-1)!.body)).toEqual({ welcome_code: 'WC', text: { content: '你好' } });
  await expect(sendWelcome(app, { welcomeCode: 'WC', attachments: [{ msgtype: 'file', file: { media_id: 'm' } }] })).rejects.toMatchObject({ errcode: -1 });
  expect(JSON.parse(platform.asked.at(-1)!.body)).toEqual({ welcome_code: 'WC', attachments: [{ msgtype: 'file', file: { media_id: 'm' } }] });
  expect(platform.count(path)).toBe(2);
});

test('wecom client: a file goes up as the form field media and comes down as bytes', async () => {
  const bytes = Buffer.from([0, 1, 2, 0xff]);
  const { app, platform } = await appOf({
    '/cgi-bin/media/upload': () => ({ ...ok, type: 'image', media_id: 'media-1', created_at: '1700000000' }),
    '/cgi-bin/media/get': ({ query }) => (query.media_id === 'gone'
      ? { errcode: 40007, errmsg: 'invalid media_id' }
      : { raw: { headers: { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="a.png"' }, body: bytes } }),
  });
  expect(await uploadMedia(app, 'image', { name: '海报.png', type: 'image/png', bytes: Buffer.from('picture bytes') })).toMatchObject({ media_id: 'media-1', created_at: 1_700_000_000 });
  const sent = platform.asked.at(-1)!;
  expect(sent).toMatchObject({ query: { type: 'image' }, contentType: expect.stringContaining('multipart/form-data; boundary=') as string });
  expect(sent.body).toMatch(/name="media"; filename="海报\.png"\r\nContent-Type: image\/png\r\n\r\npicture bytes\r\n/);
  expect(await getMedia(app, 'media-1')).toEqual({ bytes, contentType: 'image/png', fileName: 'a.png' });
  await expect(getMedia(app, 'gone')).rejects.toMatchObject({ errcode: 40007 });
});

test('wecom client: numbers that are too long to be exact stay text', () => {
  expect(parseJson('\uFEFF{"MsgId":4561255354251345929,"n":9007199254740991,"f":1234567890123456.5,"s":"a 4561255354251345929 \\" 4561255354251345929","d":-9007199254740993}'))
    .toEqual({ MsgId: '4561255354251345929', n: 9_007_199_254_740_991, f: 1234567890123456.5, s: 'a 4561255354251345929 " 4561255354251345929', d: '-9007199254740993' });
});
