import { afterEach, expect, test } from 'vitest';
import { demo } from './demo';
import { tellStory } from './story';
import type { ChatMessage, Contact, WechatUser } from './control';

let story: Awaited<ReturnType<typeof tellStory>>;
afterEach(() => story.close());

test('A suite is installed, makes a code, and a scan arrives encrypted, with ids that only it can read, and is welcomed once', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  const app = await story.installSuite();
  expect(app.auth_corpid).toBe(demo.corps.suite.corpId);
  const { follow_user: [userid] } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${app.token}`);
  expect(userid).toMatch(/^wo/);
  const way = await post(`/cgi-bin/externalcontact/add_contact_way?access_token=${app.token}`, { type: 2, scene: 2, user: [userid], state: 'lc_1', skip_verify: true });
  expect(way).toMatchObject({ errcode: 0 });
  const picture = await fetch(way.qr_code);
  expect(picture.headers.get('content-type')).toBe('image/png');

  const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '李梅' });
  const scanned = await sandbox.control<Contact>('POST', '/sandbox/scan', { person: person.id, qr: way.qr_code });
  await sandbox.settle();
  const [event] = receiver.of('add_external_contact');
  expect(event).toMatchObject({
    path: '/wecom/suite/command', receiveId: demo.suite.suiteId,
    fields: { SuiteId: demo.suite.suiteId, AuthCorpId: app.auth_corpid, InfoType: 'change_external_contact', UserID: userid, State: 'lc_1' },
  });
  expect(event!.fields.ExternalUserID).toBe(scanned.externalUserid);

  const seen = await get(`/cgi-bin/externalcontact/get?access_token=${app.token}&external_userid=${scanned.externalUserid}`);
  expect(seen.external_contact).toEqual({ external_userid: scanned.externalUserid, name: '李梅', type: 1, gender: 0 });
  expect(seen.follow_user).toMatchObject([{ userid, state: 'lc_1', add_way: 1 }]);

  const welcome = { welcome_code: event!.fields.WelcomeCode, text: { content: '你好，李梅' }, attachments: [{ msgtype: 'link', link: { title: '画册', url: 'https://example.test/c' } }] };
  expect(await post(`/cgi-bin/externalcontact/send_welcome_msg?access_token=${app.token}`, welcome)).toMatchObject({ errcode: 0 });
  expect(await post(`/cgi-bin/externalcontact/send_welcome_msg?access_token=${app.token}`, welcome)).toMatchObject({ errcode: 41051 });
  const chat = await sandbox.control<ChatMessage[]>('GET', `/sandbox/chat?corp=suite&userid=${scanned.userid}&person=${person.id}`);
  expect(chat.filter((one) => one.byApp).map(({ kind, text }) => [kind, text])).toEqual([['text', '你好，李梅'], ['link', '画册']]);
});

test('A welcome code lives 20 seconds', async () => {
  story = await tellStory();
  const { sandbox, receiver, post } = story;
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const { configId } = await makeWay(token);
  const codes = [];
  for (const name of ['甲', '乙']) {
    const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name });
    await sandbox.control('POST', '/sandbox/scan', { person: person.id, qr: configId });
    await sandbox.settle();
    codes.push(receiver.of('add_external_contact').at(-1)!.fields.WelcomeCode);
  }
  const send = (code: unknown) => post(`/cgi-bin/externalcontact/send_welcome_msg?access_token=${token}`, { welcome_code: code, text: { content: 'hi' } });
  await sandbox.advance(20_000);
  expect((await send(codes[0])).errcode).toBe(0);
  await sandbox.advance(1);
  expect((await send(codes[1])).errcode).toBe(41050);
});

test('A customer leaves, comes back and is announced again; one who must be confirmed is half added first', async () => {
  story = await tellStory();
  const { sandbox, receiver, get } = story;
  expect(await story.connect('selfBuilt')).toEqual({ verified: true, error: '' });
  const token = await story.ownToken('selfBuilt');
  const { configId, userid } = await makeWay(token);
  const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '王五' });
  const scan = () => sandbox.control<Contact>('POST', '/sandbox/scan', { person: person.id, qr: configId });
  const { externalUserid } = await scan();
  await scan();
  await sandbox.control('POST', '/sandbox/unfriend', { corp: 'selfBuilt', userid, person: person.id, by: 'customer' });
  await sandbox.settle();
  // Only the member's own deletion takes the customer away from the API.
  expect((await get(`/cgi-bin/externalcontact/get?access_token=${token}&external_userid=${externalUserid}`)).errcode).toBe(0);
  await scan();
  await sandbox.control('POST', '/sandbox/unfriend', { corp: 'selfBuilt', userid, person: person.id, by: 'staff' });
  await sandbox.settle();
  expect((await get(`/cgi-bin/externalcontact/get?access_token=${token}&external_userid=${externalUserid}`)).errcode).toBe(84061);
  expect(receiver.of('change_external_contact').map(({ fields }) => fields.ChangeType)).toEqual([
    'add_external_contact', 'del_follow_user', 'add_external_contact', 'del_external_contact',
  ]);

  const asking = await makeWay(token, { skip_verify: false });
  const other = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '赵六' });
  const half = await sandbox.control<Contact>('POST', '/sandbox/scan', { person: other.id, qr: asking.configId });
  expect(half.pending).toBe(true);
  await sandbox.control('POST', '/sandbox/accept', { corp: 'selfBuilt', userid, person: other.id });
  await sandbox.settle();
  expect(receiver.of('change_external_contact').slice(4).map(({ fields }) => fields.ChangeType)).toEqual(['add_half_external_contact', 'add_external_contact']);
});

test('What an app changes is not told back to it; what a person changes is', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  await story.connect('agency');
  const token = await story.ownToken('agency');
  const { follow_user: users } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const { external_contact_list: [row] } = await post(`/cgi-bin/externalcontact/batch/get_by_user?access_token=${token}`, { userid_list: users, limit: 1 });
  const names = { userid: row.follow_info.userid, external_userid: row.external_contact.external_userid };
  expect(row.external_contact).not.toHaveProperty('unionid');
  const { tag_group: group } = await post(`/cgi-bin/externalcontact/add_corp_tag?access_token=${token}`, { group_name: '测试', tag: [{ name: '甲' }, { name: '甲' }, { name: '乙' }] });
  expect(group.tag).toHaveLength(2);
  expect(await post(`/cgi-bin/externalcontact/mark_tag?access_token=${token}`, { ...names, add_tag: [group.tag[0].id] })).toMatchObject({ errcode: 0 });
  expect(await post(`/cgi-bin/externalcontact/remark?access_token=${token}`, { ...names, remark: '新备注' })).toMatchObject({ errcode: 0 });
  await sandbox.settle();
  expect(receiver.of('change_external_contact')).toEqual([]);

  const detail = await get(`/cgi-bin/externalcontact/get?access_token=${token}&external_userid=${names.external_userid}`);
  expect(detail.follow_user[0]).toMatchObject({ remark: '新备注' });
  expect(detail.follow_user[0].tags).toContainEqual({ group_name: '测试', tag_name: '甲', tag_id: group.tag[0].id, type: 1 });
  const state = await sandbox.control<{ corps: { key: string; staff: { userid: string }[] }[] }>('GET', '/sandbox/state');
  const staff = state.corps.find((corp) => corp.key === 'agency')!.staff;
  const contacts = (await Promise.all(staff.map(({ userid }) => sandbox.control<Contact[]>('GET', `/sandbox/contacts?corp=agency&userid=${userid}`)))).flat();
  const contact = contacts.find((one) => one.externalUserid === names.external_userid && one.remark === '新备注')!;
  await sandbox.control('POST', '/sandbox/tag', { corp: 'agency', userid: contact.userid, person: contact.customer.id, remove: [group.tag[0].id] });
  await sandbox.settle();
  expect(receiver.of('edit_external_contact')).toHaveLength(1);
  expect(receiver.of('edit_external_contact')[0]!.fields).toMatchObject({ ToUserName: demo.corps.agency.corpId, ExternalUserID: names.external_userid });
});

test('An exclusive code leads a customer back to the member they have, although the list has changed', async () => {
  story = await tellStory();
  const { sandbox, receiver, get, post } = story;
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const { follow_user: [first, second] } = await get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const { config_id: qr } = await post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 2, scene: 2, user: [first], is_exclusive: true });
  const person = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '老客' });
  await sandbox.control('POST', '/sandbox/scan', { person: person.id, qr });
  await post(`/cgi-bin/externalcontact/update_contact_way?access_token=${token}`, { config_id: qr, user: [second] });
  expect(await sandbox.control('POST', '/sandbox/scan', { person: person.id, qr })).toMatchObject({ userid: first });
  const stranger = await sandbox.control<WechatUser>('POST', '/sandbox/people', { name: '新客' });
  expect(await sandbox.control('POST', '/sandbox/scan', { person: stranger.id, qr })).toMatchObject({ userid: second });
  await sandbox.settle();
  expect(receiver.of('add_external_contact').map(({ fields }) => fields.UserID)).toEqual([first, second]);
});

async function makeWay(token: string, more: Record<string, unknown> = {}) {
  const { follow_user: [userid] } = await story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`);
  const way = await story.post(`/cgi-bin/externalcontact/add_contact_way?access_token=${token}`, { type: 1, scene: 2, user: [userid], ...more });
  return { configId: way.config_id as string, userid: userid as string };
}
