import { expect, test } from 'vitest';
import { testApp, type TestApp } from '../../../test/app';
import type { Contact, SandboxGroup, SandboxMassSend } from '../../../sandbox/control';
import { GroupInvitation } from './entity';

type Api = Awaited<ReturnType<TestApp['as']>>;

async function begin(customersPerCorp = 80) {
  const t = await testApp({ customersPerCorp });
  const api = await t.as('operator');
  const theirs = await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  const ours = (await api.groupChats.list({ limit: 100 })).items;
  const groups = theirs.map((group) => ({ chatId: group.chatId, name: group.name, id: ours.find((one) => one.chatId === group.appChatId)!.id, members: group.members }));
  const code = await api.groupCodes.create({ name: '读者群', title: '读者交流群', guide: '每周五答疑', entries: [{ kind: 'way', groupIds: [groups[0]!.id] }] });
  return { t, api, groups, code };
}
const fill = async (t: TestApp, chatId: string, upTo: number) => {
  await t.control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId, upTo });
  await t.settle();
};

test('GR-01 LC-11 WL-04 whoever is added is invited in the welcome, unless they are in a group already or none has room, and who came in is known', async () => {
  const { t, api, groups, code } = await begin();
  const [staff] = (await api.org.staff({ onlyReceiving: true, limit: 5 })).items;
  const channel = await api.liveCodes.create({ name: '门店', staffIds: [staff!.id], welcome: { text: '你好 {customer}' } });
  await api.groupInvites.saveRule({ liveCodeId: channel.id, groupCodeId: code.id, title: '进群领书单' });
  const add = async (name: string, qr = channel.qrUrl) => {
    const person = await t.sandbox.newPerson(name);
    const { userid } = await t.sandbox.scan(person, qr);
    await t.settle();
    await t.sandbox.repeatLastCallback();
    await t.settle();
    return { person, chat: (await t.sandbox.chat(person, userid)).filter((message) => message.byApp).map((message) => [message.kind, message.text, message.url].filter(Boolean)) };
  };
  const link = ['link', '进群领书单', `${t.publicUrl}/c/${code.id}`];
  // What the simulator says is what is sent.
  const supposed = { staffId: staff!.id, liveCodeId: channel.id, at: t.clock.now() };
  expect(await api.welcomeRules.simulate(supposed)).toMatchObject({ invitation: { groupCodeId: code.id, name: '读者群', state: 'offered' }, message: { text: '你好 {customer}', attachments: [{ kind: 'link', title: link[1], url: link[2] }] } });
  const first = await add('小满');
  expect(first.chat).toEqual([['text', '你好 小满'], link]);
  await t.sandbox.scan(first.person, code.entries[0]!.pictureUrl);
  await t.settle();

  // Somebody who sits in the group and is added afterwards, and one who comes while it is full.
  const inside = await t.sandbox.newPerson('老读者');
  await t.control('POST', '/sandbox/group-join', { corp: 'selfBuilt', chatId: groups[0]!.chatId, person: inside.id, scene: 3 });
  await t.settle();
  const { userid } = await t.sandbox.scan(inside, channel.qrUrl);
  await t.settle();
  expect((await t.sandbox.chat(inside, userid)).filter((message) => message.byApp).map((message) => message.kind)).toEqual(['text']);
  await fill(t, groups[0]!.chatId, 200);
  expect(await api.welcomeRules.simulate(supposed)).toMatchObject({ invitation: { state: 'noRoom' }, message: { attachments: [] } });
  expect((await add('晚到')).chat).toEqual([['text', '你好 晚到']]);
  const [rule] = (await api.groupInvites.rules({})).items;
  expect(rule).toMatchObject({ liveCode: { id: channel.id }, groupCode: { name: '读者群' }, added: 3, sent: 1, alreadyIn: 1, noRoom: 1, joined: 1 });
  const rows = (await api.groupInvites.invitations({ ruleId: rule!.id })).items;
  expect(rows.map((row) => [row.customer?.name, row.state, row.joinedAt !== null])).toEqual([['晚到', 'noRoom', false], ['老读者', 'alreadyIn', false], ['小满', 'sent', true]]);

  // The company's rule is for all codes without one of their own, also those that say nothing by themselves; one that is off says nothing.
  const silent = await api.liveCodes.create({ name: '海报', staffIds: [staff!.id] });
  const second = await api.groupCodes.create({ name: '二群', title: '家长群', entries: [{ kind: 'way', groupIds: [groups[1]!.id] }] });
  await api.groupInvites.saveRule({ liveCodeId: null, groupCodeId: second.id });
  expect((await add('海报来的', silent.qrUrl)).chat).toEqual([['link', '家长群', `${t.publicUrl}/c/${second.id}`]]);
  await api.groupInvites.saveRule({ liveCodeId: channel.id, groupCodeId: code.id, isOn: false });
  expect((await add('不邀请')).chat).toEqual([['text', '你好 不邀请']]);
  expect((await api.groupInvites.rules({})).items.map((one) => [one.liveCode?.name ?? '', one.isOn, one.added])).toEqual([['', true, 1], ['门店', false, 3]]);
  // A rule that invites nobody for the time being says so, before somebody wonders: all are full, or the code is closed.
  const idle = async () => (await api.groupInvites.rules({})).items.map((one) => [one.groupCode.name, one.groupCode.isOpen]);
  expect(await idle()).toEqual([['二群', true], [code.name, false]]);
  await api.groupCodes.setState({ id: second.id, closed: true });
  expect(await idle()).toEqual([['二群', false], [code.name, false]]);
  await api.groupInvites.removeRule({ id: rule!.id });
  expect((await api.groupInvites.rules({})).items).toHaveLength(1);
});

/** Some members with a tag on several of their customers. */
async function tagged(t: TestApp, api: Api) {
  const tags = (await api.tags.list({})).items.flatMap((group) => group.tags);
  const tagId = [...tags].sort((a, b) => b.customerCount - a.customerCount)[0]!.id;
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items;
  const counts = await Promise.all(staff.map(async (one) => ({ one, n: (await api.customers.list({ tags: { any: [tagId] }, staffIds: [one.id], state: 'friend', limit: 1 } as never)).total })));
  return { tagId, members: counts.filter(({ n }) => n >= 4).map(({ one }) => one) };
}

test('GR-02 members are asked to invite their customers with a tag: those already in are left out, each customer is asked once, and results come by member', async () => {
  const { t, api, groups, code } = await begin(240);
  const { tagId, members } = await tagged(t, api);
  const [first, second] = members;
  const wish = { groupCodeId: code.id, tagIds: [tagId], staffIds: [first!.id, second!.id] };
  const before = await api.groupInvites.preview(wish);
  expect(before).toMatchObject({ open: true, alreadyIn: expect.any(Number) });
  // One of them joins beforehand.
  const contacts = await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${first!.userId}`);
  const invited = (await api.customers.list({ tags: { any: [tagId] }, staffIds: [first!.id], state: 'friend', limit: 50 } as never)).items;
  const early = contacts.find((one) => invited.some((customer) => customer.externalUserid === one.externalUserid) && !groups[0]!.members.some((member) => member.person === one.customer.id))!;
  await t.control('POST', '/sandbox/group-join', { corp: 'selfBuilt', chatId: groups[0]!.chatId, person: early.customer.id, scene: 3 });
  await t.settle();
  const preview = await api.groupInvites.preview(wish);
  expect([preview.alreadyIn, preview.customers, preview.askedToday]).toEqual([before.alreadyIn + 1, before.customers - 1, 0]);

  const input = { ...wish, name: '上海读者', text: '我们建了读者群，点开就能进', key: 'group-invite-1' };
  const task = await api.groupInvites.createTask(input);
  expect((await api.groupInvites.createTask(input)).id).toBe(task.id);
  // Who makes a second one on that day hears that these customers are asked already.
  expect(await api.groupInvites.preview(wish)).toMatchObject({ askedToday: preview.customers });
  expect(task).toMatchObject({ state: 'running', customers: preview.customers, alreadyIn: preview.alreadyIn, staffCount: preview.staff.filter((one) => one.customers > 0).length });
  // Each number is as long as its list.
  for (const [filter, number] of [[{ invited: true }, task.customers], [{ state: 'alreadyIn' }, task.alreadyIn]] as const) expect((await api.groupInvites.invitations({ taskId: task.id, ...filter })).total).toBe(number);
  await t.settle();
  await t.advance(10_000);
  expect((await api.groupInvites.task({ id: task.id })).sends.every((send) => send.state === 'waiting')).toBe(true);
  const sendsOf = (userId: string) => t.control<SandboxMassSend[]>('GET', `/sandbox/mass-sends?corp=selfBuilt&userid=${userId}`);
  const [asked] = await sendsOf(first!.userId);
  expect(asked!.messages.map((message) => [message.kind, message.url].filter(Boolean))).toEqual([['text'], ['link', `${t.publicUrl}/c/${code.id}`]]);

  // Nothing goes out before they press send. One customer left meanwhile.
  const rows = (await api.groupInvites.invitations({ taskId: task.id, staffId: first!.id, state: 'planned', limit: 100 })).items;
  const gone = contacts.find((one) => one.customer.id !== early.customer.id && one.customerHasStaff && rows.some((row) => row.customer?.name === one.customer.name))!;
  await t.sandbox.unfriend(gone.customer, first!.userId, 'customer');
  await t.control('POST', '/sandbox/mass-send', { corp: 'selfBuilt', userid: first!.userId, id: asked!.id });
  await api.groupInvites.checkTask({ id: task.id });
  await t.settle();
  const sent = await api.groupInvites.task({ id: task.id });
  expect(sent.sends.find((send) => send.staff.id === first!.id)).toMatchObject({ state: 'sent', customers: rows.length, sent: rows.length - 1, notFriend: 1, joined: 0 });
  expect(sent.state).toBe('running');

  // Somebody comes in; then the rest is stopped.
  const guest = contacts.find((one) => one.customer.id !== gone.customer.id && rows.some((row) => row.customer?.name === one.customer.name))!;
  await t.sandbox.scan(guest.customer, code.entries[0]!.pictureUrl);
  await t.settle();
  // Whom nobody has asked yet, and who comes in by themselves, is no result of it.
  const theirs = await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${second!.userId}`);
  const unasked = (await api.groupInvites.invitations({ taskId: task.id, staffId: second!.id, state: 'planned', limit: 100 })).items;
  const stranger = theirs.find((one) => unasked.some((row) => row.customer?.name === one.customer.name))!;
  await t.control('POST', '/sandbox/group-join', { corp: 'selfBuilt', chatId: groups[0]!.chatId, person: stranger.customer.id, scene: 3 });
  await t.settle();
  expect((await api.groupInvites.task({ id: task.id })).sends.find((send) => send.staff.id === second!.id)).toMatchObject({ state: 'waiting', sent: 0, joined: 0 });
  await api.groupInvites.remindTask({ id: task.id });
  const stopped = await api.groupInvites.stopTask({ id: task.id });
  expect(stopped).toMatchObject({ state: 'stopped', joined: 1 });
  expect((await api.groupInvites.invitations({ taskId: task.id, joined: true })).items).toMatchObject([{ customer: { name: guest.customer.name }, groupName: groups[0]!.name, state: 'sent' }]);
  expect((await sendsOf(second!.userId))[0]).toMatchObject({ cancelled: true });
  await expect(api.groupInvites.stopTask({ id: task.id })).rejects.toMatchObject({ code: 'group_invite_state' });
  expect((await api.groupInvites.tasks({})).items).toMatchObject([{ id: task.id, sentStaff: 1, joined: 1 }]);

  // A full group is not invited to, nor is a task made for nobody.
  await fill(t, groups[0]!.chatId, 200);
  await expect(api.groupInvites.createTask({ ...input, key: 'group-invite-2' })).rejects.toMatchObject({ code: 'group_code_full' });
});

test('GR-02 where WeCom’s answer is lost nobody is asked twice, and what WeCom refuses stands beside the member', async () => {
  const { t, api, code } = await begin(240);
  const { tagId, members } = await tagged(t, api);
  const wish = (key: string) => ({ groupCodeId: code.id, tagIds: [tagId], staffIds: [members[0]!.id], name: '试一试', text: '进群', key });
  const path = '/cgi-bin/externalcontact/add_msg_template';
  await t.sandbox.fault(path, 'drop', 1);
  const lost = await api.groupInvites.createTask(wish('lost-answer'));
  await t.settle();
  await t.advance(600_000);
  const userId = members[0]!.userId;
  expect(await t.control('GET', `/sandbox/mass-sends?corp=selfBuilt&userid=${userId}`)).toHaveLength(1);
  expect(await api.groupInvites.task({ id: lost.id })).toMatchObject({ state: 'done', sends: [{ state: 'unclear', error: expect.stringContaining('没有收到') }] });
  await t.sandbox.fault(path, 'errcode', 48002);
  const refused = await api.groupInvites.createTask(wish('refused-one'));
  await t.settle();
  expect(await api.groupInvites.task({ id: refused.id })).toMatchObject({ state: 'done', sends: [{ state: 'failed' }] });
  const rows = await t.app.database.corp(t.corps.selfBuilt.id).find(GroupInvitation, { taskId: refused.id });
  expect(new Set(rows.map((row) => row.state).filter((state) => state !== 'alreadyIn'))).toEqual(new Set(['failed']));
});
