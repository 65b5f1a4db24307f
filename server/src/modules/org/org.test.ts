import { describe, expect, test } from 'vitest';
import { namedParts, nameIn, plainName } from '@scrm/shared/text';
import { refused } from '../../../test/account';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import type { CorpKey, SandboxState } from '../../../sandbox/control';
import { SessionRow } from '../../core/http/session';
import { Staff } from './entity';

const everyone = { limit: 200 };
const sandboxCorp = async (t: TestApp, key: CorpKey) => (await t.control<SandboxState>('GET', '/sandbox/state')).corps.find((corp) => corp.key === key)!;
const change = (t: TestApp, corp: CorpKey, userid: string, what: object) => t.control('POST', '/sandbox/staff', { corp, userid, ...what });

async function sync(t: TestApp, corp: CorpKey): Promise<void> {
  await t.advance(1000);
  await (await t.as('admin', corp)).org.sync();
  await t.settle();
}

describe('departments and staff', () => {
  for (const corp of ['suite', 'agency', 'selfBuilt'] as const) {
    test(`stand here as WeCom lets a ${corp} app see them`, async () => {
      const t = await testApp({ corps: [corp] });
      const api = await t.as('operator', corp);
      const theirs = await sandboxCorp(t, corp);
      const { items: departments } = await api.org.departments();
      const { items: staff, total, nextCursor } = await api.org.staff(everyone);

      expect(departments.map((one) => [one.departmentId, one.parentId]).sort()).toEqual(theirs.departments.map((one) => [one.id, one.parentid]).sort());
      expect(departments.find((one) => one.departmentId === 1)).toMatchObject({ staffCount: theirs.staff.length });
      expect(total).toBe(theirs.staff.length);
      expect(nextCursor).toBeNull();
      expect(staff.filter((one) => one.canReceive)).toHaveLength(theirs.staff.filter((one) => one.canReceive).length);
      expect((await api.org.progress()).state).toBe('done');
      if (corp === 'suite') {
        expect(departments.every((one) => one.name === null) && staff.every((one) => one.name === null && one.avatarUrl === '')).toBe(true);
        expect(staff.some((one) => theirs.staff.some((other) => other.userid === one.userId))).toBe(false);
      } else {
        expect(departments.map((one) => one.name).sort()).toEqual(theirs.departments.map((one) => one.name).sort());
        expect(staff.map((one) => one.name).sort()).toEqual(theirs.staff.map((one) => one.name).sort());
      }
    });
  }

  test('a department is asked for with everyone under it, page by page', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const theirs = await sandboxCorp(t, 'selfBuilt');
    const parent = theirs.departments.find((one) => one.parentid === 1)!;
    const within = new Set([parent.id, ...theirs.departments.filter((one) => one.parentid === parent.id).map((one) => one.id)]);
    const wanted = theirs.staff.filter((one) => one.departmentIds.some((id) => within.has(id))).map((one) => one.userid).sort();
    const first = await api.org.staff({ departmentId: parent.id, limit: 3 });
    const rest = await api.org.staff({ departmentId: parent.id, limit: 200, cursor: first.nextCursor! });
    expect(first.total).toBe(wanted.length);
    expect([...first.items, ...rest.items].map((one) => one.userId).sort()).toEqual(wanted);
  });

  test('a name that only WeCom knows keeps its place in a sentence, a bare id only where names are hidden', () => {
    const [id, other] = [`wo${'AbC-1_'.repeat(5)}`, `wo${'9'.repeat(30)}`];
    const said = `老客户：已由 ${nameIn({ name: null, userId: 'short' })}、${nameIn({ name: '王芳', userId: id })}和${id} 跟进`;
    expect(namedParts(said, true)).toEqual([
      { text: '老客户：已由 ', userId: '' }, { text: '', userId: 'short' }, { text: '、王芳和', userId: '' }, { text: '', userId: id }, { text: ' 跟进', userId: '' },
    ]);
    expect(namedParts(`${id}, ${other}x`, false).map(({ text }) => text).join('')).toBe(`${id}, ${other}x`);
    expect(namedParts(`${other}x`, true)).toEqual([{ text: `${other}x`, userId: '' }]);
    expect([plainName('王芳'), plainName(other)]).toEqual(['王芳', '']);
  });

  test('a suite finds by name what it may not know, by asking WeCom; an own app asks its rows, and % is no wildcard', async () => {
    const t = await testApp({ corps: ['suite', 'selfBuilt'] });
    for (const corp of ['suite', 'selfBuilt'] as const) {
      const someone = (await sandboxCorp(t, corp)).staff[3]!;
      const { items } = await (await t.as('operator', corp)).org.staff({ keyword: someone.name });
      expect(items).toHaveLength((await sandboxCorp(t, corp)).staff.filter((one) => one.name.includes(someone.name)).length);
      expect(items[0]!.name).toBe(corp === 'suite' ? null : someone.name);
    }
    const api = await t.as('operator', 'selfBuilt');
    expect((await api.org.staff({ keyword: '%' })).total).toBe(0);
    expect((await api.org.staff({ keyword: '_' })).total).toBe(0);
  });
});

describe('what changes in WeCom', () => {
  test('a new member appears, a member who moved stands in the new department', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    await change(t, 'selfBuilt', 'newcomer', { name: '新人甲', departmentIds: [2] });
    await t.settle();
    const [newcomer] = (await api.org.staff({ keyword: '新人甲' })).items;
    expect(newcomer).toMatchObject({ userId: 'newcomer', departmentIds: [2], state: 'active', canReceive: true });
    await change(t, 'selfBuilt', 'newcomer', { departmentIds: [1] });
    await t.settle();
    expect((await api.org.staff({ keyword: '新人甲' })).items).toMatchObject([{ id: newcomer!.id, departmentIds: [1] }]);
    expect((await api.org.staff({ keyword: '新人甲', departmentId: 2 })).total).toBe(0);
  });

  test('who leaves is on no list any more and is signed out at once', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [, leaver] = (await api.org.staff({ onlyReceiving: true, limit: 5 })).items;
    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'staff', subjectId: leaver!.id, name: '', role: 'staff', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    const theirs = clientWith(t.publicUrl, token);
    expect((await theirs.org.progress()).state).toBe('done');
    await change(t, 'selfBuilt', leaver!.userId, { leave: true });
    await t.settle();
    expect((await api.org.staff(everyone)).items.map((one) => one.id)).not.toContain(leaver!.id);
    await expect(theirs.org.progress()).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  test('CU-23 PM-02 whoever leaves by themselves is still shown by WeCom, and has left all the same: signed out, among the leavers, and since one moment', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [leaver] = (await api.customers.list({ state: 'friend', limit: 1 })).items[0]!.owners;
    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'staff', subjectId: leaver!.id, name: '', role: 'staff', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    await change(t, 'selfBuilt', leaver!.userId, { exit: true });
    await t.settle();
    const leftAt = t.clock.now();
    expect((await api.org.staff(everyone)).items.map((one) => one.id)).not.toContain(leaver!.id);
    expect((await t.app.database.everything.findOneBy(SessionRow, { subjectId: leaver!.id }))!.revokedAt).toBe(leftAt);
    expect(await refused(clientWith(t.publicUrl, token).org.progress())).toBe('not_signed_in');
    await sync(t, 'selfBuilt');
    expect((await api.transfers.leavers({})).items).toMatchObject([{ staff: { id: leaver!.id }, leftAt }]);
  });

  test('PM-02 who comes back after a week, or was given the userid of a leaver, has none of the old roles; who was out of range for an hour keeps them', async () => {
    const t = await testApp();
    const theirs = await sandboxCorp(t, 'selfBuilt');
    const department = theirs.departments.find((one) => one.parentid > 1)!;
    const outsider = theirs.staff.find((one) => !one.departmentIds.includes(department.id))!;
    const { id: staffId } = (await (await t.as('operator')).org.staff(everyone)).items.find(({ userId }) => userId === outsider.userid)!;
    await (await t.as('admin')).access.assign({ staffId, roleIds: ['operator'] });
    const rolesOf = async () => (await (await t.as('admin')).access.effective({ staffId })).person.roles.map(({ id }) => id);
    const range = async (userids: string[]) => {
      await t.advance(1000);
      await t.control('POST', '/sandbox/scope', { corp: 'selfBuilt', userids, departmentIds: [department.id] });
      await t.settle();
    };
    for (const [away, roles] of [[3_600_000, ['operator']], [8 * 86_400_000, ['staff']]] as const) {
      await range([]);
      expect((await (await t.as('operator')).org.staff(everyone)).items.map(({ id }) => id)).not.toContain(staffId);
      await t.advance(away);
      await range([outsider.userid]);
      expect((await (await t.as('operator')).org.staff(everyone)).items.map(({ id }) => id)).toContain(staffId);
      expect(await rolesOf()).toEqual(roles);
    }
  });

  test('who loses 客户联系 receives no more after the next sync', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const [someone] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
    await change(t, 'selfBuilt', someone!.userId, { canReceive: false });
    await sync(t, 'selfBuilt');
    expect((await api.org.staff({ onlyReceiving: true, limit: 200 })).items.map((one) => one.id)).not.toContain(someone!.id);
    expect((await api.org.staff(everyone)).items.find((one) => one.id === someone!.id)).toMatchObject({ canReceive: false, state: 'active' });
  });

  test('members outside a narrower range are left, those inside stay the same rows', async () => {
    const t = await testApp({ corps: ['suite'] });
    const api = await t.as('operator');
    const before = (await api.org.staff(everyone)).items;
    const theirs = await sandboxCorp(t, 'suite');
    const department = theirs.departments.find((one) => one.parentid > 1)!;
    const kept = theirs.staff.filter((one) => one.departmentIds.includes(department.id)).length;
    await t.advance(1000);
    await t.control('POST', '/sandbox/scope', { corp: 'suite', userids: [], departmentIds: [department.id] });
    await t.settle();
    const after = (await api.org.staff(everyone)).items;
    expect(after).toHaveLength(kept);
    expect(before.map((one) => one.id)).toEqual(expect.arrayContaining(after.map((one) => one.id)));
    expect((await api.org.departments()).items.map((one) => one.departmentId)).toEqual([department.id]);
  });

  test('a member named by the range alone, outside of its departments, is read too', async () => {
    const t = await testApp({ corps: ['suite'] });
    const api = await t.as('operator');
    const theirs = await sandboxCorp(t, 'suite');
    const leaf = theirs.departments.find((one) => one.parentid > 1)!;
    const outsider = theirs.staff.find((one) => !one.departmentIds.includes(leaf.id))!;
    await t.advance(1000);
    await t.control('POST', '/sandbox/scope', { corp: 'suite', userids: [outsider.userid], departmentIds: [leaf.id] });
    await t.settle();
    expect((await api.org.staff(everyone)).total).toBe(theirs.staff.filter((one) => one.departmentIds.includes(leaf.id)).length + 1);
  });

  test('a call that fails in the middle removes nobody; the next try ends the sync', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const { total } = await api.org.staff(everyone);
    await t.advance(1000);
    await t.sandbox.fault('/cgi-bin/user/list', 'errcode', 48004, 1);
    await (await t.as('admin')).org.sync();
    await t.settle();
    expect(await api.org.progress()).toMatchObject({ state: 'failed', error: expect.stringContaining('48004') });
    expect((await api.org.staff(everyone)).total).toBe(total);
    await t.advance(60_000);
    expect(await api.org.progress()).toMatchObject({ state: 'done', error: '' });
    expect((await api.org.staff(everyone)).total).toBe(total);
  });

  test('a large department, which WeCom gives no details of at once, is read member by member', async () => {
    const t = await testApp();
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const before = await db.find(Staff, {}, { order: { id: 'ASC' } });
    await t.advance(1000);
    await t.sandbox.fault('/cgi-bin/user/list', 'errcode', 45029, 50);
    await (await t.as('admin')).org.sync();
    await t.settle();
    const plain = (rows: Staff[]) => rows.map(({ seenAt: _, ...row }) => row);
    expect(plain(await db.find(Staff, {}, { order: { id: 'ASC' } }))).toEqual(plain(before));
    const read = (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === '/cgi-bin/user/get');
    expect(read.length).toBeGreaterThanOrEqual(before.length);
  });
});
