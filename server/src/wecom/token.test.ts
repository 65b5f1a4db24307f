import { afterEach, expect, test } from 'vitest';
import { createWecom } from './client';
import { z } from 'zod';
import { handClock, keptLog, memoryQuotas, memoryTokens, startPlatform } from './test-platform';
import type { Routes } from './test-platform';
import type { AppCredentials, TokenStore } from './token';

const ok = { errcode: 0, errmsg: 'ok' };
const minute = 60_000;
const selfBuilt: AppCredentials = { kind: 'selfBuilt', wecomCorpId: 'wwcorp', agentId: 7, secret: 'app-secret' };
const suiteApp: AppCredentials = { kind: 'suite', wecomCorpId: 'wpcorp', agentId: 1000001, permanentCode: 'permanent' };

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function platformOf(routes: Routes, { store = memoryTokens(), clock = handClock() }: { store?: ReturnType<typeof memoryTokens>; clock?: ReturnType<typeof handClock> } = {}) {
  const platform = await startPlatform(routes);
  const process = (tokens: TokenStore = store) => {
    const wecom = createWecom({
      baseUrl: platform.url, suite: { id: 'wwsuite', secret: 'suite-secret' }, provider: { corpId: 'wwprovider', secret: 'provider-secret' },
      tokens, quotas: memoryQuotas(), clock, log: keptLog(), sleep: clock.sleep,
    });
    stops.push(() => wecom.close());
    return wecom;
  };
  stops.push(platform.stop);
  return { platform, clock, store, process, wecom: process() };
}

const gettoken: Routes[string] = (_, nth) => ({ ...ok, access_token: `token-${nth}`, expires_in: 7200 });

test('token broker: fifty callers at once make one request', async () => {
  const { platform, store, wecom } = await platformOf({ '/cgi-bin/gettoken': async (asked, nth) => {
    await new Promise((later) => setTimeout(later, 20));
    return gettoken(asked, nth);
  } });
  const got = await Promise.all(Array.from({ length: 50 }, () => wecom.tokens.get({ kind: 'app', app: selfBuilt })));
  expect(new Set(got)).toEqual(new Set(['token-1']));
  expect(store.locked).toEqual(['app:wwcorp/7']);
  expect(platform.count('/cgi-bin/gettoken')).toBe(1);
  expect(platform.asked[0]!.query).toEqual({ corpid: 'wwcorp', corpsecret: 'app-secret' });
});

test('token broker: several processes share one token', async () => {
  const { platform, process } = await platformOf({ '/cgi-bin/gettoken': gettoken });
  const got = await Promise.all([process(), process(), process()].map((wecom) => wecom.tokens.get({ kind: 'app', app: selfBuilt })));
  expect(got).toEqual(['token-1', 'token-1', 'token-1']);
  expect(platform.count('/cgi-bin/gettoken')).toBe(1);
});

test('token broker: a token is renewed five minutes before its end, and survives a restart until then', async () => {
  const { clock, process, wecom } = await platformOf({ '/cgi-bin/gettoken': gettoken });
  const owner = { kind: 'app', app: selfBuilt } as const;
  expect(await wecom.tokens.get(owner)).toBe('token-1');
  clock.at += 7200_000 - 5 * minute - 1;
  expect(await wecom.tokens.get(owner)).toBe('token-1');
  expect(await process().tokens.get(owner)).toBe('token-1');
  clock.at += 1;
  expect(await wecom.tokens.get(owner)).toBe('token-2');
});

test('token broker: while WeCom is away, the old token serves until its end', async () => {
  const { clock, wecom } = await platformOf({ '/cgi-bin/gettoken': (asked, nth) => (nth === 1 ? gettoken(asked, nth) : { raw: { status: 502, body: 'bad gateway' } }) });
  const owner = { kind: 'app', app: selfBuilt } as const;
  await wecom.tokens.get(owner);
  clock.at += 7200_000 - minute;
  expect(await wecom.tokens.get(owner)).toBe('token-1');
  clock.at += minute;
  await expect(wecom.tokens.get(owner)).rejects.toThrow('HTTP 502');
});

test.each([40014, 42001])('token broker: on %i the token is renewed once and the call made again', async (errcode) => {
  const { platform, wecom } = await platformOf({
    '/cgi-bin/gettoken': gettoken,
    '/cgi-bin/user/get': ({ query }) => (query.access_token === 'token-2' ? { ...ok, userid: 'lisi' } : { errcode, errmsg: 'bad token' }),
  });
  const app = wecom.forApp(selfBuilt);
  const calls = Array.from({ length: 5 }, () => app.get('/cgi-bin/user/get', { userid: 'lisi' }, z.looseObject({ userid: z.string() })));
  expect((await Promise.all(calls)).map(({ userid }) => userid)).toEqual(['lisi', 'lisi', 'lisi', 'lisi', 'lisi']);
  expect(platform.count('/cgi-bin/gettoken')).toBe(2);
});

test('token broker: a token that stays refused is not renewed again and again', async () => {
  const { platform, wecom } = await platformOf({ '/cgi-bin/gettoken': gettoken, '/cgi-bin/user/get': () => ({ errcode: 40014, errmsg: 'invalid access_token' }) });
  await expect(wecom.forApp(selfBuilt).get('/cgi-bin/user/get', {}, z.looseObject({}))).rejects.toMatchObject({ errcode: 40014 });
  expect(platform.count('/cgi-bin/user/get')).toBe(2);
  expect(platform.count('/cgi-bin/gettoken')).toBe(2);
});

test('token broker: a token that another process has renewed meanwhile is taken over, not renewed again', async () => {
  const { platform, process, wecom } = await platformOf({
    '/cgi-bin/gettoken': gettoken,
    '/cgi-bin/user/get': ({ query }) => (query.access_token === 'token-2' ? ok : { errcode: 42001, errmsg: 'expired' }),
  });
  await wecom.tokens.get({ kind: 'app', app: selfBuilt });
  await process().tokens.renew({ kind: 'app', app: selfBuilt }, 'token-1');
  await wecom.forApp(selfBuilt).get('/cgi-bin/user/get', {}, z.looseObject({}));
  expect(platform.count('/cgi-bin/gettoken')).toBe(2);
});

test.each([40001, 40013])('token broker: a secret that was refused (%i) is left alone for a while, another one is tried at once', async (errcode) => {
  const { platform, clock, wecom } = await platformOf({
    '/cgi-bin/gettoken': (asked, nth) => (asked.query.corpsecret === 'right' ? gettoken(asked, nth) : { errcode, errmsg: 'invalid credential' }),
  });
  const app = wecom.forApp(selfBuilt);
  for (let call = 0; call < 10; call++) await expect(app.get('/cgi-bin/user/get', {}, z.looseObject({}))).rejects.toMatchObject({ errcode, api: '/cgi-bin/gettoken' });
  expect(platform.count('/cgi-bin/gettoken')).toBe(1);
  clock.at += 10 * minute;
  await expect(app.get('/cgi-bin/user/get', {}, z.looseObject({}))).rejects.toMatchObject({ errcode });
  expect(platform.count('/cgi-bin/gettoken')).toBe(2);
  expect(await wecom.tokens.get({ kind: 'app', app: { ...selfBuilt, secret: 'right' } })).toBe('token-3');
});

const suiteRoutes: Routes = {
  '/cgi-bin/service/get_suite_token': ({ body }, nth) => (body.includes('"suite_ticket":"stale"') ? { errcode: 40085, errmsg: 'invalid suite ticket' } : { suite_access_token: `suite-${nth}`, expires_in: 7200 }),
  '/cgi-bin/service/get_corp_token': ({ query }, nth) => (query.suite_access_token === 'suite-1' ? { errcode: 42009, errmsg: 'expired' } : { access_token: `corp-${nth}`, expires_in: 7200 }),
};

test('token broker: a suite goes from ticket to suite token to the corp’s token, renewing the suite token once', async () => {
  const { platform, wecom } = await platformOf(suiteRoutes);
  await expect(wecom.tokens.get({ kind: 'app', app: suiteApp })).rejects.toMatchObject({ errcode: 40085 });
  expect(platform.asked).toEqual([]);
  await wecom.tokens.putSuiteTicket('ticket-1', 1_700_000_000_000);
  expect(await wecom.tokens.get({ kind: 'app', app: suiteApp })).toBe('corp-2');
  expect(platform.count('/cgi-bin/service/get_suite_token')).toBe(2);
  expect(JSON.parse(platform.asked[0]!.body)).toEqual({ suite_id: 'wwsuite', suite_secret: 'suite-secret', suite_ticket: 'ticket-1' });
  expect(JSON.parse(platform.asked.at(-1)!.body)).toEqual({ auth_corpid: 'wpcorp', permanent_code: 'permanent' });
});

test('token broker: a refused ticket is not tried again, the next one is', async () => {
  const { platform, wecom } = await platformOf(suiteRoutes);
  await wecom.tokens.putSuiteTicket('stale', 1_700_000_000_000);
  for (let call = 0; call < 3; call++) await expect(wecom.tokens.get({ kind: 'suite' })).rejects.toMatchObject({ errcode: 40085 });
  expect(platform.count('/cgi-bin/service/get_suite_token')).toBe(1);
  await wecom.tokens.putSuiteTicket('fresh', 1_700_000_600_000);
  expect(await wecom.tokens.get({ kind: 'suite' })).toBe('suite-2');
});

test('token broker: the newest suite ticket wins, in whatever order tickets come', async () => {
  const { clock, store, wecom } = await platformOf(suiteRoutes);
  expect(await wecom.tokens.suiteTicketAge()).toBeNull();
  const start = clock.now();
  await Promise.all([20, 0, 30, 10].map((minutes) => wecom.tokens.putSuiteTicket(`ticket-${minutes}`, start + minutes * minute)));
  expect(store.rows.get('suiteTicket:wwsuite')!.value).toBe('ticket-30');
  clock.at = start + 50 * minute;
  expect(await wecom.tokens.suiteTicketAge()).toBe(20 * minute);
});

test('token broker: a provider’s token travels under its own name', async () => {
  const { platform, wecom } = await platformOf({
    '/cgi-bin/service/get_provider_token': () => ({ provider_access_token: 'provider-1', expires_in: 7200 }),
    '/cgi-bin/service/contact/search': () => ok,
  });
  await wecom.provider.post('/cgi-bin/service/contact/search', {}, z.looseObject({}));
  expect(JSON.parse(platform.asked[0]!.body)).toEqual({ corpid: 'wwprovider', provider_secret: 'provider-secret' });
  expect(platform.asked[1]!.query).toEqual({ provider_access_token: 'provider-1' });
});

test('token broker: the corp’s and the app’s jsapi tickets are kept apart and asked for once', async () => {
  const { platform, wecom } = await platformOf({
    '/cgi-bin/gettoken': gettoken,
    '/cgi-bin/get_jsapi_ticket': ({ query }) => (query.access_token === 'token-1' ? { errcode: 42001, errmsg: 'expired' } : { ...ok, ticket: 'corp-ticket', expires_in: 7200 }),
    '/cgi-bin/ticket/get': ({ query }) => ({ ...ok, ticket: `${query.type}-ticket`, expires_in: 7200 }),
  });
  const app = wecom.forApp(selfBuilt);
  for (let page = 0; page < 3; page++) expect([await app.ticket('corp'), await app.ticket('agent')]).toEqual(['corp-ticket', 'agent_config-ticket']);
  expect(platform.count('/cgi-bin/ticket/get')).toBe(1);
  expect(platform.count('/cgi-bin/get_jsapi_ticket')).toBe(2);
});

test('token broker: a corp that cancelled leaves nothing behind; the console sees ages, never values', async () => {
  const { store, wecom } = await platformOf({ '/cgi-bin/gettoken': gettoken });
  await wecom.tokens.get({ kind: 'app', app: selfBuilt });
  await wecom.tokens.get({ kind: 'app', app: { ...selfBuilt, wecomCorpId: 'wwcorp2' } });
  expect(await wecom.tokens.list()).toContainEqual({ kind: 'app', owner: 'wwcorp/7', fetchedAt: 1_700_000_000_000, expiresAt: 1_700_007_200_000 });
  await wecom.tokens.forget('wwcorp');
  expect([...store.rows.keys()]).toEqual(['app:wwcorp2/7']);
  expect(await wecom.tokens.get({ kind: 'app', app: selfBuilt })).toBe('token-3');
});
