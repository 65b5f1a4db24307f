import type { Readable } from 'node:stream';
import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { Staff } from '../org';

const day = 86_400_000;
const matches = { limit: 200 };

/** Staff who have customers, the richest first. */
async function sellers(t: TestApp) {
  const { items } = await (await t.as('operator')).org.staff(matches);
  return items.filter(({ customerCount }) => customerCount! > 0).sort((a, b) => b.customerCount! - a.customerCount!);
}

const refused = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);

describe('roles', () => {
  test('PM-01 a role of one’s own allows, denies and reaches as it says, and the screens are told the same', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const [someone] = await sellers(t);
    const rep = await t.as('staff', 'selfBuilt', someone!.id);
    const tag = (await admin.tags.create({ groupName: '等级', names: ['金', '银'] })).tags[0]!;
    expect(await refused(rep.tags.rename({ id: tag.id, name: '铂' }))).toBe('not_allowed');

    const role = await admin.access.createRole({ name: '标签管理员 🏷️', allow: ['tag.read', 'tag.write', 'customer.read'], deny: ['tag.write:delete'], scope: 'all' });
    await admin.access.assign({ staffId: someone!.id, roleIds: [role.id] });
    await rep.tags.rename({ id: tag.id, name: '铂' });
    expect(await refused(rep.tags.remove({ id: tag.id }))).toBe('not_allowed');
    expect(await refused(rep.liveCodes.list({}))).toBe('not_allowed');
    const me = await rep.session.me();
    expect(me.calls).toContain('tags.rename');
    expect(me.calls).not.toContain('tags.remove');
    expect(me.roles).toEqual([{ id: role.id, name: '标签管理员 🏷️' }]);
    expect((await rep.customers.list(matches)).total).toBe((await admin.customers.list(matches)).total);

    await admin.access.updateRole({ ...role, name: role.name!, allow: ['tag.read'], deny: [] });
    expect(await refused(rep.tags.rename({ id: tag.id, name: '钻' }))).toBe('not_allowed');
    expect(await refused(admin.access.updateRole({ ...role, name: role.name!, allow: ['tag.read', 'tag.write'] }))).toBe('stale_edit');
    expect(await refused(admin.access.removeRole({ id: role.id }))).toBe('role_in_use');
    await admin.access.assign({ staffId: someone!.id, roleIds: [] });
    await admin.access.removeRole({ id: role.id });
    expect(await refused(admin.access.removeRole({ id: role.id }))).toBe('not_found');
  });

  test('PM-01 of several roles what one denies is denied, and the widest reach holds', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const [someone] = await sellers(t);
    const rep = await t.as('staff', 'selfBuilt', someone!.id);
    const strict = await admin.access.createRole({ name: '只读', allow: ['customer.read'], deny: ['customer.write'], scope: 'own' });
    await admin.access.assign({ staffId: someone!.id, roleIds: ['operator', strict.id] });
    const all = (await admin.customers.list(matches)).total;
    expect((await rep.customers.list(matches)).total).toBe(all);
    const [customer] = (await rep.customers.list(matches)).items;
    expect(await refused(rep.customers.remark({ id: customer!.id, remark: '看看' }))).toBe('not_allowed');

    const { rows, reaches } = await admin.access.effective({ staffId: someone!.id });
    expect(reaches).toBeNull();
    expect(rows.find((row) => row.permission === 'customer.write')).toMatchObject({ allowed: false, by: [{ id: 'operator' }], deniedBy: [{ id: strict.id, name: '只读' }] });
    expect(rows.find((row) => row.permission === 'customer.read')).toMatchObject({ allowed: true, scope: 'all', deniedBy: [] });
    expect(rows.find((row) => row.permission === 'system.read')).toMatchObject({ allowed: false, by: [], deniedBy: [] });
  });

  test('PM-01 wrong names, foreign roles and unknown permissions are refused with a sentence', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const admin = await t.as('admin');
    const base = { allow: ['tag.read'], scope: 'own' as const };
    const role = await admin.access.createRole({ ...base, name: '甲' });
    expect(await refused(admin.access.createRole({ ...base, name: '甲' }))).toBe('role_name_taken');
    expect(await refused(admin.access.createRole({ ...base, name: '长'.repeat(10_000) }))).toBe('bad_input');
    expect(await refused(admin.access.createRole({ name: '乙', allow: ['account.write'], scope: 'own' }))).toBe('bad_input');
    expect(await refused(admin.access.createRole({ name: '乙', allow: ['tag.write:fly'], scope: 'own' }))).toBe('bad_input');
    const stranger = await t.as('admin', 'agency');
    const [theirs] = (await stranger.org.staff(matches)).items;
    expect(await refused(stranger.access.assign({ staffId: theirs!.id, roleIds: [role.id] }))).toBe('not_found');
    expect(await refused(stranger.access.updateRole({ ...role, name: '甲' }))).toBe('not_found');
    expect(await refused(admin.access.assign({ staffId: theirs!.id, roleIds: ['operator'] }))).toBe('not_found');
    expect(await refused(admin.access.assign({ staffId: (await sellers(t))[0]!.id, roleIds: ['owner'] }))).toBe('not_found');
    await stranger.access.createRole({ ...base, name: '甲' });
  });

  test('PM-01 nobody gives what goes beyond their own', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const [deputy, other] = await sellers(t);
    const deputyRole = await admin.access.createRole({ name: '副手', allow: ['access.read', 'access.write', 'customer.read'], scope: 'all' });
    await admin.access.assign({ staffId: deputy!.id, roleIds: [deputyRole.id] });
    await admin.access.assign({ staffId: other!.id, roleIds: ['admin'] });
    const api = await asIs(t, deputy!.id);
    expect(await refused(api.access.assign({ staffId: deputy!.id, roleIds: ['admin'] }))).toBe('role_beyond_own');
    expect(await refused(api.access.createRole({ name: '更多', allow: ['liveCode.write'], scope: 'all' }))).toBe('role_beyond_own');
    expect(await refused(api.access.assign({ staffId: other!.id, roleIds: [] }))).toBe('role_beyond_own');
    await api.access.createRole({ name: '看客户', allow: ['customer.read'], scope: 'own' });
    expect(await refused(api.accounts.list())).toBe('not_allowed');

    // Nor the same right to the customers of more people: not to themselves, and not by a role that reaches further.
    const [narrow, admins] = await Promise.all([
      admin.access.createRole({ name: '只看自己', allow: ['customer.read'], scope: 'own' }), admin.access.createRole({ name: '管成员', allow: ['access.read', 'access.write'], scope: 'all' }),
    ]);
    await admin.access.assign({ staffId: deputy!.id, roleIds: [narrow.id, admins.id] });
    for (const scope of ['store', 'department', 'all'] as const) {
      expect(await refused(api.access.createRole({ name: `到${scope}`, allow: ['customer.read'], scope }))).toBe('role_beyond_own');
      expect(await refused(api.access.updateRole({ ...narrow, name: narrow.name!, scope }))).toBe('role_beyond_own');
    }
    expect(await refused(api.access.assign({ staffId: deputy!.id, roleIds: ['manager', admins.id] }))).toBe('role_beyond_own');

    // And nobody takes off what denies them something.
    const strict = await admin.access.createRole({ name: '不看客户', allow: ['tag.read'], deny: ['customer.read'], scope: 'own' });
    const tagger = await admin.access.createRole({ name: '看标签', allow: ['tag.read'], scope: 'own' });
    await admin.access.assign({ staffId: deputy!.id, roleIds: [narrow.id, admins.id, tagger.id, strict.id] });
    expect(await refused(api.access.assign({ staffId: deputy!.id, roleIds: [narrow.id, admins.id, tagger.id] }))).toBe('role_beyond_own');
    expect(await refused(api.access.updateRole({ ...strict, name: strict.name!, deny: [] }))).toBe('role_beyond_own');
    await admin.access.assign({ staffId: deputy!.id, roleIds: [narrow.id, admins.id, tagger.id] });
    expect(await refused(api.access.delegate({ fromStaffId: other!.id, toStaffId: deputy!.id, until: t.clock.now() + day }))).toBe('role_beyond_own');
  });
});

/** A session of this person as it is, without giving them a role. */
async function asIs(t: TestApp, staffId: string) {
  return clientWith(t.publicUrl, await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'staff', subjectId: staffId, name: '', role: 'staff', corpId: t.corps.selfBuilt.id, userAgent: 'test' }));
}

describe('reach', () => {
  test('PM-02 a manager reaches the departments they lead and all under them, in lists, single customers and every count', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const staff = await db.find(Staff);
    const leader = staff.find((one) => one.ledDepartmentIds?.length)!;
    const { items: departments } = await admin.org.departments();
    const parentOf = new Map(departments.map((one) => [one.departmentId, one.parentId]));
    const isUnder = (id: number | undefined): boolean => id !== undefined && (leader.ledDepartmentIds!.includes(id) || isUnder(parentOf.get(id)));
    const team = new Set(staff.filter((one) => one.id === leader.id || one.departmentIds.some(isUnder)).map(({ id }) => id));
    expect(team.size).toBeLessThan(staff.length);

    const manager = await t.as('manager', 'selfBuilt', leader.id);
    const all = (await admin.customers.list(matches)).items;
    const wanted = all.filter(({ owners }) => owners.some(({ id }) => team.has(id))).map(({ id }) => id).sort();
    const seen = await manager.customers.list(matches);
    expect(seen.items.map(({ id }) => id).sort()).toEqual(wanted);
    expect(seen.total).toBe(wanted.length);
    const outside = all.find(({ id }) => !wanted.includes(id));
    if (outside) expect(await refused(manager.customers.get({ id: outside.id }))).toBe('not_found');

    // What libraries say of how many is what the list shows for it; what a deletion would take is everybody's.
    const source = await admin.sources.create({ name: '展会' });
    for (const { id } of all.slice(0, 6)) await admin.sources.assign({ customerId: id, sourceId: source.id });
    const carried = new Map((await admin.tags.list()).items.flatMap(({ tags }) => tags).map((tag) => [tag.id, tag.customerCount]));
    const tags = (await manager.tags.list()).items.flatMap((group) => group.tags).filter(({ carriers }) => carriers > 0).slice(0, 4);
    for (const tag of tags) {
      expect([tag.customerCount, tag.carriers]).toEqual([(await manager.customers.list({ tagIds: [tag.id] })).total, carried.get(tag.id)]);
      expect((await manager.tags.uses({ id: tag.id })).customers).toBe(carried.get(tag.id));
    }
    const { stages, flows } = await manager.stages.get();
    for (const stage of stages) expect(stage.customerCount).toBe((await manager.customers.list({ stageIds: [stage.id] })).total);
    expect(flows.map(({ counts }) => Object.values(counts).reduce((sum, n) => sum + n, 0))).toEqual([wanted.length]);
    expect((await manager.sources.list()).items).toMatchObject([{ customerCount: (await manager.customers.list({ leadSourceIds: [source.id] })).total }]);
    for (const one of (await manager.org.staff(matches)).items) {
      expect(one.customerCount).toBe(team.has(one.id) ? (await manager.customers.list({ staffId: one.id, state: 'friend' })).total : null);
    }
  });

  test('PM-02 who lends their reach shows a colleague their customers until the date, or until they take it back', async () => {
    const t = await testApp();
    const [anna, ben] = await sellers(t);
    const a = await t.as('staff', 'selfBuilt', anna!.id);
    const b = await t.as('staff', 'selfBuilt', ben!.id);
    const mine = (await b.customers.list(matches)).total;
    const theirs = (await a.customers.list(matches)).items;
    const foreign = theirs.find(({ owners }) => owners.every(({ id }) => id !== ben!.id))!;
    expect(await refused(b.customers.get({ id: foreign.id }))).toBe('not_found');

    const until = t.clock.now() + 3 * day;
    const lent = await a.access.delegateMine({ toStaffId: ben!.id, until });
    expect(lent).toMatchObject({ from: { id: anna!.id }, to: { id: ben!.id }, state: 'active' });
    expect((await b.customers.get({ id: foreign.id })).id).toBe(foreign.id);
    expect((await b.customers.list(matches)).total).toBeGreaterThan(mine);
    expect((await b.access.myDelegations()).items).toMatchObject([{ id: lent.id }]);
    const shown = await (await t.as('admin')).access.effective({ staffId: ben!.id });
    expect([shown.reaches, shown.delegations.length]).toEqual([2, 1]);

    await t.advance(3 * day);
    expect(await refused(b.customers.get({ id: foreign.id }))).not.toBe('done');
    const again = await (await t.as('admin')).access.delegate({ fromStaffId: anna!.id, toStaffId: ben!.id, until: t.clock.now() + day });
    const b2 = await t.as('staff', 'selfBuilt', ben!.id);
    expect((await b2.customers.get({ id: foreign.id })).id).toBe(foreign.id);
    await (await t.as('admin')).access.revokeDelegation({ id: again.id });
    expect(await refused(b2.customers.get({ id: foreign.id }))).toBe('not_found');
    expect((await b2.access.myDelegations()).items.map(({ state }) => state)).toEqual(['revoked', 'ended']);

    // Who leaves takes along what they lent.
    await (await t.as('admin')).access.delegate({ fromStaffId: anna!.id, toStaffId: ben!.id, until: t.clock.now() + day });
    expect((await b2.customers.get({ id: foreign.id })).id).toBe(foreign.id);
    await t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.update(Staff, { id: anna!.id }, { state: 'left' }));
    expect(await refused(b2.customers.get({ id: foreign.id }))).toBe('not_found');
  });

  test('PM-02 lending to oneself, into the past, without end or on behalf of others is refused', async () => {
    const t = await testApp();
    const [anna, ben] = await sellers(t);
    const a = await t.as('staff', 'selfBuilt', anna!.id);
    const soon = t.clock.now() + day;
    expect(await refused(a.access.delegateMine({ toStaffId: anna!.id, until: soon }))).toBe('delegation_wrong');
    expect(await refused(a.access.delegateMine({ toStaffId: ben!.id, until: t.clock.now() }))).toBe('delegation_wrong');
    expect(await refused(a.access.delegateMine({ toStaffId: ben!.id, until: t.clock.now() + 400 * day }))).toBe('delegation_wrong');
    expect(await refused(a.access.delegateMine({ toStaffId: 'stf_none', until: soon }))).toBe('not_found');
    expect(await refused(a.access.delegate({ fromStaffId: ben!.id, toStaffId: anna!.id, until: soon }))).toBe('not_allowed');
    const theirs = await (await t.as('admin')).access.delegate({ fromStaffId: ben!.id, toStaffId: (await sellers(t))[2]!.id, until: soon });
    expect(await refused(a.access.endMyDelegation({ id: theirs.id }))).toBe('not_found');
  });

  test('PM-02 who leaves has no access from the change event on, before any session is closed', async () => {
    const t = await testApp();
    const [someone] = await sellers(t);
    const rep = await t.as('staff', 'selfBuilt', someone!.id);
    expect((await rep.session.me()).staffId).toBe(someone!.id);
    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'staff', subjectId: someone!.id, name: '', role: 'staff', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    const { data: news } = await axios.get<Readable>(`${t.publicUrl}/api/live`, { headers: { authorization: `Bearer ${token}` }, responseType: 'stream' });
    let heard = '';
    const isOver = new Promise<void>((resolve) => news.on('data', (part: Buffer) => { heard += part.toString(); }).on('end', resolve));
    await t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.update(Staff, { id: someone!.id }, { state: 'left' }));
    expect(await refused(rep.customers.list({}))).toBe('not_signed_in');
    expect(await refused(rep.session.me())).toBe('not_signed_in');
    expect(await refused(rep.access.myDelegations())).toBe('not_signed_in');
    // Who looks at what they had stays signed in.
    expect((await (await t.as('admin')).access.effective({ staffId: someone!.id })).person.id).toBe(someone!.id);
    // The stream that a screen of theirs had open ends before it tells of the next change.
    await (await t.as('admin')).tags.create({ groupName: '等级', names: ['金'] });
    await isOver;
    expect(heard).not.toContain('topics');
  });
});

describe('administrators', () => {
  test('PM-03 of two who take each other’s role in the same moment one stays', async () => {
    const t = await testApp();
    const [first, second] = await sellers(t);
    const pair = [first!.id, second!.id] as const;
    for (let round = 0; round < 4; round++) {
      const [one, other] = [await t.as('admin', 'selfBuilt', pair[0]), await t.as('admin', 'selfBuilt', pair[1])];
      const outcomes = await Promise.all([refused(one.access.assign({ staffId: pair[1], roleIds: [] })), refused(other.access.assign({ staffId: pair[0], roleIds: [] }))]);
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      // Whoever came second no longer had the right, or would have been the last.
      expect(['last_admin', 'not_allowed', 'role_beyond_own']).toContain(outcomes.find((outcome) => outcome !== 'done'));
    }
  });

  test('PM-03 the last person who may manage access keeps it', async () => {
    const t = await testApp();
    const [first, second] = await sellers(t);
    const api = await t.as('admin', 'selfBuilt', first!.id);
    expect(await refused(api.access.assign({ staffId: first!.id, roleIds: [] }))).toBe('last_admin');
    expect((await api.access.effective({ staffId: first!.id })).person).toMatchObject({ administers: true, roles: [{ id: 'admin' }] });
    await api.access.assign({ staffId: second!.id, roleIds: ['admin'] });
    await api.access.assign({ staffId: first!.id, roleIds: [] });
    expect(await refused(api.access.people({}))).toBe('not_allowed');
    const other = await asIs(t, second!.id);
    const deputies = await other.access.createRole({ name: '权限', allow: ['access.read', 'access.write'], scope: 'all' });
    await other.access.assign({ staffId: second!.id, roleIds: [deputies.id] });
    expect(await refused(other.access.updateRole({ ...deputies, name: '权限', deny: ['access.write:assign'] }))).toBe('last_admin');
  });

  test('PM-03 people are found by name and by role', async () => {
    const t = await testApp();
    const admin = await t.as('admin');
    const [first] = await sellers(t);
    await admin.access.assign({ staffId: first!.id, roleIds: ['manager', 'auditor'] });
    const { items } = await admin.access.people({ roleId: 'manager' });
    expect(items).toMatchObject([{ id: first!.id, roles: [{ id: expect.any(String) }, { id: expect.any(String) }], administers: false }]);
    const everyone = (await admin.org.staff(matches)).total;
    expect((await admin.access.people({ roleId: 'staff' })).total).toBe(everyone - 1);
    expect((await admin.access.people({ keyword: first!.name!, limit: 5 })).items.map(({ id }) => id)).toContain(first!.id);
    expect((await admin.access.people({ keyword: '%' })).total).toBe(0);
    expect((await admin.access.roles()).items.find(({ id }) => id === 'manager')).toMatchObject({ people: 1, builtIn: true });
  });
});
