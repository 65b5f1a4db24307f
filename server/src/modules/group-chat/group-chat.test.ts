import { expect, test } from 'vitest';
import { testApp, type TestApp } from '../../../test/app';
import type { CorpKey, SandboxGroup } from '../../../sandbox/control';
import { Staff } from '../org';
import { GroupMember } from './entity';
import { memberJoined } from './events';

type Api = Awaited<ReturnType<TestApp['as']>>;
const theirGroups = (t: TestApp, corp: CorpKey = 'selfBuilt') => t.control<SandboxGroup[]>('GET', `/sandbox/groups?corp=${corp}`);
const act = (t: TestApp, what: string, body: object) => t.control<SandboxGroup>('POST', `/sandbox/${what}`, { corp: 'selfBuilt', ...body });
const all = (api: Api) => api.groupChats.list({ limit: 100 });

async function oneGroup(t: TestApp) {
  const api = await t.as('operator');
  const [theirs] = (await theirGroups(t)).sort((a, b) => b.members.length - a.members.length);
  const ours = (await all(api)).items.find((group) => group.chatId === theirs!.appChatId)!;
  return { api, theirs: theirs!, ours };
}

for (const corp of ['suite', 'agency', 'selfBuilt'] as const) {
  test(`CU-14 the corp's groups are here from the first minute, with members joined to customers and staff: ${corp}`, async () => {
    const t = await testApp({ corps: [corp], customersPerCorp: 80 });
    const api = await t.as('operator');
    const { items, total } = await all(api);
    const theirs = await theirGroups(t, corp);
    expect(total).toBe(theirs.length);
    expect(items.map((group) => [group.chatId, group.name, group.memberCount]).sort()).toEqual(theirs.map((group) => [group.appChatId, group.name, group.members.length]).sort());
    const [group] = items.sort((a, b) => b.customerCount - a.customerCount);
    const members = (await api.groupChats.members({ id: group!.id, limit: 200 })).items;
    expect(members.filter((member) => member.kind === 'customer').every((member) => member.customerId !== null)).toBe(true);
    expect(members.find((member) => member.isOwner)?.staff?.id).toBe(group!.owner.id);
    expect(await api.groupChats.progress()).toMatchObject({ state: 'done', done: total });
    // Who was there before we came is no news, but it is on their timelines.
    const customer = members.find((member) => member.customerId)!;
    expect((await api.customers.timeline({ id: customer.customerId!, kinds: ['group.joined'] })).items[0]).toMatchObject({ data: { groupId: group!.id } });
    expect((await api.groupChats.ofCustomer({ customerId: customer.customerId! })).items).toMatchObject([{ group: { id: group!.id }, leftAt: null }]);
    expect(await t.app.database.query('SELECT id FROM job WHERE name = ?', [memberJoined.name])).toEqual([]);
  });
}

test('BX-15 who was erased stays in the count as WeCom counts, is on no list, and does not come back by leaving the group', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { api, ours } = await oneGroup(t);
  const members = (await api.groupChats.members({ id: ours.id, limit: 200 })).items;
  const { userId, customerId, name } = members.find((one) => one.customerId)!;
  const counts = async () => {
    const { memberCount, hiddenCount, leftCount } = await (await t.as('operator')).groupChats.get({ id: ours.id });
    return { memberCount, hiddenCount, leftCount, here: (await (await t.as('operator')).groupChats.members({ id: ours.id, limit: 1 })).total };
  };
  const all = members.length;
  expect(await counts()).toEqual({ memberCount: all, hiddenCount: 0, leftCount: 0, here: all });
  await (await t.as('owner')).privacy.erase({ customerId: customerId!, name });
  await t.settle();
  expect(await counts()).toEqual({ memberCount: all, hiddenCount: 1, leftCount: 0, here: all - 1 });
  await t.advance(60_000);
  await (await t.as('owner')).groupChats.sync();
  await t.settle();
  expect(await counts()).toEqual({ memberCount: all, hiddenCount: 1, leftCount: 0, here: all - 1 });
  const theirs = (await theirGroups(t)).find((group) => group.appChatId === ours.chatId)!;
  const person = theirs.members.find((one) => one.name === name)!;
  await act(t, 'group-leave', { chatId: theirs.chatId, person: person.person });
  await t.settle();
  expect(await counts()).toEqual({ memberCount: all - 1, hiddenCount: 0, leftCount: 0, here: all - 1 });
  expect(await t.app.database.corp(t.corps.selfBuilt.id).count(GroupMember, { userId })).toBe(0);
});

test('CU-03 who joins, leaves and is removed stands in the group and on the timeline once, however often it is told', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { api, theirs, ours } = await oneGroup(t);
  const person = await t.sandbox.newPerson('方芳👩‍🌾');
  const { chatId } = theirs;
  await act(t, 'group-join', { chatId, person: person.id, by: theirs.owner });
  await t.settle();
  await t.sandbox.repeatLastCallback();
  await t.settle();
  const here = (await api.groupChats.members({ id: ours.id, who: 'customers', limit: 200 })).items;
  const member = here.find((one) => one.name === person.name)!;
  expect(member).toMatchObject({ customerId: null, friendsOf: [], joinScene: 1, invitor: { id: ours.owner.id } });
  expect(here.filter((one) => one.userId === member.userId)).toHaveLength(1);

  await t.advance(60_000);
  await act(t, 'group-leave', { chatId, person: person.id, removed: true });
  await t.settle();
  await t.advance(60_000);
  await act(t, 'group-join', { chatId, person: person.id, scene: 3, state: 'gq_1' });
  await t.settle();
  await t.sandbox.repeatLastCallback();
  await t.settle();
  const stays = await t.app.database.corp(t.corps.selfBuilt.id).find(GroupMember, { userId: member.userId }, { order: { joinedAt: 'ASC' } });
  expect(stays.map(({ joinScene, quitScene, state, leftAt }) => [joinScene, quitScene, state, leftAt === null])).toEqual([[1, 1, '', false], [3, null, 'gq_1', true]]);
  expect(await api.groupChats.get({ id: ours.id })).toMatchObject({ memberCount: theirs.members.length + 1, leftCount: 1 });

  // They become a customer: what they did in the group before is theirs.
  const code = await api.liveCodes.create({ name: '门店', staffIds: [ours.owner.id] });
  await t.sandbox.scan(person, code.qrUrl!);
  await t.settle();
  const customer = (await api.customers.list({ keyword: person.name })).items[0]!;
  const told = (await api.customers.timeline({ id: customer.id, kinds: ['group.joined', 'group.left'] })).items;
  expect(told.map((one) => one.kind)).toEqual(['group.joined', 'group.left', 'group.joined']);
  expect((await api.groupChats.ofCustomer({ customerId: customer.id })).items.map((one) => one.leftAt === null)).toEqual([true, false]);
});

test('A group is made, renamed, given to another and dismissed in WeCom, and is so here', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { api, theirs } = await oneGroup(t);
  const persons = theirs.members.filter((member) => member.person).slice(0, 2).map((member) => member.person);
  const { chatId } = await act(t, 'groups', { owner: theirs.owner, name: '开业', persons });
  await t.settle();
  const made = (await api.groupChats.list({ keyword: '开业' })).items[0]!;
  expect(made).toMatchObject({ memberCount: 3, customerCount: 2, state: 'active' });
  const other = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.find((one) => one.userId !== theirs.owner)!;
  await act(t, 'group-join', { chatId, userid: other.userId, by: theirs.owner });
  await act(t, 'group-change', { chatId, name: `${'长'.repeat(60)}🎉`, notice: '守规矩', owner: other.userId });
  await t.settle();
  expect(await api.groupChats.get({ id: made.id })).toMatchObject({ name: `${'长'.repeat(60)}🎉`, notice: '守规矩', owner: { id: other.id }, memberCount: 4 });
  await act(t, 'group-dismiss', { chatId });
  await t.settle();
  await t.sandbox.repeatLastCallback();
  await t.settle();
  expect(await api.groupChats.get({ id: made.id })).toMatchObject({ state: 'dismissed', memberCount: 0 });
  expect((await api.groupChats.list({ state: 'dismissed' })).total).toBe(1);
  const customerId = (await api.groupChats.members({ id: made.id, who: 'left', limit: 50 })).items.find((one) => one.customerId)!.customerId!;
  expect((await api.customers.timeline({ id: customerId, kinds: ['group.left'] })).items).toMatchObject([{ data: { groupName: `${'长'.repeat(60)}🎉`, dismissed: true } }]);
});

test('Events that come in any order, late or never leave the same members', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { api, theirs, ours } = await oneGroup(t);
  const { chatId } = theirs;
  const person = await t.sandbox.newPerson('来去');
  await t.sandbox.fault('callback', 'reorder', 0, 2);
  await act(t, 'group-join', { chatId, person: person.id, scene: 3 });
  await act(t, 'group-leave', { chatId, person: person.id });
  await t.settle();
  await t.advance(60_000);
  expect((await api.groupChats.members({ id: ours.id, who: 'left' })).items.filter((one) => one.quitScene === 0)).toHaveLength(1);
  expect(await api.groupChats.get({ id: ours.id })).toMatchObject({ memberCount: theirs.members.length, leftCount: 1 });

  // Of these no callback arrives; the night finds them.
  await t.sandbox.fault('callback', 'http500', 0, 30);
  await act(t, 'group-leave', { chatId, person: theirs.members.find((member) => member.person)!.person });
  const second = (await theirGroups(t)).find((group) => group.chatId !== chatId);
  await act(t, 'group-dismiss', { chatId: second!.chatId });
  await t.advance(86_400_000);
  const nextDay = await t.as('operator');
  expect(await nextDay.groupChats.get({ id: ours.id })).toMatchObject({ memberCount: theirs.members.length - 1, leftCount: 2 });
  expect((await nextDay.groupChats.list({ state: 'dismissed' })).items.map((group) => group.chatId)).toEqual([second!.appChatId]);
});

test('CU-14 group tags are a library of their own: equal names never mix with customers’ tags', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { api, ours } = await oneGroup(t);
  const [customerGroup] = (await api.tags.list()).items;
  const customerTag = customerGroup!.tags[0]!;
  const category = await api.groupTags.create({ categoryName: customerGroup!.name, names: [customerTag.name, '高活跃'] });
  await api.groupTags.create({ categoryName: customerGroup!.name, names: ['高活跃'] });
  expect((await api.groupTags.list()).items).toHaveLength(1);
  const [twin, lively] = category.tags;
  const ids = (await all(api)).items.map((group) => group.id);
  expect(await api.groupChats.tag({ ids, add: [twin!.id, lively!.id] })).toEqual({ changed: ids.length });
  expect(await api.groupChats.tag({ ids, add: [twin!.id] })).toEqual({ changed: 0 });
  expect((await api.groupChats.list({ tagIds: [twin!.id] })).total).toBe(ids.length);

  // A tag of the one library is unknown to the other, both ways.
  expect(JSON.stringify(await api.tags.list())).not.toContain(twin!.id);
  await expect(api.groupChats.tag({ ids, add: [customerTag.id] })).rejects.toMatchObject({ code: 'not_found' });
  const customer = (await api.customers.list({ limit: 1 })).items[0]!;
  await expect(api.customers.tag({ id: customer.id, add: [twin!.id] })).rejects.toMatchObject({ code: 'not_found' });
  expect((await api.groupChats.list({ tagIds: [customerTag.id] })).total).toBe(0);
  expect((await api.customers.list({ tagIds: [twin!.id] })).total).toBe(0);

  await expect(api.groupTags.rename({ id: twin!.id, name: '高活跃' })).rejects.toMatchObject({ code: 'group_tag_name_taken' });
  await api.groupTags.remove({ id: twin!.id });
  expect((await api.groupChats.get({ id: ours.id })).tags.map((tag) => tag.id)).toEqual([lively!.id]);
  await api.groupTags.remove({ id: lively!.id });
  expect((await api.groupTags.list()).items).toEqual([]);
  await expect((await t.as('staff')).groupTags.create({ categoryName: '甲', names: ['乙'] })).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(api.groupTags.create({ categoryName: '甲', names: ['名'.repeat(10_000)] })).rejects.toMatchObject({ code: 'bad_input' });
});

test('PM-02 a staff member sees the groups they own; the sidebar inside of a chat shows it to its members', async () => {
  const t = await testApp({ customersPerCorp: 80 });
  const { theirs, ours } = await oneGroup(t);
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const other = (await db.find(Staff, { canReceive: true })).find((one) => one.userId !== theirs.owner && theirs.members.every((member) => member.userid !== one.userId))!;
  const owner = await t.as('staff', 'selfBuilt', ours.owner.id);
  const stranger = await t.as('staff', 'selfBuilt', other.id);
  expect((await all(owner)).items.map((group) => group.owner.id)).toEqual([ours.owner.id]);
  expect((await all(stranger)).items.map((group) => group.id)).not.toContain(ours.id);
  // How many groups have a tag counts those that one sees.
  const operator = await t.as('operator');
  const [tag] = (await operator.groupTags.create({ categoryName: '活跃', names: ['高'] })).tags;
  const every = (await all(operator)).items.map(({ id }) => id);
  await operator.groupChats.tag({ ids: every, add: [tag!.id] });
  const told = async (api: Api) => (await api.groupTags.list()).items[0]!.tags[0]!.groupCount;
  expect([await told(operator), await told(owner)]).toEqual([every.length, (await owner.groupChats.list({ tagIds: [tag!.id] })).total]);
  for (const call of [() => stranger.groupChats.get({ id: ours.id }), () => stranger.groupChats.members({ id: ours.id }), () => stranger.groupChats.tag({ ids: [ours.id], add: [] })]) {
    await expect(call()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await stranger.groupChats.byChatId({ chatId: ours.chatId })).toBeNull();
  await act(t, 'group-join', { chatId: theirs.chatId, userid: other.userId, by: theirs.owner });
  await t.settle();
  expect(await stranger.groupChats.byChatId({ chatId: ours.chatId })).toMatchObject({ id: ours.id, name: theirs.name });
  expect(await stranger.groupChats.byChatId({ chatId: 'wrNone' })).toBeNull();
});
