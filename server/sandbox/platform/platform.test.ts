import { afterEach, expect, test } from 'vitest';
import { demo } from '../demo';
import { tellStory } from '../story';
import type { Json } from '../story';
import { checkRequest, endpoints } from './index';

let story: Awaited<ReturnType<typeof tellStory>>;
afterEach(async () => {
  await story?.close();
});

test('Each token is known, lives two hours, and belongs to its own way of asking', async () => {
  story = await tellStory();
  const { sandbox, get, post } = story;
  const list = async (token: string) => (await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`)).errcode as number;
  expect((await get('/cgi-bin/externalcontact/get_follow_user_list')).errcode).toBe(41001);
  expect(await list('nonsense')).toBe(40014);
  const token = await story.ownToken('selfBuilt');
  expect(await story.ownToken('selfBuilt')).toBe(token);
  await sandbox.advance(7_199_000);
  expect(await list(token)).toBe(0);
  await sandbox.advance(1000);
  expect(await list(token)).toBe(42001);
  expect(await story.ownToken('selfBuilt')).not.toBe(token);
  expect(await list(await story.suiteToken())).toBe(40014);

  const { suite, permanent_code: code } = await story.installSuite();
  expect((await get(`/cgi-bin/gettoken?corpid=${demo.corps.suite.corpId}&corpsecret=${code}`)).errcode).toBe(48002);
  expect((await post(`/cgi-bin/service/get_corp_token?suite_access_token=${suite}`, { auth_corpid: demo.corps.agency.corpId, permanent_code: demo.corps.agency.secret })).errcode).toBe(48002);
  expect((await post(`/cgi-bin/service/get_corp_token?suite_access_token=${suite}`, { auth_corpid: demo.corps.suite.corpId, permanent_code: 'wrong' })).errcode).toBe(40084);
  expect((await get(`/cgi-bin/gettoken?corpid=${demo.corps.selfBuilt.corpId}&corpsecret=wrong`)).errcode).toBe(40001);
});

test('A suite_ticket comes every 10 minutes and is good for 30; an auth_code is good once and for 10', async () => {
  story = await tellStory();
  const { sandbox, receiver, post } = story;
  const ask = (ticket: unknown) => post('/cgi-bin/service/get_suite_token', { suite_id: demo.suite.suiteId, suite_secret: demo.suite.secret, suite_ticket: ticket });
  const first = receiver.of('suite_ticket')[0]!.fields.SuiteTicket;
  await sandbox.advance(30 * 60_000);
  expect(receiver.of('suite_ticket')).toHaveLength(4);
  expect((await ask(first)).errcode).toBe(0);
  await sandbox.advance(1000);
  expect((await ask(first)).errcode).toBe(40085);

  await sandbox.control('POST', '/sandbox/install', { corp: 'suite' });
  await sandbox.settle();
  const suite = await story.suiteToken();
  const exchange = (code: unknown) => post(`/cgi-bin/service/v2/get_permanent_code?suite_access_token=${suite}`, { auth_code: code });
  const once = receiver.of('create_auth').at(-1)!.fields.AuthCode;
  expect((await exchange(once)).auth_corp_info.corpid).toBe(demo.corps.suite.corpId);
  expect((await exchange(once)).errcode).toBe(40078);
  await sandbox.control('POST', '/sandbox/install', { corp: 'suite' });
  await sandbox.advance(600_001);
  expect((await exchange(receiver.of('create_auth').at(-1)!.fields.AuthCode)).errcode).toBe(40078);
});

test('A cancelled suite is locked out, and a new secret of an agency-built app ends the old one', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  const { suite, token, ...credentials } = await story.installSuite();
  await sandbox.control('POST', '/sandbox/uninstall', { corp: 'suite' });
  await sandbox.settle();
  expect(receiver.of('cancel_auth')[0]!.fields.AuthCorpId).toBe(demo.corps.suite.corpId);
  expect((await get(`/cgi-bin/department/simplelist?access_token=${token}`)).errcode).toBe(40014);
  expect((await post(`/cgi-bin/service/get_corp_token?suite_access_token=${suite}`, credentials)).errcode).toBe(40084);

  await sandbox.control('POST', '/sandbox/reset-secret', { corp: 'agency' });
  await sandbox.settle();
  const fresh = await post(`/cgi-bin/service/v2/get_permanent_code?suite_access_token=${suite}`, { auth_code: receiver.of('reset_permanent_code')[0]!.fields.AuthCode });
  expect((await get(`/cgi-bin/gettoken?corpid=${demo.corps.agency.corpId}&corpsecret=${demo.corps.agency.secret}`)).errcode).toBe(40001);
  expect((await get(`/cgi-bin/gettoken?corpid=${demo.corps.agency.corpId}&corpsecret=${fresh.permanent_code}`)).errcode).toBe(0);
});

test('Each kind of app sees what the platform lets it see', async () => {
  story = await tellStory();
  const { get, post } = story;
  const tokens = { suite: (await story.installSuite()).token, agency: await story.ownToken('agency'), selfBuilt: await story.ownToken('selfBuilt') };
  const seen: Record<string, Json> = {};
  for (const [kind, token] of Object.entries(tokens)) {
    const { userlist: [member] } = await get(`/cgi-bin/user/list?access_token=${token}&department_id=1`);
    const { department: [, department] } = await get(`/cgi-bin/department/list?access_token=${token}`);
    const { follow_user: users } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
    const { external_contact_list: rows } = await post(`/cgi-bin/externalcontact/batch/get_by_user?access_token=${token}`, { userid_list: users, limit: 100 });
    seen[kind] = { member, department, customer: rows.find((row: Json) => row.external_contact.type === 1).external_contact };
  }
  expect(seen.suite.member.name).toBe(seen.suite.member.userid);
  expect(Object.keys(seen.suite.member).sort()).toEqual(['department', 'main_department', 'name', 'open_userid', 'order', 'status', 'userid']);
  expect(Object.keys(seen.suite.department).sort()).toEqual(['id', 'order', 'parentid']);
  expect(Object.keys(seen.suite.customer).sort()).toEqual(['external_userid', 'gender', 'name', 'type']);
  expect(seen.agency.member.userid).toMatch(/^wo/);
  expect(seen.agency.member.name).not.toBe(seen.agency.member.userid);
  expect(seen.agency.department.name).not.toBe('');
  expect(seen.agency.customer).not.toHaveProperty('unionid');
  expect(seen.selfBuilt.member.userid).not.toMatch(/^wo/);
  expect(seen.selfBuilt.customer.unionid).toMatch(/^o/);
  for (const { member } of Object.values(seen)) for (const secret of ['mobile', 'email', 'avatar', 'gender', 'qr_code', 'address', 'biz_mail']) expect(member).not.toHaveProperty(secret);
});

test('Paging walks every relation exactly once, and a made-up cursor is refused', async () => {
  story = await tellStory({ customersPerCorp: 230 });
  const { get, post } = story;
  const token = await story.ownToken('selfBuilt');
  const { follow_user: users } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const pairs: string[] = [];
  let cursor = '';
  do {
    const page = await post(`/cgi-bin/externalcontact/batch/get_by_user?access_token=${token}`, { userid_list: users, cursor, limit: 100 });
    expect(page.external_contact_list.length).toBeLessThanOrEqual(100);
    pairs.push(...page.external_contact_list.map((row: Json) => `${row.follow_info.userid} ${row.external_contact.external_userid}`));
    cursor = page.next_cursor;
  } while (cursor);
  const listed = (await Promise.all(users.map(async (userid: string) => ((await get(`/cgi-bin/externalcontact/list?access_token=${token}&userid=${userid}`)).external_userid ?? []).map((id: string) => `${userid} ${id}`)))).flat();
  expect(new Set(pairs).size).toBe(pairs.length);
  expect(pairs.toSorted()).toEqual(listed.toSorted());
  expect((await post(`/cgi-bin/externalcontact/batch/get_by_user?access_token=${token}`, { userid_list: users, cursor: 'made-up' })).errcode).toBe(50100);
});

test('Contact ways are checked against limits, range and who can receive', async () => {
  story = await tellStory();
  const { sandbox, post } = story;
  const token = await story.ownToken('selfBuilt');
  const add = async (more: Record<string, unknown>) => (await post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 2, scene: 2, ...more })).errcode as number;
  const { corps } = await sandbox.control<{ corps: { key: string; staff: { userid: string; canReceive: boolean }[] }[] }>('GET', '/sandbox/state');
  const staff = corps.find((corp) => corp.key === 'selfBuilt')!.staff;
  const able = staff.filter((one) => one.canReceive).map((one) => one.userid);
  expect(await add({ user: able.slice(0, 2), party: [1] })).toBe(0);
  expect(await add({ user: [staff.find((one) => !one.canReceive)!.userid] })).toBe(84074);
  expect(await add({ user: ['nobody'] })).toBe(40031);
  expect(await add({ party: [999] })).toBe(60123);
  expect(await add({ user: able, type: 3 })).toBe(41039);
  expect(await add({ user: able, scene: undefined })).toBe(41038);
  expect(await add({ user: able, type: 1 })).toBe(40058);
  expect(await add({ user: Array.from({ length: 101 }, (_, at) => `u${at}`) })).toBe(41041);
  expect(await add({ user: able, state: 'x'.repeat(31) })).toBe(40058);
  await sandbox.control('POST', '/sandbox/scope', { corp: 'selfBuilt', userids: [able[0]!], departmentIds: [] });
  expect(await add({ user: [able[1]!] })).toBe(40031);
  expect(await add({ user: [able[0]!] })).toBe(0);
  const broken = await (await fetch(`${sandbox.url}/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { method: 'POST', body: '{"type":2,' })).json() as { errcode: number; errmsg: string };
  expect(broken).toMatchObject({ errcode: 41037, errmsg: expect.stringContaining('Warning: wrong json format.') });
});

test('A welcome is refused when it is too long, has too much, or names a picture that is not there or 3 days old', async () => {
  story = await tellStory();
  const { sandbox, post, get } = story;
  const token = await story.ownToken('selfBuilt');
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4])], { type: 'image/png' }), '欢迎.png');
  const upload = await (await fetch(`${sandbox.url}/cgi-bin/media/upload?access_token=${token}&type=image`, { method: 'POST', body: form })).json() as { media_id: string; errcode: number };
  expect(upload.errcode).toBe(0);
  expect((await fetch(`${sandbox.url}/cgi-bin/media/get?access_token=${token}&media_id=${upload.media_id}`)).headers.get('content-type')).toBe('image/png');
  const send = async (body: Record<string, unknown>) => (await post(`/cgi-bin/externalcontact/send_welcome_msg?access_token=${await story.ownToken('selfBuilt')}`, { welcome_code: 'x', ...body })).errcode as number;
  const picture = { msgtype: 'image', image: { media_id: upload.media_id } };
  expect(await send({ text: { content: '好'.repeat(1334) } })).toBe(45002);
  expect(await send({})).toBe(44001);
  expect(await send({ attachments: Array.from({ length: 10 }, () => picture) })).toBe(41064);
  expect(await send({ attachments: [{ msgtype: 'voice', voice: {} }] })).toBe(41065);
  expect(await send({ attachments: [{ msgtype: 'image', image: { media_id: 'gone' } }] })).toBe(40007);
  expect(await send({ attachments: [picture] })).toBe(41050);
  await sandbox.advance(3 * 86_400_000 + 1);
  expect(await send({ attachments: [picture] })).toBe(40007);
  expect((await get(`/cgi-bin/media/get?access_token=${await story.ownToken('selfBuilt')}&media_id=${upload.media_id}`)).errcode).toBe(40007);
});

test('While one app is sending a welcome the code is taken; a slow sending is the dial', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const { follow_user: user } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const { config_id: qr } = await post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 2, scene: 2, user });
  await sandbox.control('POST', '/sandbox/scans', { qr, count: 1 });
  await sandbox.settle();
  const path = '/cgi-bin/externalcontact/send_welcome_msg';
  await sandbox.control('POST', '/sandbox/faults', { target: path, effect: 'delay', value: 80, times: 1 });
  const send = async () => (await post(`${path}?access_token=${token}`, { welcome_code: receiver.of('add_external_contact')[0]!.fields.WelcomeCode, text: { content: 'hi' } })).errcode as number;
  expect((await Promise.all([send(), send()])).toSorted((a, b) => a - b)).toEqual([0, 41096]);
  expect(await send()).toBe(41051);
});

test('Too many calls block one corp on one call for a minute', async () => {
  story = await tellStory({ rateLimit: { perMinute: 3 } });
  const tokens = { selfBuilt: await story.ownToken('selfBuilt'), agency: await story.ownToken('agency') };
  const ask = async (corp: 'selfBuilt' | 'agency', path = 'getcallbackip') => (await story.get(`/cgi-bin/${path}?access_token=${tokens[corp]}`)).errcode as number;
  expect([await ask('selfBuilt'), await ask('selfBuilt'), await ask('selfBuilt'), await ask('selfBuilt')]).toEqual([0, 0, 0, 45009]);
  expect(await ask('agency')).toBe(0);
  expect(await ask('selfBuilt', 'get_api_domain_ip')).toBe(0);
  await story.sandbox.advance(59_999);
  expect(await ask('selfBuilt')).toBe(45009);
  await story.sandbox.advance(1);
  expect(await ask('selfBuilt')).toBe(0);
});

test('Names are found by the provider, in any case of encrypted or plain corp id', async () => {
  story = await tellStory();
  const { auth_corpid: corpid } = await story.installSuite();
  const provider = await story.providerToken();
  const { corps } = await story.sandbox.control<{ corps: { staff: { name: string }[] }[] }>('GET', '/sandbox/state');
  const { name } = corps[0]!.staff[1]!;
  const found = await story.post(`/cgi-bin/service/contact/search?provider_access_token=${provider}`, { auth_corpid: corpid, query_word: name, query_type: 1 });
  expect(found.query_result.user.open_userid[0]).toMatch(/^wo/);
  const licence = await story.post(`/cgi-bin/license/list_actived_account?provider_access_token=${provider}`, { corpid, limit: 5 });
  expect(licence).toMatchObject({ errcode: 0, has_more: 1 });
});

test('A file of the provider gets names in place of templates, for members of that company who signed in; each refusal has its code', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  const { auth_corpid: corpid, token } = await story.installSuite();
  const provider = await story.providerToken();
  const { user, open } = await (async () => {
    const { follow_user: [userid] } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
    const { corps } = await sandbox.control<{ corps: { staff: { userid: string; name: string }[] }[] }>('GET', '/sandbox/state');
    return { user: corps[0]!.staff[0]!, open: userid as string };
  })();
  const upload = async (bytes: string | Buffer, name: string): Promise<Json> => {
    const form = new FormData();
    form.append('media', new Blob([bytes as never], { type: 'text/csv' }), name);
    return (await fetch(`${sandbox.url}/cgi-bin/service/media/upload?provider_access_token=${provider}&type=file`, { method: 'POST', body: form })).json();
  };
  const translate = (mediaId: string, auth_corpid = corpid, by = provider) => post(`/cgi-bin/service/contact/id_translate?provider_access_token=${by}`, { auth_corpid, media_id_list: [mediaId], output_file_name: '名单' });
  const result = (job: string) => get(`/cgi-bin/service/batch/getresult?provider_access_token=${provider}&jobid=${job}`);
  const text = `id,name,of\r\n${open},$userName=${open}$,$departmentName=1$\r\nx,$userName=nobody$,\r\n`;

  expect((await upload(Buffer.alloc(20 * 1024 * 1024 + 1), 'a.csv')).errcode).toBe(45001);
  const { media_id: media } = await upload(text, 'a.csv');
  expect((await translate(media, 'nobody')).errcode).toBe(40013);
  expect((await translate(media, demo.corps.selfBuilt.corpId)).errcode).toBe(48004);
  expect((await translate('gone')).errcode).toBe(40007);
  expect((await get(`/cgi-bin/media/get?access_token=${token}&media_id=${media}`)).errcode).toBe(40007);
  expect((await result('unknown')).errcode).toBe(40058);
  const { jobid } = await translate(media);
  expect(await result(jobid)).toMatchObject({ errcode: 0, status: 2 });
  await sandbox.advance(5000);
  expect(receiver.of('batch_job_result').at(-1)!.xml).toContain(jobid);
  const { status, result: { contact_id_translate: { url } } } = await result(jobid);
  expect(status).toBe(3);
  expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
  expect((await fetch(url, { headers: { cookie: 'sandbox_login=agency/nobody/' } })).headers.get('content-type')).toContain('text/html');
  const file = await fetch(url, { headers: { cookie: `sandbox_login=${encodeURIComponent(`suite/${user.userid}/`)}` } });
  expect(decodeURIComponent(file.headers.get('content-disposition')!)).toContain('名单.csv');
  const lines = (await file.text()).split('\r\n').map((line) => line.split(','));
  expect(lines[1]![0]).toBe(open);
  expect(lines[1]![1]).toMatch(/^[^$]+$/);
  expect(lines[2]![1]).toBe('$userName=nobody$');
  await sandbox.advance(3 * 86_400_000);
  expect((await translate(media, corpid, await story.providerToken())).errcode).toBe(40007);
});

test('Request checks stand alone', () => {
  expect(endpoints.length).toBeGreaterThan(60);
  expect(checkRequest('/cgi-bin/externalcontact/add_contact_way', { type: 1, scene: 1, user: ['a', 'b'] })).toBeNull();
  expect(checkRequest('/cgi-bin/externalcontact/remark', { userid: 'a', external_userid: 'b', remark: '字'.repeat(21) })).toMatchObject({ errcode: 40058 });
  expect(checkRequest('/cgi-bin/externalcontact/mark_tag', { userid: 'a', external_userid: 'b' })).toMatchObject({ errcode: 40058 });
  expect(checkRequest('/cgi-bin/nothing', {})).not.toBeNull();
});
