import { describe, expect, test } from 'vitest';
import type { LiveCode as LiveCodeReply, LiveCodeInput } from '@scrm/shared/live-code';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { z } from 'zod';
import { testApp, type TestApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { LiveCode } from './entity';
import { LiveCodeAdd, LiveCodeList, LiveCodeRule } from './entity-rule';
import { findRefused } from './refused';
import { compile, newState, pick, take } from './rule';

type RuleInput = z.input<typeof ReceptionRule>;

const update = '/cgi-bin/externalcontact/update_contact_way';
const add = '/cgi-bin/externalcontact/add_contact_way';
const send = '/cgi-bin/message/send';
const minute = 60_000;
const hour = 60 * minute;
const callsTo = async (t: TestApp, path: string) => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === path).length;
const wayOf = async (t: TestApp, code: { id: string }) => (await t.control<{ state: string; users: string[]; skipVerify: boolean }[]>('GET', '/sandbox/codes')).find((way) => way.state === code.id)!;
const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);

/** Three who receive, and their names at WeCom. */
async function cast(t: TestApp) {
  const api = await t.as('operator');
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 200 });
  const [a, b, c] = items as [typeof items[0], typeof items[0], typeof items[0]];
  const users = async (code: { id: string }) => (await wayOf(t, code)).users.map((user) => ({ [a.userId]: 'a', [b.userId]: 'b', [c.userId]: 'c' })[user] ?? user).sort().join('');
  return { api, a: a.id, b: b.id, c: c.id, people: { a, b, c }, users };
}

const input = (rule: RuleInput, more: Partial<LiveCodeInput> = {}): LiveCodeInput => ({ name: '浦东店', rule, ...more });
const edit = (code: LiveCodeReply, change: Partial<LiveCodeInput>) => ({
  id: code.id, updatedAt: code.updatedAt, name: code.name, serve: code.serve, rule: code.rule, tagIds: code.tags.map(({ id }) => id), remarkTemplate: code.remarkTemplate, welcome: code.welcome, ...change,
});

/** Turns the clock minute by minute, with the sweep of each minute. */
async function pass(t: TestApp, ms: number, step = minute): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    await t.sandbox.advance(step);
    await t.app.queue.enqueueAlone(t.app.queue.get('liveCode.alignDue')!, { slot: t.clock.now() });
    await t.settle();
  }
}

async function scan(t: TestApp, code: LiveCodeReply, name: string, known?: Awaited<ReturnType<TestApp['sandbox']['newPerson']>>) {
  const person = known ?? (await t.sandbox.newPerson(name));
  const met = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  return { person, ...met };
}

describe('a code served directly', () => {
  test('LC-04 LC-09 BX-04 the list follows the shifts, the windows and the corp’s own days within a minute, with one call a change', async () => {
    const t = await testApp();
    const { api, a, b, c, users } = await cast(t);
    // 10:00 on a Tuesday.
    const code = await api.liveCodes.create(input({
      slots: [
        { name: '白班', dayKinds: ['workday'], from: '09:00', to: '10:30', staff: [{ staffId: a }] },
        { name: '晚班', from: '10:32', to: '02:00', staff: [{ staffId: b }] },
      ],
      backup: { staff: [{ staffId: c }] },
      skipVerify: { mode: 'windows', windows: [{ from: '09:00', to: '10:40' }] },
    }));
    expect([code.state, code.level, code.staff.length, await users(code), (await wayOf(t, code)).skipVerify, code.skipVerify]).toEqual(['ready', 'duty', 3, 'a', true, true]);
    await pass(t, 29 * minute, 29 * minute);
    expect([await users(code), await callsTo(t, update)]).toEqual(['a', 0]);
    await pass(t, minute);
    expect([await users(code), await callsTo(t, update), (await api.liveCodes.get({ id: code.id })).level]).toEqual(['c', 1, 'backup']);
    await pass(t, 2 * minute);
    expect([await users(code), await callsTo(t, update)]).toEqual(['b', 2]);
    await pass(t, 8 * minute, 4 * minute);
    expect([(await wayOf(t, code)).skipVerify, await callsTo(t, update)]).toEqual([false, 3]);
    // Midnight is no change of the list; at 02:00 the night is over and nobody is on duty.
    await pass(t, 13 * hour + 30 * minute, hour / 2);
    expect([await users(code), await callsTo(t, update)]).toEqual(['b', 3]);
    await pass(t, hour + 50 * minute, 10 * minute);
    expect([await users(code), await callsTo(t, update)]).toEqual(['c', 4]);
    // Wednesday is a day off here: the night's backup stays.
    const days = [{ day: '2026-09-02', kind: 'weekend' as const, name: '店庆' }];
    const later = await t.as('admin');
    const { updatedAt, known, knownUntil } = await later.calendar.get({ year: 2026 });
    expect([knownUntil >= 2026, known.find(({ day }) => day === '2026-10-01'), known.some(({ kind }) => kind === 'workday')]).toEqual([true, { day: '2026-10-01', kind: 'holiday', name: '国庆节' }, true]);
    await later.calendar.save({ items: days, updatedAt });
    await t.settle();
    expect(await errorOf(later.calendar.save({ items: [], updatedAt }))).toBe('stale_edit');
    expect(await errorOf(later.calendar.save({ items: [{ day: '2026-02-30', kind: 'holiday' }], updatedAt }))).toBe('bad_input');
    await pass(t, 7 * hour, hour / 2);
    expect([await users(code), await callsTo(t, update)]).toEqual(['c', 5]);
    expect((await later.calendar.get({})).items).toEqual(days);
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    expect((await db.find(LiveCodeRule, { liveCodeId: code.id }, { order: { no: 'ASC' } })).map(({ no, days: own }) => [no, own])).toEqual([[1, {}], [2, { '2026-09-02': 'holiday' }]]);
    expect((await db.find(LiveCodeList, { liveCodeId: code.id }, { order: { at: 'ASC', id: 'ASC' } })).map(({ level, slot }) => [level, slot]))
      .toEqual([['duty', 0], ['backup', -1], ['duty', 1], ['duty', 1], ['backup', -1], ['backup', -1], ['backup', -1]]);
  });

  test('LC-01 LC-04 BX-04 one of a slot whom WeCom refuses keeps nobody else of it from receiving: the staff are read anew, and the list goes on without them', async () => {
    const t = await testApp();
    const { api, a, b, c, people, users } = await cast(t);
    const code = await api.liveCodes.create(input({ slots: [{ name: '早', from: '09:00', to: '10:02', staff: [{ staffId: a }] }, { name: '晚', from: '10:02', to: '09:00', staff: [{ staffId: b }, { staffId: c }] }] }));
    // In WeCom's console, which tells nobody.
    await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: people.b.userId, canReceive: false });
    await pass(t, 2 * minute);
    expect([await users(code), await callsTo(t, update)]).toEqual(['c', 2]);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', error: '', unable: [{ id: b }] });
    await pass(t, hour, 10 * minute);
    expect(await callsTo(t, update)).toBe(2);

  });

  test('LC-01 BX-04 whom WeCom refuses though every list of it calls them able is found within a few calls: the others serve, no other code offers them, whoever looks after the code is told, and a reading that somebody asks for tries them again', async () => {
    const t = await testApp();
    const { api, a, b, c, people, users } = await cast(t);
    const { staff: [maker] } = await api.liveCodes.create({ name: '别的码', staffIds: [b] });
    const own = await t.as('operator', 'selfBuilt', maker!.id);
    const set = (person: typeof people.a, unverified: boolean) => t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: person.userId, unverified });
    await set(people.b, true);
    const before = (await callsTo(t, update)) + (await callsTo(t, add));
    const code = await own.liveCodes.create(input({ slots: [{ name: '全天', staff: [{ staffId: a }, { staffId: b }, { staffId: c }] }] }));
    await t.settle();
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'ready', error: '', unable: [{ id: b }] });
    expect([await users(code), (await callsTo(t, update)) + (await callsTo(t, add)) - before < 8]).toEqual(['ac', true]);
    expect((await api.org.staff({ limit: 200 })).items.find(({ id }) => id === b)).toMatchObject({ canReceive: false, refusal: '成员未实名认证' });
    const cards = await t.control<{ text: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${people.b.userId}`);
    expect(JSON.stringify(cards)).toContain('成员未实名认证');
    // Nobody else is left on this one, so it says what is the matter; and a new code does not take them.
    const [alone] = (await api.liveCodes.list({ keyword: '别的码' })).items;
    expect(alone).toMatchObject({ state: 'failed', unable: [{ id: b }] });
    expect(await errorOf(api.liveCodes.create({ name: '新码', staffIds: [b] }))).toBe('live_code_staff_unusable');

    // Nothing is tried again by itself for the rest of the day, not by a slot's edge either.
    const quiet = await callsTo(t, update);
    await pass(t, 2 * hour, hour / 2);
    expect(await callsTo(t, update)).toBe(quiet);
    await set(people.b, false);
    await (await t.as('admin')).org.sync({});
    await t.settle();
    expect([await users(code), (await api.liveCodes.get({ id: alone!.id })).state, (await api.liveCodes.get({ id: code.id })).unable]).toEqual(['abc', 'ready', []]);
  });

  test('LC-01 BX-04 where WeCom refuses everybody it is the app and not its members: nobody is marked, and it is not tried again and again', async () => {
    const t = await testApp();
    const { api, a, b, c, users } = await cast(t);
    const code = await api.liveCodes.create({ name: '轮流', staffIds: [a] });
    const fault = await t.control<{ id: string }>('POST', '/sandbox/faults', { target: update, effect: 'errcode', value: 84074, times: 100_000 });
    await api.liveCodes.update(edit(code, { rule: null, staffIds: [a, b, c] }));
    await t.settle();
    const asked = await callsTo(t, update);
    await pass(t, 2 * hour, hour / 2);
    expect([await callsTo(t, update), asked < 12]).toEqual([asked, true]);
    expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ state: 'failed', unable: [] });
    expect((await api.org.staff({ onlyReceiving: true, limit: 200 })).items.map(({ id }) => id)).toEqual(expect.arrayContaining([a, b, c]));
    await t.sandbox.control('DELETE', `/sandbox/faults/${fault.id}`);
    await (await t.as('admin')).org.sync({});
    await t.settle();
    expect([await users(code), (await api.liveCodes.get({ id: code.id })).state]).toEqual(['abc', 'ready']);
  });

  test('LC-01 BX-04 of a hundred on a list those whom WeCom refuses are found within two dozen calls, and each list it takes is longer than the last', async () => {
    const list = Array.from({ length: 100 }, (_, nth) => `m${nth}`);
    for (const bad of [['m0'], ['m99'], ['m41', 'm42'], ['m0', 'm50', 'm99'], list.slice(0, 1).concat(list.slice(60, 61))]) {
      const taken: number[] = [];
      let calls = 0;
      const found = await findRefused(list, {
        isLate: () => false,
        accepts: async (some) => {
          calls++;
          const isTaken = !some.some((one) => bad.includes(one));
          if (isTaken) taken.push(some.length);
          return isTaken;
        },
      });
      expect([found.refused, [...found.able].sort(), calls <= 24]).toEqual([bad, list.filter((one) => !bad.includes(one)).sort(), true]);
      expect(taken).toEqual([...taken].sort((x, y) => x - y));
    }
    const none = await findRefused(list, { isLate: () => false, accepts: async () => false });
    expect([none.able, none.refused.length < 10]).toEqual([[], true]);
  });

  test('LC-04 BX-04 while WeCom does not answer the list waits, and follows within ten minutes of its coming back, however long that took; so does what was deleted meanwhile', async () => {
    const t = await testApp();
    const { api, a, b, users } = await cast(t);
    const code = await api.liveCodes.create(input({ slots: [{ name: '早', from: '09:00', to: '10:02', staff: [{ staffId: a }] }, { name: '晚', from: '10:02', to: '09:00', staff: [{ staffId: b }] }] }));
    const plain = await api.liveCodes.create({ name: '轮流', staffIds: [a] });
    const outage = await Promise.all([update, '/cgi-bin/externalcontact/del_contact_way'].map((target) => t.control<{ id: string }>('POST', '/sandbox/faults', { target, effect: 'http500', times: 100_000 })));
    await api.liveCodes.remove({ id: plain.id });
    await pass(t, 30 * minute);
    expect([await users(code), (await api.liveCodes.get({ id: code.id })).state, await users(plain)]).toEqual(['a', 'failed', 'a']);
    // It is asked now and then, and not without end.
    const asked = await callsTo(t, update);
    await pass(t, 20 * minute);
    expect((await callsTo(t, update)) - asked).toBeLessThan(12);
    for (const { id } of outage) await t.sandbox.control('DELETE', `/sandbox/faults/${id}`);
    await pass(t, 11 * minute);
    expect([await users(code), (await api.liveCodes.get({ id: code.id })).state, await wayOf(t, plain)]).toEqual(['b', 'ready', undefined]);
  });

  test('LC-05 LC-03 BX-04 who is at the cap leaves the list, the counters come from the rows, midnight frees them, and each add says why', async () => {
    const t = await testApp();
    const { api, a, b, c, people, users } = await cast(t);
    const code = await api.liveCodes.create(input({ slots: [{ name: '全天', staff: [{ staffId: a, dailyCap: 1 }, { staffId: b, dailyCap: 2, openCap: 1 }] }], backup: { staff: [{ staffId: c, dailyCap: 1 }] } }));
    const got = new Map<string, number>();
    const seen: string[] = [];
    for (const name of ['赵一', '钱二', '孙三', '李四', '周五']) {
      const { userid } = await scan(t, code, name);
      got.set(userid, (got.get(userid) ?? 0) + 1);
      seen.push(await users(code));
      await pass(t, minute);
    }
    // One to each, then the backup; over all caps they still receive, and the console says so.
    expect(seen.slice(1)).toEqual(['c', 'c', 'c', 'c']);
    expect((await api.liveCodes.get({ id: code.id })).level).toBe('beyond');
    expect([got.get(people.a.userId), got.get(people.b.userId)]).toEqual([1, 1]);
    const { items, total } = await api.reception.records({ id: code.id });
    expect(total).toBe(5);
    expect(items.map(({ level }) => level)).toEqual(['beyond', 'beyond', 'backup', 'duty', 'duty']);
    expect(items.at(-1)).toMatchObject({ slot: '全天', isListed: true, customer: { name: '赵一' }, owner: null, ruleNo: 1 });
    expect(items.at(-1)!.among.map(({ id }) => id)).toEqual([a, b]);
    // Half an hour later one conversation counts as over: a place under the cap of two is free again.
    await pass(t, 31 * minute, minute);
    expect(await users(code)).toBe('b');
    const callsBefore = await callsTo(t, update);
    await pass(t, 14 * hour, hour / 2);
    expect([await users(code), await callsTo(t, update)]).toEqual(['ab', callsBefore + 1]);
  });

  test('LC-03 BX-04 staff say in the sidebar whether they receive: all their codes follow at once, also a code without a rule', async () => {
    const t = await testApp();
    const { api, a, b, users } = await cast(t);
    const ruled = await api.liveCodes.create(input({ slots: [{ name: '班', staff: [{ staffId: a, dailyCap: 9 }, { staffId: b }] }] }));
    const plain = await api.liveCodes.create({ name: '轮流', staffIds: [a, b] });
    await scan(t, ruled, '吴六');
    const me = await t.as('staff', 'selfBuilt', a);
    const mine = await me.reception.mine({});
    expect(mine).toMatchObject({ isOnline: true, changedAt: null });
    expect(mine.codes.map(({ name, isListed, dailyCap, shifts }) => [name, isListed, dailyCap, shifts])).toEqual([
      ['轮流', true, null, [{ name: '', from: '00:00', to: '24:00' }]], ['浦东店', true, 9, [{ name: '班', from: '00:00', to: '24:00' }]],
    ]);
    await me.reception.setOnline({ online: false });
    await t.settle();
    expect([await users(ruled), await users(plain), await callsTo(t, update)]).toEqual(['b', 'b', 2]);
    expect((await me.reception.mine({})).codes.map(({ isListed, skip }) => [isListed, skip])).toEqual([[false, 'offline'], [false, 'offline']]);
    await me.reception.setOnline({ online: false });
    await t.settle();
    expect(await callsTo(t, update)).toBe(2);
    const other = await t.as('staff', 'selfBuilt', b);
    await other.reception.setOnline({ online: false });
    await t.settle();
    // Nobody is online: they receive all the same, for a code cannot be without anybody.
    expect([await users(ruled), (await api.liveCodes.get({ id: ruled.id })).level]).toEqual(['ab', 'beyond']);
    await other.reception.setOnline({ online: true });
    await t.settle();
    expect(await users(ruled)).toBe('b');
    const { items } = await (await t.as('admin')).audit.list({});
    expect(items.filter(({ call }) => call === 'reception.setOnline')).toHaveLength(4);
    // One that has ended brings nobody, so the sidebar does not speak of it.
    await api.liveCodes.end({ id: plain.id });
    expect((await me.reception.mine({})).codes.map(({ name }) => name)).toEqual(['浦东店']);
    // Nor does it stand before the others whose time has come.
    await other.reception.setOnline({ online: true });
    await t.settle();
    expect((await t.app.database.corp(t.corps.selfBuilt.id).findOne(LiveCode, { id: plain.id }))!.nextAlignAt).toBeNull();
    await api.liveCodes.reopen({ id: plain.id });
    // Of more codes than the sidebar shows none is forgotten.
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const row = (await db.findOne(LiveCode, { id: plain.id }))!;
    await write(db, (tx) => tx.insert(LiveCode, Array.from({ length: 205 }, () => ({ ...row, id: newId('lc'), nextAlignAt: null }))));
    await me.reception.setOnline({ online: true });
    expect(await db.count(LiveCode, { nextAlignAt: t.clock.now() })).toBe(207);
  });

  test('LC-04 each slot greets, tags and remarks in its own way', async () => {
    const t = await testApp();
    const { api, a, people } = await cast(t);
    const { items: groups } = await api.tags.list({});
    const [day, night] = groups.flatMap(({ tags }) => tags);
    const code = await api.liveCodes.create(input({
      slots: [
        { name: '白班', from: '09:00', to: '18:00', staff: [{ staffId: a }], welcome: { text: '白天好', attachments: [] }, tagIds: [day!.id], remarkTemplate: '白-{customer}' },
        { name: '晚班', from: '18:00', to: '09:00', staff: [{ staffId: a }] },
      ],
    }, { welcome: { text: '您好', attachments: [] }, tagIds: [night!.id], remarkTemplate: '{code}' }));
    const met = async (name: string) => {
      const { person } = await scan(t, code, name);
      await t.advance(minute);
      const chat = (await t.sandbox.chat(person, people.a.userId)).map((message) => (message as { text?: string }).text).filter((text) => text?.endsWith('好'));
      const { items } = await api.customers.list({ liveCodeId: code.id, limit: 1 });
      const { follows } = await api.customers.get({ id: items[0]!.id });
      return [chat, follows.map((follow) => [follow.remark, follow.tags.map(({ id }) => id)])];
    };
    expect(await met('郑七')).toEqual([['白天好'], [['白-郑七', [day!.id]]]]);
    await pass(t, 9 * hour, 3 * hour);
    expect(await met('王八')).toEqual([['您好'], [['浦东店', [night!.id]]]]);
    // A tag that is merged away is exchanged in the slots as well, and one that a slot gives counts as used.
    expect((await (await t.as('admin')).tags.uses({ id: day!.id })).items.some(({ kind }) => kind === 'liveCode')).toBe(true);
  });

  test('LC-12 a customer who has an owner already is noted, and both are told', async () => {
    const t = await testApp();
    const { api, a, b, people } = await cast(t);
    const first = await api.liveCodes.create({ name: '老码', staffIds: [a] });
    const { person } = await scan(t, first, '老客户');
    await t.advance(minute);
    const second = await api.liveCodes.create(input({ slots: [{ staff: [{ staffId: b }] }], ownerFirst: { scope: 'company' } }));
    const told = await callsTo(t, send);
    await scan(t, second, '', person);
    await t.sandbox.repeatLastCallback();
    await t.settle();
    expect((await api.reception.records({ id: second.id })).items).toMatchObject([{ staff: { id: b }, owner: { id: a }, customer: { name: '老客户' } }]);
    expect(await callsTo(t, send)).toBe(told + 2);
    // Who was deleted by the customer, or is out of the days, is nobody's owner.
    await t.sandbox.unfriend(person, people.a.userId, 'customer');
    await t.sandbox.unfriend(person, people.b.userId, 'customer');
    await t.advance(minute);
    const toldOfLoss = await callsTo(t, send);
    await scan(t, second, '', person);
    expect((await api.reception.records({ id: second.id })).items).toMatchObject([{ owner: null }, { owner: { id: a } }]);
    expect(await callsTo(t, send)).toBe(toldOfLoss);
  });

  test('LC-04 LC-05 a rule that is not clear is refused, a gap is shown, and one looks ahead without writing anything', async () => {
    const t = await testApp();
    const { api, a, b, c } = await cast(t);
    const gap: RuleInput = { slots: [{ name: '早', weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', staff: [{ staffId: a, dailyCap: 5 }, { staffId: b, dailyCap: 5 }], choose: 'sequence' }, { name: '夜', from: '22:00', to: '02:00', staff: [{ staffId: b }] }], backup: { staff: [{ staffId: c }] } };
    expect(await errorOf(api.liveCodes.create(input({ slots: [{ from: '09:00', to: '18:00', staff: [{ staffId: a }] }, { from: '17:00', to: '20:00', staff: [{ staffId: b }] }] })))).toBe('rule_slots_overlap');
    expect(await errorOf(api.liveCodes.create({ name: 'x' }))).toBe('live_code_no_staff');
    expect(await errorOf(api.liveCodes.create(input({ slots: [{ staff: [{ staffId: 'stf_none' }] }] })))).toBe('live_code_staff_unusable');
    const { days, problems } = await api.reception.roster({ rule: gap });
    expect(problems).toEqual([]);
    expect(days[0]).toEqual({ date: '2026-09-01', weekday: 2, kind: 'workday', isException: false, spans: [
      { from: '00:00', to: '02:00', slot: 1 }, { from: '02:00', to: '09:00', slot: -1 }, { from: '09:00', to: '18:00', slot: 0 }, { from: '18:00', to: '22:00', slot: -1 }, { from: '22:00', to: '24:00', slot: 1 },
    ] });
    const code = await api.liveCodes.create(input(gap));
    const print = async () => JSON.stringify([await t.app.database.query('SELECT * FROM live_code'), await t.app.database.query('SELECT * FROM live_code_add'), await t.app.database.query('SELECT * FROM live_code_list'), await t.app.database.query('SELECT * FROM live_code_rule')]);
    const before = await print();
    // Tuesday 22:10.
    const at = Date.UTC(2026, 8, 1, 14, 10);
    expect(await api.reception.preview({ id: code.id, rule: gap, at })).toMatchObject({ slot: { name: '夜' }, onDuty: [{ staff: { id: b }, skip: null }], pick: { kind: 'onlyOne', staff: { id: b } }, level: 'duty', listed: [{ id: b }], skipVerify: true });
    const many = await api.reception.simulate({ id: code.id, rule: gap, at: Date.UTC(2026, 8, 1, 2), count: 12, minutes: 5 });
    expect(many.staff.map(({ staff, count }) => [staff.id, count])).toEqual([[a, 5], [b, 5], [c, 2]]);
    expect(many).toMatchObject({ unassigned: 0, missedCapacity: 0 });
    expect(await print()).toBe(before);
    const stranger = await t.as('staff', 'selfBuilt', c);
    expect(await errorOf(stranger.reception.preview({ rule: gap, at }))).toBe('not_allowed');
  });

  test('BX-19 the last month is played again with a changed rule, writes nothing, and switching it on gives just that', async () => {
    const t = await testApp();
    const { api, a, b, c } = await cast(t);
    const code = await api.liveCodes.create({ name: '活动', staffIds: [a] });
    for (let one = 0; one < 6; one++) {
      await scan(t, code, `客户${one}`);
      await t.advance(10 * minute);
    }
    const changed: RuleInput = { slots: [{ name: '新', choose: 'weight', staff: [{ staffId: a, weight: 1, dailyCap: 2 }, { staffId: b, weight: 1 }] }], backup: { staff: [{ staffId: c }] } };
    const tables = ['live_code', 'live_code_rule', 'live_code_list', 'live_code_add', 'live_code_customer', 'scan', 'job', 'customer', 'follow_user'];
    const print = async () => JSON.stringify(await Promise.all(tables.map((name) => t.app.database.query(`SELECT * FROM ${name} ORDER BY id`))));
    const before = await print();
    const foreseen = await api.reception.whatIf({ id: code.id, rule: changed });
    expect(await print()).toBe(before);
    expect(foreseen).toMatchObject({ played: 'adds', count: 6, isCut: false, moved: 4, unassigned: 0, overCap: [{ staff: { id: a }, days: 1 }] });
    expect(foreseen.staff.map(({ staff, before: was, after }) => [staff.id, was, after])).toEqual([[b, 0, 4], [a, 6, 2], [c, 0, 0]]);
    const saved = await api.liveCodes.update(edit(code, { rule: changed }));
    // The same customers once more, by the rule as it was saved.
    const row = (await t.app.database.corp(t.corps.selfBuilt.id).findOne(LiveCode, { id: code.id }))!;
    expect([row.ruleNo, saved.state]).toEqual([2, 'ready']);
    const compiled = compile(row.rule!);
    const state = newState(compiled);
    const adds = await t.app.database.corp(t.corps.selfBuilt.id).find(LiveCodeAdd, { liveCodeId: code.id }, { order: { addedAt: 'ASC' } });
    const really = adds.map(({ addedAt }) => {
      const one = pick(compiled, state, { at: addedAt });
      take(compiled, state, one);
      return 'staffId' in one.target ? one.target.staffId : '';
    });
    expect(really.reverse()).toEqual(foreseen.picks.map(({ after }) => after?.id));
  });
});
