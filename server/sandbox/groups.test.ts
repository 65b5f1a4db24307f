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
