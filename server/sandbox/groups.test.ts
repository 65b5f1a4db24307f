import { afterEach, expect, test } from 'vitest';
import type { SandboxGroup } from './control';
import { tellStory } from './story';

let story: Awaited<ReturnType<typeof tellStory>>;
afterEach(() => story.close());

async function begin() {
  story = await tellStory();
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const groups = await story.sandbox.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  return { token, groups, control: story.sandbox.control, call: (path: string, body: object) => story.post(`/cgi-bin/externalcontact/groupchat/${path}?access_token=${token}`, body) };
}

test('The list of groups is checked and paged as documented', async () => {
  const { groups, call } = await begin();
  expect(groups.length).toBeGreaterThan(1);
  expect(await call('list', { limit: 1001 })).toMatchObject({ errcode: 40058 });
  expect(await call('list', {})).toMatchObject({ errcode: 40063 });
  expect(await call('list', { limit: 10, owner_filter: { userid_list: ['nobody'] } })).toMatchObject({ errcode: 40003 });
  const first = await call('list', { limit: 1 });
  const second = await call('list', { limit: 1, cursor: first.next_cursor });
  expect(first.group_chat_list[0].chat_id).not.toBe(second.group_chat_list[0].chat_id);
  expect(await call('get', { chat_id: 'wrNone' })).toMatchObject({ errcode: 40050 });
});

test('What happens in a group is told with its members and versions, and the answer has the same version', async () => {
  const { groups: [group], call, control } = await begin();
  const { chatId } = group!;
  const person = await control<{ id: string }>('POST', '/sandbox/people', { name: '小苗' });
  const before = (await call('get', { chat_id: chatId })).group_chat.member_version;
  await control('POST', '/sandbox/group-join', { corp: 'selfBuilt', chatId, person: person.id, scene: 1, by: group!.owner });
  await story.sandbox.settle();
  const after = (await call('get', { chat_id: chatId, need_name: 1 })).group_chat;
  const joined = story.receiver.of('change_external_chat')[0]!.fields;
  expect(joined).toMatchObject({ ChangeType: 'update', UpdateDetail: 'add_member', JoinScene: '0', MemChangeCnt: '1', LastMemVer: before, CurMemVer: after.member_version });
  expect(after.member_list.at(-1)).toMatchObject({ type: 2, name: '小苗', join_scene: 1, invitor: { userid: group!.owner } });

  await control('POST', '/sandbox/group-leave', { corp: 'selfBuilt', chatId, person: person.id, removed: true });
  await control('POST', '/sandbox/group-change', { corp: 'selfBuilt', chatId, name: '新名字', notice: '新公告' });
  await control('POST', '/sandbox/group-dismiss', { corp: 'selfBuilt', chatId });
  await story.sandbox.settle();
  expect(story.receiver.of('change_external_chat').map(({ fields }) => [fields.ChangeType, fields.UpdateDetail, fields.QuitScene].filter(Boolean).join(' '))).toEqual([
    'update add_member 0', 'update del_member 1', 'update change_name', 'update change_notice', 'dismiss',
  ]);
  expect(await call('get', { chat_id: chatId })).toMatchObject({ errcode: 40050 });
  await expect(control('POST', '/sandbox/group-leave', { corp: 'selfBuilt', chatId, person: person.id })).rejects.toThrow();
});

test('A suite’s app knows a group by an id of its own', async () => {
  const { groups } = await begin();
  const { token } = await story.installSuite();
  const { group_chat_list: seen } = await story.post(`/cgi-bin/externalcontact/groupchat/list?access_token=${token}`, { limit: 100 });
  expect(seen.length).toBeGreaterThan(0);
  const theirs = await story.sandbox.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=suite');
  expect(seen.map((one: { chat_id: string }) => one.chat_id).sort()).toEqual(theirs.map((group) => group.appChatId).sort());
  expect(theirs.every((group) => group.appChatId !== group.chatId)).toBe(true);
  expect(groups.every((group) => group.appChatId === group.chatId)).toBe(true);
});

test('LC-14 a join way fills its groups one after the other, opens a new one when all are full, and tells by which way somebody came', async () => {
  const { groups, call, control } = await begin();
  const [first, second] = groups.map((group) => group.chatId);
  expect(await call('add_join_way', { scene: 2, chat_id_list: [] })).toMatchObject({ errcode: 40050 });
  expect(await call('add_join_way', { scene: 2, chat_id_list: Array(6).fill(first) })).toMatchObject({ errcode: 41091 });
  expect(await call('add_join_way', { scene: 2, chat_id_list: ['wrNone'] })).toMatchObject({ errcode: 40050 });
  const { config_id } = await call('add_join_way', { scene: 2, remark: '一'.repeat(40), chat_id_list: [first, second], auto_create_room: 1, room_base_name: '粉丝', room_base_id: 7, state: 'gce_1' });
  const { join_way: way } = await call('get_join_way', { config_id });
  expect(way).toMatchObject({ remark: '一'.repeat(30), chat_id_list: [first, second], state: 'gce_1', auto_create_room: 1 });
  const scan = async (name: string) => control<{ chatId: string; person: string }>('POST', '/sandbox/scan', { person: (await control<{ id: string }>('POST', '/sandbox/people', { name })).id, qr: way.qr_code });

  expect((await scan('小一')).chatId).toBe(first);
  for (const chatId of [first, second]) await control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId, upTo: 200 });
  const { chatId: fresh } = await scan('小二');
  const room = (await call('get', { chat_id: fresh, need_name: 1 })).group_chat;
  expect(room).toMatchObject({ name: '粉丝7', member_list: [{ type: 1 }, { type: 2, name: '小二', join_scene: 3, state: 'gce_1' }] });
  await story.sandbox.settle();
  expect(story.receiver.of('change_external_chat').map(({ fields }) => [fields.ChangeType, fields.MemChangeCnt].join(' ').trim())).toContain('create');

  expect(await call('update_join_way', { config_id, scene: 2, chat_id_list: [first], auto_create_room: 0, state: 'gce_1' })).toMatchObject({ errcode: 0 });
  await expect(scan('小三')).rejects.toThrow('200');
  await control('POST', '/sandbox/group-dismiss', { corp: 'selfBuilt', chatId: first });
  await expect(scan('小四')).rejects.toThrow('解散');
  expect(await call('del_join_way', { config_id })).toMatchObject({ errcode: 0 });
  expect(await call('get_join_way', { config_id })).toMatchObject({ errcode: 41044 });

  // The group's own picture ends after 7 days and tells nothing.
  const picture = await control<{ qr: string; expiresAt: number }>('POST', '/sandbox/group-picture', { corp: 'selfBuilt', chatId: fresh });
  const guest = await control<{ id: string }>('POST', '/sandbox/people', { name: '小五' });
  await control('POST', '/sandbox/scan', { person: guest.id, qr: picture.qr });
  expect((await call('get', { chat_id: fresh })).group_chat.member_list.at(-1).state).toBeUndefined();
  await story.sandbox.advance(7 * 86_400_000);
  await expect(control('POST', '/sandbox/scan', { person: guest.id, qr: picture.qr })).rejects.toThrow('过期');
});

test('GR-02 a mass send waits for the member, goes to friends alone, and to nobody more often than the month has days', async () => {
  const { token, control } = await begin();
  const contact = (path: string, body: object) => story.post(`/cgi-bin/externalcontact/${path}?access_token=${token}`, body);
  const { follow_user: [sender] } = await story.sandbox.control<{ follow_user: string[] }>('GET', '/sandbox/state').then(async () => story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`));
  const contacts = (await control<{ customer: { id: string }; externalUserid: string; customerHasStaff: boolean }[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${sender}`)).filter((one) => one.customerHasStaff);
  const [one, other] = contacts;
  const send = () => contact('add_msg_template', { chat_type: 'single', sender, external_userid: [one!.externalUserid, other!.externalUserid, 'wmNobody'], text: { content: '进群' } });
  expect(await contact('add_msg_template', { sender, external_userid: ['wmNobody'], text: { content: '进群' } })).toMatchObject({ errcode: 41048 });
  const { msgid, fail_list } = await send();
  expect(fail_list).toEqual(['wmNobody']);
  expect(await contact('get_groupmsg_task', { msgid })).toMatchObject({ errcode: 41063 });
  await story.sandbox.advance(2_000);
  expect((await contact('get_groupmsg_task', { msgid })).task_list).toEqual([{ userid: sender, status: 0 }]);
  await control('POST', '/sandbox/unfriend', { corp: 'selfBuilt', userid: sender, person: other!.customer.id, by: 'customer' });
  await control('POST', '/sandbox/mass-send', { corp: 'selfBuilt', userid: sender, id: msgid });
  const statuses = async (id: string) => (await contact('get_groupmsg_send_result', { msgid: id, userid: sender })).send_list.map((row: { status: number }) => row.status);
  expect(await statuses(msgid)).toEqual([1, 2]);
  expect(await control('GET', `/sandbox/chat?corp=selfBuilt&userid=${sender}&person=${one!.customer.id}`)).toEqual(expect.arrayContaining([expect.objectContaining({ text: '进群', byApp: true })]));
  for (let n = 0; n < 31; n++) await control('POST', '/sandbox/mass-send', { corp: 'selfBuilt', userid: sender, id: (await send()).msgid });
  const last = await send();
  await control('POST', '/sandbox/mass-send', { corp: 'selfBuilt', userid: sender, id: last.msgid });
  await story.sandbox.advance(2_000);
  expect((await statuses(last.msgid))[0]).toBe(3);
  expect(await contact('cancel_groupmsg_send', { msgid: last.msgid })).toMatchObject({ errcode: 0 });
  expect(await contact('remind_groupmsg_send', { msgid: last.msgid })).toMatchObject({ errcode: 41093 });
});
