import { afterEach, expect, test } from 'vitest';
import type { ApiCall, Contact, SandboxState, WechatUser } from './control';
import { demo } from './demo';
import { tellStory } from './story';
import { createSandbox } from './sandbox';

let story: Awaited<ReturnType<typeof tellStory>>;
afterEach(() => story.close());

test('Installing from the provider’s own page gives the code in the redirect and no create_auth', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  const suite = await story.suiteToken();
  const { pre_auth_code: code } = await get(`/cgi-bin/service/get_pre_auth_code?suite_access_token=${suite}`);
  expect(await post(`/cgi-bin/service/set_session_info?suite_access_token=${suite}`, { pre_auth_code: code, session_info: { auth_type: 1 } })).toMatchObject({ errcode: 0 });
  const address = `${sandbox.url}/3rdapp/install?suite_id=${demo.suite.suiteId}&pre_auth_code=${code}&redirect_uri=${encodeURIComponent(`${receiver.url}/wecom/install/done`)}&state=s1`;
  const page = await (await fetch(address)).text();
  expect(page).toContain(demo.corps.suite.name);
  const confirm = /id="confirm" href="([^"]+)"/.exec(page)![1]!.replaceAll('&#38;', '&');
  const back = new URL((await fetch(sandbox.url + confirm, { redirect: 'manual' })).headers.get('location')!);
  expect([back.pathname, back.searchParams.get('state'), back.searchParams.get('expires_in')]).toEqual(['/wecom/install/done', 's1', '600']);
  const got = await post(`/cgi-bin/service/get_permanent_code?suite_access_token=${suite}`, { auth_code: back.searchParams.get('auth_code') });
  expect(got).toMatchObject({ errcode: 0, auth_info: { agent: [{ agentid: demo.corps.suite.agentId, is_customized_app: false }] } });
  await sandbox.settle();
  expect(receiver.of('create_auth')).toEqual([]);

  const login = `${sandbox.url}/wwlogin/sso/login?login_type=ServiceApp&appid=${demo.suite.suiteId}&redirect_uri=${encodeURIComponent(`${receiver.url}/oauth/admin`)}&state=s2`;
  const [, choice] = /href="([^"]*as=suite[^"]*)"/.exec(await (await fetch(login)).text())!;
  const signedIn = new URL((await fetch(sandbox.url + choice!.replaceAll('&#38;', '&'), { redirect: 'manual' })).headers.get('location')!);
  const who = await get(`/cgi-bin/service/auth/getuserinfo3rd?suite_access_token=${suite}&code=${signedIn.searchParams.get('code')}`);
  expect(who).toMatchObject({ errcode: 0, corpid: demo.corps.suite.corpId, userid: expect.stringMatching(/^wo/) });

  await sandbox.advance(20 * 60_000);
  expect((await fetch(address)).status).toBe(400);
});

test('What an admin does in the console is told: range, people, tags', async () => {
  story = await tellStory();
  const { sandbox, receiver } = story;
  const { token } = await story.installSuite();
  const before = (await story.get(`/cgi-bin/department/simplelist?access_token=${token}`)).department_id.length as number;
  await sandbox.control('POST', '/sandbox/scope', { corp: 'suite', userids: [], departmentIds: [2] });
  await sandbox.settle();
  expect(receiver.of('change_auth')[0]!.fields.AuthCorpId).toBe(demo.corps.suite.corpId);
  expect(receiver.of('unsubscribe').length).toBeGreaterThan(0);
  expect(receiver.of('unsubscribe')[0]!).toMatchObject({ path: `/wecom/suite/data/${demo.corps.suite.corpId}`, receiveId: demo.corps.suite.corpId });
  expect((await story.get(`/cgi-bin/department/simplelist?access_token=${token}`)).department_id.length).toBeLessThan(before);

  await story.connect('selfBuilt');
  const own = await story.ownToken('selfBuilt');
  await sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: 'newcomer', name: '新同事', departmentIds: [3] });
  expect((await story.get(`/cgi-bin/user/get?access_token=${own}&userid=newcomer`)).name).toBe('新同事');
  await sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: 'newcomer', departmentIds: [2, 4] });
  await sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: 'newcomer', leave: true });
  const { id } = await sandbox.control<{ id: string }>('POST', '/sandbox/corp-tag', { corp: 'selfBuilt', groupName: '手工', name: '甲' });
  await sandbox.control('POST', '/sandbox/corp-tag', { corp: 'selfBuilt', id, remove: true });
  await sandbox.settle();
  expect(receiver.of('change_contact').map(({ fields }) => [fields.ChangeType, fields.Department])).toEqual([['create_user', '3'], ['update_user', '2,4'], ['delete_user', undefined]]);
  expect(receiver.of('change_external_tag').map(({ fields }) => [fields.ChangeType, fields.TagType])).toEqual([['create', 'tag_group'], ['create', 'tag'], ['delete', 'tag']]);
  expect((await story.get(`/cgi-bin/user/get?access_token=${own}&userid=newcomer`)).errcode).toBe(60111);
});

test('A tag made by hand or by another app can be used but not changed', async () => {
  story = await tellStory();
  const token = await story.ownToken('selfBuilt');
  const { tag_group: [group] } = await story.post(`/cgi-bin/externalcontact/get_corp_tag_list?access_token=${token}`, {});
  expect((await story.post(`/cgi-bin/externalcontact/edit_corp_tag?access_token=${token}`, { id: group.tag[0].id, name: '改名' })).errcode).toBe(60011);
  const { tag_group: own } = await story.post(`/cgi-bin/externalcontact/add_corp_tag?access_token=${token}`, { group_name: '自己的', tag: [{ name: '甲' }] });
  expect((await story.post(`/cgi-bin/externalcontact/add_corp_tag?access_token=${token}`, { group_name: '自己的', tag: [{ name: '甲' }] })).errcode).toBe(40071);
  expect((await story.post(`/cgi-bin/externalcontact/del_corp_tag?access_token=${token}`, { tag_id: [own.tag[0].id] })).errcode).toBe(0);
  const { tag_group: [gone] } = await story.post(`/cgi-bin/externalcontact/get_corp_tag_list?access_token=${token}`, { group_id: [own.group_id] });
  expect(gone).toMatchObject({ deleted: true, tag: [{ deleted: true }] });
});

test('The dial makes a call slow, wrong, broken or cut, as often as was asked', async () => {
  story = await tellStory();
  const { sandbox } = story;
  const token = await story.ownToken('selfBuilt');
  const path = '/cgi-bin/externalcontact/add_corp_tag';
  const dial = (effect: string, value = 0) => sandbox.control('POST', '/sandbox/faults', { target: path, effect, value, times: 1 });
  const add = async (name: string) => {
    const reply = await fetch(`${sandbox.url}${path}?access_token=${token}`, { method: 'POST', body: JSON.stringify({ group_name: name, tag: [{ name }] }) }).catch(() => null);
    if (reply === null) return 'cut';
    return reply.status === 200 ? (await reply.json() as { errcode: number }).errcode : reply.status;
  };
  await dial('errcode', 45009);
  expect([await add('a'), await add('a')]).toEqual([45009, 0]);
  await dial('http500');
  expect([await add('b'), await add('b')]).toEqual([500, 0]);
  await dial('drop');
  expect([await add('c'), await add('c')]).toEqual(['cut', 0]);
  // Cut after the work: the caller cannot know, and the second try finds it done.
  await dial('drop', 1);
  expect([await add('d'), await add('d')]).toEqual(['cut', 40071]);
  const calls = await sandbox.control<ApiCall[]>('GET', '/sandbox/calls');
  expect(calls.filter((call) => call.path === path).map(({ errcode }) => errcode)).toEqual([45009, 0, -1, 0, -1, 0, 0, 40071]);
});

test('The phone page hears of everything on one stream, and strange sites hear nothing', async () => {
  story = await tellStory();
  const { sandbox } = story;
  const stream = await fetch(`${sandbox.url}/sandbox/stream`);
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const say = async (path: string, body: object) => (await fetch(`${sandbox.url}/sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<WechatUser>;
  const token = await story.ownToken('selfBuilt');
  const { follow_user: user } = await story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const { config_id: qr } = await story.post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 2, scene: 2, user });
  await story.connect('selfBuilt');
  const person = await say('/people', { name: '听众' });
  await say('/scan', { person: person.id, qr });
  await say('/clock', { advanceMs: 1000 });
  await sandbox.settle();
  let heard = '';
  while (!['call', 'chat', 'contact', 'delivery', 'clock'].every((event) => heard.includes(`event: ${event}\n`))) heard += (await reader.read()).value;
  await reader.cancel();

  const strange = await fetch(`${sandbox.url}/sandbox/people`, { method: 'POST', body: '{}', headers: { origin: 'https://elsewhere.test' } });
  expect(strange.status).toBe(403);
  const refused = await fetch(`${sandbox.url}/sandbox/scan`, { method: 'POST', body: JSON.stringify({ person: person.id, qr: 'nothing' }) });
  expect([refused.status, await refused.json()]).toEqual([409, { error: expect.stringContaining('二维码') }]);
});

test('The same seed makes the same people, and a reset brings them back without cutting who is connected', async () => {
  story = await tellStory({ customersPerCorp: 60 });
  const { sandbox } = story;
  const names = (state: SandboxState) => state.corps.map(({ staff, departments, customerCount }) => [staff.map(({ name }) => name), departments, customerCount]);
  const first = await sandbox.control<SandboxState>('GET', '/sandbox/state');
  const twin = await createSandbox({ dataDir: null, serverUrl: 'http://127.0.0.1:9', clock: 'manual', customersPerCorp: 60, staffPerCorp: 12, silent: true });
  expect(names(await twin.control('GET', '/sandbox/state'))).toEqual(names(first));
  await twin.close();
  expect(first.corps[0]!.customerCount).toBe(60);
  const depth = (id: number): number => (id === 1 ? 1 : 1 + depth(first.corps[0]!.departments.find((one) => one.id === id)!.parentid));
  expect(Math.max(...first.corps[0]!.departments.map(({ id }) => depth(id)))).toBe(3);

  await story.connect('agency');
  const token = await story.ownToken('agency');
  const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '过客' });
  await sandbox.control('POST', '/sandbox/reset');
  const after = await sandbox.control<SandboxState>('GET', '/sandbox/state');
  expect(after.people).toEqual([]);
  expect(names(after)).toEqual(names(first));
  expect(after.corps.find(({ key }) => key === 'agency')!.installed).toBe(true);
  expect((await story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`)).errcode).toBe(0);
  await expect(sandbox.control<Contact>('POST', '/sandbox/scan', { person: person.id, qr: 'x' })).rejects.toThrow('没有这个微信用户');
});

test('A mini-program’s login code is good once and names the same unionid as the customer', async () => {
  story = await tellStory();
  const { sandbox, get } = story;
  const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '小程序用户' });
  const { code } = await sandbox.control<{ code: string }>('POST', '/sandbox/wx-login', { person: person.id });
  const trade = () => get(`/sns/jscode2session?appid=wx1&secret=s&js_code=${code}&grant_type=authorization_code`);
  expect(await trade()).toMatchObject({ unionid: person.unionid, openid: expect.stringMatching(/^o/) });
  expect(await trade()).toMatchObject({ errcode: 40163 });
});
