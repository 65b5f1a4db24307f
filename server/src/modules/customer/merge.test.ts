import { describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../../../test/app';
import type { WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import { Secrets } from '../../core/secrets';
import { CustomerFieldOption } from '../field/entity';
import { FileUse } from '../file/entity';
import { GroupMember } from '../group-chat';
import { Staff, staffByUserIds } from '../org';
import { changeFollowTags, tagRefs } from '../tag';
import { recordAdd, type Addition } from './add';
import { considerClash } from './consider';
import { Activity, Customer, CustomerIdentity, CustomerMerge, FollowUser } from './entity';
import { customerByExternalUserid } from './find';
import { addHiddenIdentity, addIdentity, identitiesOf } from './identity';
import { recordLoss } from './loss';
import { mergeCustomers } from './merge';
import { undoMerge } from './unmerge';

const start = Date.UTC(2026, 8, 1, 2, 0, 0);
const names = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
const staff = ['s0', 's1', 's2'];
const tags = ['t0', 't1', 't2', 't3'];

/** The same numbers for the same seed. */
function dice(seed: number) {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, pick: <T>(all: readonly T[]): T => all[next(all.length)]! };
}

type Event =
  | { kind: 'add' | 'lose'; person: string; userId: string; at: number }
  | { kind: 'tag'; person: string; userId: string; tagId: string }
  | { kind: 'group' | 'name'; person: string; at: number };

/** What happens to a person, told by the external_userid, as WeCom does. */
async function happen(tx: WriteDb, event: Event): Promise<void> {
  const { person } = event;
  const add = (at: number, userId: string): Addition => ({ externalUserid: person, userId, state: '', welcomeCode: '', moment: { at, cause: `c${at}` }, contact: null, now: at });
  if (event.kind === 'add') return recordAdd(tx, add(event.at, event.userId));
  if (event.kind === 'lose') return recordLoss(tx, { externalUserid: person, userId: event.userId, by: 'customer', moment: { at: event.at, cause: `c${event.at}` }, now: event.at });
  const customer = await customerByExternalUserid(tx, person);
  if (!customer) return;
  const account = person === customer.externalUserid ? '' : person;
  if (event.kind === 'tag') {
    const member = (await staffByUserIds(tx, [event.userId])).get(event.userId);
    const follow = member && (await tx.findOne(FollowUser, { customerId: customer.id, staffId: member.id, account }));
    if (follow) await changeFollowTags(tx, follow, { add: [event.tagId], remove: [] }, { at: 1, how: 'hand', by: '' });
  }
  if (event.kind === 'group') {
    await tx.insertMissing(GroupMember, {
      id: newId('gm'), groupId: 'g', userId: person, kind: 'customer', staffId: null, customerId: customer.id, name: '', nickname: '', joinedAt: event.at, joinScene: 1, invitorUserid: '', state: '', leftAt: null, quitScene: null,
    });
  }
  if (event.kind === 'name') await addIdentity(tx, customer.id, 'visitor', `v:${person}:${event.at}`, { via: person, since: event.at, source: 'h5' });
}

/** All that is known of each person, without our own ids. */
async function picture(t: TestApp, corpId: string) {
  const db = t.app.database.corp(corpId);
  const members = new Map((await db.find(Staff)).map((one) => [one.id, one]));
  const of = (id: string | null) => (id ? members.get(id)!.userId : null);
  const people: Record<string, unknown> = {};
  for (const person of names) {
    const customer = await db.findOne(Customer, { externalUserid: person });
    if (!customer) continue;
    // When they last did something is not in every row that goes home: a loss that another loss came after.
    const { id: customerId, id: _, corpId: __, lastActiveAt: ___, ...row } = customer;
    const follows = await db.find(FollowUser, { customerId });
    people[person] = {
      row,
      follows: follows.map(({ id: _1, corpId: _2, customerId: _3, staffId, ...rest }) => ({ ...rest, staff: of(staffId) })).sort((a, b) => (a.staff! < b.staff! ? -1 : 1)),
      tags: (await db.database.query<{ f: string; tagId: string; c: string }>('SELECT followId AS f, tagId, customerId AS c FROM follow_tag WHERE corpId = ? AND customerId = ?', [corpId, customerId]))
        .map((one) => `${of(follows.find((follow) => follow.id === one.f)!.staffId)} ${one.tagId}`).sort(),
      log: (await db.find(Activity, { customerId })).filter((one) => !/merged$/.test(one.kind)).map((one) => `${one.kind} ${one.at} ${of(one.staffId)}`).sort(),
      names: (await identitiesOf(db, customerId)).map((one) => `${one.kind} ${one.value}`).sort(),
      groups: (await db.find(GroupMember, { customerId })).map((one) => `${one.userId} ${one.joinedAt}`).sort(),
    };
  }
  return { people, counts: [...members.values()].filter((one) => staff.includes(one.userId)).map((one) => [one.userId, one.customerCount]).sort() };
}

describe('CU-04 one person is one customer', () => {
  test('CU-04 generated merges and undos in any order, with events before, during and after, leave what would have been without them; another corp is never touched', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const [merging, plain] = [t.corps.selfBuilt.id, t.corps.agency.id];
    const { database } = t.app;
    const seeds = Number(process.env.MERGE_SEEDS ?? 12);
    for (let seed = 1; seed <= seeds; seed++) {
      const { next, pick } = dice(seed * 7919);
      let at = start + seed * 1_000_000;
      const both = async (event: Event) => {
        for (const corpId of [merging, plain]) await database.write(corpId, (tx) => happen(tx, event));
      };
      const event = async () => {
        at += 1000;
        const kind = pick(['add', 'add', 'lose', 'tag', 'tag', 'group', 'name'] as const);
        const person = pick(names);
        await both({ kind, person, userId: pick(staff), at, tagId: pick(tags) } as Event);
      };
      for (const person of names) await both({ kind: 'add', person, userId: pick(staff), at: at += 1000 });
      for (let step = 0; step < 12; step++) await event();
      for (let step = 0; step < 30; step++) {
        const db = database.corp(merging);
        const standing = await db.query(CustomerMerge, 'm').andWhere('m.undoneAt IS NULL').orderBy('m.id').getMany();
        const what = next(10);
        if (what < 4) {
          const living = await db.query(Customer, 'c').andWhere('c.externalUserid IN (:...names)', { names }).orderBy('c.externalUserid').getMany();
          const [one, two] = [pick(living), pick(living)];
          if (one.id !== two.id) await database.write(merging, (tx) => mergeCustomers(tx, { survivorId: one.id, otherId: two.id, cause: 'hand', byName: 'x', at: at += 1000 }));
        } else if (what < 6 && standing.length > 0) {
          const { id } = pick(standing);
          await database.write(merging, (tx) => undoMerge(tx, id, { byName: 'x', at: at += 1000 }));
        } else {
          await event();
        }
        // However they are merged, nobody is lost and nobody is two.
        for (const person of names) expect(await customerByExternalUserid(db, person), `seed ${seed} step ${step} ${person}`).not.toBeNull();
      }
      for (;;) {
        const standing = await database.corp(merging).query(CustomerMerge, 'm').andWhere('m.undoneAt IS NULL').orderBy('m.id').getMany();
        if (standing.length === 0) break;
        const { id } = pick(standing);
        await database.write(merging, (tx) => undoMerge(tx, id, { byName: 'x', at: at += 1000 }));
      }
      expect(await picture(t, merging), `seed ${seed}`).toEqual(await picture(t, plain));
      for (const corpId of [merging, plain]) await forget(t, corpId);
    }
  }, 300_000);

  /** The next story starts with nobody. */
  async function forget(t: TestApp, corpId: string): Promise<void> {
    await t.app.database.write(corpId, async (tx) => {
      const ids = (await tx.find(Customer)).filter((one) => names.includes(one.externalUserid)).map((one) => one.id);
      for (const customerId of ids) for (const entity of [FollowUser, Activity, CustomerIdentity, GroupMember]) await tx.remove(entity as typeof Activity, { customerId });
      for (const id of ids) await tx.remove(Customer, { id });
      for (const userId of staff) await tx.update(Staff, { userId }, { customerCount: 0 });
    });
    await t.app.database.execute('DELETE FROM follow_tag WHERE corpId = ? AND customerId NOT IN (SELECT id FROM customer)', [corpId]);
  }

  async function two(t: TestApp) {
    const api = await t.as('operator');
    const [a, b] = (await api.customers.list({ state: 'friend', limit: 30 })).items;
    return { api, a: a!, b: b! };
  }

  test('CU-04 CU-01 by hand: looked at before, on the timeline after, followed by callbacks, and undone exactly', async () => {
    const t = await testApp();
    const { api, a, b } = await two(t);
    const before = [await api.customers.get({ id: a.id }), await api.customers.get({ id: b.id })];
    const total = (await api.customers.list({ limit: 1 })).total;
    const preview = await api.merges.preview({ survivorId: a.id, otherId: b.id });
    expect(preview).toMatchObject({ survivor: { id: a.id }, other: { id: b.id } });
    expect(preview.moves.find((move) => move.what === 'follow_user')).toMatchObject({ moved: before[1]!.follows.length, setAside: 0 });
    expect((await api.customers.list({ limit: 1 })).total).toBe(total);

    const { mergeId } = await api.merges.merge({ survivorId: a.id, otherId: b.id });
    await t.settle();
    const one = await api.customers.get({ id: b.id });
    expect(one.id).toBe(a.id);
    expect(one.follows).toHaveLength(before[0]!.follows.length + before[1]!.follows.length);
    expect(await api.customers.byExternalUserid({ externalUserid: b.externalUserid })).toMatchObject({ id: a.id });
    expect((await api.customers.list({ limit: 1 })).total).toBe(total - 1);
    expect((await api.identities.ofCustomer({ customerId: a.id })).items.filter((name) => name.kind === 'externalUserid').map((name) => name.shown).sort()).toEqual([a.externalUserid, b.externalUserid].sort());
    const told = (await api.customers.timeline({ id: a.id, kinds: ['customer.merged'] })).items;
    expect(told).toMatchObject([{ data: { mergeId, otherName: b.name, by: 'operator' } }]);

    // A tag given to the merged account by its own follower reaches WeCom under that account.
    const staffId = before[1]!.follows[0]!.staff.id;
    const tagId = (await api.tags.list()).items[0]!.tags[0]!.id;
    await api.customers.tag({ id: a.id, staffId, add: [tagId] });
    // A full reading of WeCom changes nothing of that.
    await (await t.as('admin')).customers.sync();
    await t.settle();
    expect((await api.customers.list({ limit: 1 })).total).toBe(total - 1);
    expect((await api.customers.get({ id: a.id })).name).toBe(a.name);

    await expect(api.merges.merge({ survivorId: a.id, otherId: b.id })).rejects.toMatchObject({ code: 'merge_too_new' });
    await api.merges.undo({ mergeId });
    await expect(api.merges.undo({ mergeId })).rejects.toMatchObject({ code: 'merge_undone' });
    expect(await api.customers.get({ id: a.id })).toEqual(before[0]);
    const back = await api.customers.get({ id: b.id });
    expect(back.tagMarks.map((mark) => mark.tagId)).toContain(tagId);
    const untagged = (one: typeof back) => ({ ...one, tags: [], tagMarks: [], follows: one.follows.map((follow) => ({ ...follow, tags: [] })) });
    expect(untagged(back)).toEqual(untagged(before[1]!));
    expect([...(await tagRefs(t.app.database.corp(t.corps.selfBuilt.id), [tagId])).values()][0]!.name).toBe(back.follows.find((follow) => follow.staff.id === staffId)!.tags.find((tag) => tag.id === tagId)!.name);
    for (const id of [a.id, b.id]) expect((await api.customers.timeline({ id, kinds: ['customer.unmerged'] })).total).toBe(1);
  });

  test('CU-04 fields, stage and notes go along; what both have stays the survivor’s, with its parts, and everything goes home when it is undone', async () => {
    const t = await testApp();
    const { api, a, b } = await two(t);
    const admin = await t.as('admin');
    const level = await admin.fields.create({ name: '意向', kind: 'choice', options: [{ name: '高' }, { name: '低' }] });
    const only = await admin.fields.create({ name: '只有一位有', kind: 'text' });
    const set = async (customerId: string, fieldId: string, value: string) => api.fields.setValues({ customerId, seenVersion: (await api.fields.values({ customerId })).version, values: [{ fieldId, value }] });
    await set(a.id, level.id, level.options[0]!.id);
    await set(b.id, level.id, level.options[1]!.id);
    await set(b.id, only.id, '从另一位来');
    const file = await api.files.upload({ name: '名片.png', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64') });
    await api.notes.create({ customerId: b.id, text: '另一位的笔记', fileIds: [file.id], key: 'of-the-other' });
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const optionsOf = async (customerId: string) => (await db.find(CustomerFieldOption, { customerId })).map((one) => one.optionId);
    const look = async (customerId: string) => [
      await api.fields.values({ customerId }), await api.stages.standings({ customerIds: [customerId] }), (await api.notes.list({ customerId })).items.map((note) => note.text), await optionsOf(customerId),
    ];
    const before = [await look(a.id), await look(b.id)];

    const { mergeId } = await api.merges.merge({ survivorId: a.id, otherId: b.id });
    const [merged, standings, notes, options] = await look(a.id);
    expect(JSON.stringify(merged)).toContain('从另一位来');
    expect(options).toEqual([level.options[0]!.id]);
    expect(standings).toEqual(before[0]![1]);
    expect(notes).toEqual(['另一位的笔记']);
    expect(await optionsOf(b.id)).toEqual([]);
    // What hangs on them goes with the person, when they are erased too.
    expect((await db.find(FileUse, { fileId: file.id })).map((use) => use.usedBy)).toEqual([a.id]);

    await api.merges.undo({ mergeId });
    expect([await look(a.id), await look(b.id)]).toEqual(before);
    expect((await db.find(FileUse, { fileId: file.id })).map((use) => use.usedBy)).toEqual([b.id]);
  });

  test('CU-04 a verified phone makes two one; strong names that differ, and what is only typed, are for a person to say', async () => {
    const t = await testApp();
    const { api, a, b } = await two(t);
    const corpId = t.corps.selfBuilt.id;
    const { secrets } = t.app.services;
    const give = (id: string, text: string, verified: boolean) => t.app.database.write(corpId, (tx) => addHiddenIdentity(tx, secrets, id, { kind: 'phone', text, verified, source: 'mini', since: t.clock.now() }));
    await t.app.database.write(corpId, (tx) => tx.remove(CustomerIdentity, { customerId: b.id, kind: 'unionid' }));
    expect(await give(a.id, '138 1234 5678', true)).toBe(true);
    expect(await give(b.id, '+8613812345678', true)).toBe(false);
    await t.settle();
    const living = await api.customers.get({ id: b.id });
    expect([a.id, b.id]).toContain(living.id);
    const [told] = (await api.customers.timeline({ id: living.id, kinds: ['customer.merged'] })).items;
    expect(told).toMatchObject({ data: { cause: 'phone' } });
    expect((await api.identities.ofCustomer({ customerId: living.id })).items.find((one) => one.kind === 'phone')).toMatchObject({ shown: '138****5678', verified: true });
    expect(JSON.stringify(await t.app.database.query('SELECT * FROM customer_identity'))).not.toContain('13812345678');

    // Undone: the rules do not try again, they only keep the pair in mind.
    await api.merges.undo({ mergeId: told!.data.mergeId as string });
    await t.app.database.write(corpId, (tx) => considerClash(tx, { customerId: a.id, otherId: b.id, kind: 'phone', shown: 'x', verified: true }, t.clock.now()));
    expect((await api.customers.get({ id: b.id })).id).toBe(b.id);
    const { items } = await api.merges.suggestions({});
    expect(items).toMatchObject([{ conflicts: [], evidence: [{ kind: 'phone' }] }]);
    await api.merges.dismiss({ id: items[0]!.id });
    expect((await api.merges.suggestions({})).total).toBe(0);

    // Two unionids are two WeChat users, whatever else is equal.
    const [, , c, d] = (await api.customers.list({ state: 'friend', limit: 30 })).items;
    await t.app.database.write(corpId, async (tx) => {
      for (const one of [c!, d!]) await addIdentity(tx, one.id, 'unionid', `u-${one.id}`, { verified: true });
      await considerClash(tx, { customerId: c!.id, otherId: d!.id, kind: 'phone', shown: '139****0000', verified: true }, t.clock.now());
    });
    expect((await api.merges.suggestions({})).items).toMatchObject([{ conflicts: ['unionid'] }]);
    // What somebody typed is a hint and no proof.
    await api.identities.add({ customerId: c!.id, kind: 'email', value: 'Li@Example.com' });
    await expect(api.identities.add({ customerId: a.id, kind: 'email', value: 'li@example.com' })).rejects.toMatchObject({ code: 'identity_taken' });
    await t.settle();
    expect((await api.merges.suggestions({})).total).toBe(2);
    await expect(api.identities.add({ customerId: a.id, kind: 'phone', value: '12345' })).rejects.toMatchObject({ code: 'identity_invalid' });
  });

  test('CU-04 BX-15 phone numbers and e-mail addresses follow a change of keys, and are the same names before, meanwhile and after', async () => {
    const t = await testApp();
    const { a, b } = await two(t);
    const admin = await t.as('admin');
    const [, , c] = (await admin.customers.list({ state: 'friend', limit: 30 })).items;
    await admin.identities.add({ customerId: a.id, kind: 'phone', value: '13900139000' });
    await admin.identities.add({ customerId: b.id, kind: 'email', value: 'li@example.com' });
    const shown = async (customerId: string) => (await admin.identities.ofCustomer({ customerId })).items.filter(({ kind }) => ['phone', 'email'].includes(kind)).map((one) => one.shown);
    const { secrets } = t.app.services;
    const [oldKey, newKey] = [t.config.secretKeys[0]!, 'k'.repeat(40)];

    // As after a restart with both keys: the name is still theirs, however it is told again.
    Object.assign(secrets, new Secrets([newKey, oldKey]));
    await expect(admin.identities.add({ customerId: c!.id, kind: 'email', value: 'li@example.com' })).rejects.toMatchObject({ code: 'identity_taken' });
    expect(await shown(a.id)).toEqual(['139****9000']);
    await admin.quality.rotate();
    await t.settle();
    expect(await admin.quality.keys()).toMatchObject({ old: 0 });

    Object.assign(secrets, new Secrets([newKey]));
    expect([await shown(a.id), await shown(b.id)]).toEqual([['139****9000'], ['l***@example.com']]);
    await expect(admin.identities.add({ customerId: c!.id, kind: 'phone', value: '13900139000' })).rejects.toMatchObject({ code: 'identity_taken' });
    expect((await admin.customers.list({ keyword: '139 0013 9000' })).items.map(({ id }) => id)).toEqual([a.id]);
  });

  test('CU-04 BX-15 what a merge laid aside follows a change of keys too, and can be read when it is undone', async () => {
    const t = await testApp();
    const { api, a, b } = await two(t);
    const admin = await t.as('admin');
    const plain = await admin.fields.create({ name: '称呼', kind: 'text' });
    const hidden = await admin.fields.create({ name: '证件号', kind: 'text', sensitive: true });
    for (const [customer, number] of [[a, 'A-001'], [b, 'B-002']] as const) {
      const { version } = await admin.fields.values({ customerId: customer.id });
      await admin.fields.setValues({ customerId: customer.id, seenVersion: version, values: [{ fieldId: plain.id, value: `null "${number}"` }, { fieldId: hidden.id, value: number }] });
    }
    const { mergeId } = await api.merges.merge({ survivorId: a.id, otherId: b.id });
    const { secrets } = t.app.services;
    const [oldKey, newKey] = [t.config.secretKeys[0]!, 'm'.repeat(40)];
    Object.assign(secrets, new Secrets([newKey, oldKey]));
    const before = await admin.quality.keys();
    expect(before.old).toBe(before.sealed);
    await admin.quality.rotate();
    await t.settle();
    expect(await admin.quality.keys()).toMatchObject({ sealed: before.sealed, old: 0 });
    Object.assign(secrets, new Secrets([newKey]));
    await api.merges.undo({ mergeId });
    expect(await admin.fields.reveal({ customerId: b.id, fieldId: hidden.id, reason: '核对' })).toMatchObject({ text: 'B-002' });
    expect(await admin.fields.reveal({ customerId: a.id, fieldId: hidden.id, reason: '核对' })).toMatchObject({ text: 'A-001' });
    expect(JSON.stringify(await admin.fields.values({ customerId: b.id }))).toContain('null \\"B-002');
  });

  test('CU-04 PM-02 what is not the caller’s to see is not theirs to merge', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const { api, a, b } = await two(t);
    const [theirs] = (await (await t.as('operator', 'agency')).customers.list({ limit: 1 })).items;
    for (const call of [
      () => api.merges.preview({ survivorId: a.id, otherId: theirs!.id }), () => api.merges.merge({ survivorId: theirs!.id, otherId: a.id }), () => api.identities.ofCustomer({ customerId: theirs!.id }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(api.merges.merge({ survivorId: a.id, otherId: a.id })).rejects.toMatchObject({ code: 'merge_same_person' });
    await expect((await t.as('staff', 'selfBuilt', a.owners[0]!.id)).merges.merge({ survivorId: a.id, otherId: b.id })).rejects.toMatchObject({ code: 'not_allowed' });
    const results = await Promise.allSettled([api.merges.merge({ survivorId: a.id, otherId: b.id }), api.merges.merge({ survivorId: a.id, otherId: b.id })]);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});
