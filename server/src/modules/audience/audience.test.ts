import fc from 'fast-check';
import { IsNull } from 'typeorm';
import { describe, expect, test } from 'vitest';
import type { AudienceFilter } from '@scrm/shared/audience';
import type { FieldValue } from '@scrm/shared/field-kind';
import { testApp, type TestApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { Tombstone } from '../../core/personal/tombstone';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { createLog } from '../../core/log';
import { createMetrics } from '../../core/metrics';
import type { Secrets } from '../../core/secrets';
import { Customer, FollowUser, noteActive, setSource } from '../customer';
import { recordAdd } from '../customer/add';
import { CustomerMerge } from '../customer/entity';
import { recordLoss } from '../customer/loss';
import { mergeCustomers } from '../customer/merge';
import { savePage } from '../customer/sync-page';
import { undoMerge } from '../customer/unmerge';
import { Department, Staff, StaffDepartment } from '../org/entity';
import { noteChange } from '../customer-change';
import { setValues } from '../field';
import { Field, LeadSource } from '../field/entity';
import { assignSource, mergeSources } from '../field/source';
import { CustomerStage } from '../stage/entity';
import { changeFollowTags } from '../tag';
import { Tag, TagGroup } from '../tag/entity';
import { deleteTags } from '../tag/service';
import { Audiences } from './audience';
import { evaluate } from './conditions';
import { AudienceCopy } from './entity';
import { prepare, type Asked } from './filter';
import { countBits } from './memory/bits';
import type { CorpIndex } from './memory/corp-index';
import { fromPieces, piecesOf } from './memory/pieces';
import { countBySql, pageBySql } from './sql';

const people = 24;
/** Of 200 filters each: 10,000, and on MariaDB, where each question takes longer, 2,000 of them. */
const worldsToTry = process.env.TEST_MYSQL_URL ? 10 : 50;
const start = 1_700_000_000_000;
const names = ['李梅', '王伟', '李伟明', '张三', '欧阳娜娜', 'Anna Li', 'ÉMILE', '😀李😀', '100%', 'a_b', '', '王'];
const companies = ['', '晨星茶饮', '海棠家居', 'ACME 李记'];
const nat = (below: number) => fc.nat(below - 1);
const time = nat(40).map((minutes) => start + minutes * 60_000);
/** Acts of one hour count once. */
const hour = nat(4).map((hours) => start + hours * 3_600_000);
const staffOf = (n: number) => `staff${n}`;

/** What may happen to customers, by the functions through which it does. */
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), who: nat(people), staff: nat(6), at: time, name: nat(names.length), company: nat(4), remark: nat(names.length), tags: fc.subarray([0, 1, 2, 3, 4, 5]), addWay: nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lose' as const), who: nat(people), staff: nat(6), at: time, by: fc.constantFrom('customer' as const, 'staff' as const, 'transfer' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tag' as const), who: nat(people), add: fc.subarray([0, 1, 2, 3, 4, 5]), remove: fc.subarray([0, 1, 2, 3, 4, 5]) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('source' as const), who: nat(people), code: nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stage' as const), who: nat(people), flow: nat(2), stage: nat(3), leaves: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('active' as const), who: nat(people), at: hour }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sync' as const), staff: nat(6), at: time, name: nat(names.length), whos: fc.uniqueArray(nat(people), { maxLength: 6 }), tags: fc.subarray([0, 1, 2, 3, 4, 5]), addWay: nat(4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), who: nat(people), into: nat(people), at: time }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), nth: nat(4), at: time }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('field' as const), who: nat(people), field: nat(6), value: fc.option(nat(4), { freq: 4 }), none: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteTag' as const), tag: nat(6) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leadSource' as const), who: nat(people), source: fc.option(nat(4)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mergeSources' as const), source: nat(4), into: nat(4) }) },
);
type Happening = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Of the fields of the worlds: their kinds, and what customers have in them. */
const fieldKinds = ['choice', 'multiChoice', 'number', 'date', 'text', 'phone'] as const;
const fieldValues = [
  ['opt0', 'opt1', 'opt2', 'opt0'], [['opt0'], ['opt0', 'opt2'], ['opt1', 'opt2'], ['opt2']], [-12.5, 0, 3000, 3000.0001], ['1990-05-01', '1999-12-31', '2000-01-01', '2026-02-28'],
  ['李记 100%', '朝阳区😀', 'ABC_d', '李'], ['13800138000', '13900139000', '010-12345678', '+14155550100'],
] as const;

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const ids = (prefix: string, count: number) => fc.subarray(Array.from({ length: count }, (_, n) => `${prefix}${n}`), { minLength: 0, maxLength: 3 });
const range = fc.record({ from: some(time), to: some(time) });
const fieldFilter = fc.oneof(
  fc.tuple(nat(6), fc.constantFrom('has' as const, 'hasNone' as const)).map(([n, op]) => ({ fieldId: `field${n}`, op })),
  fc.tuple(nat(6), nat(4)).map(([n, value]) => ({ fieldId: `field${n}`, op: 'is' as const, value: fieldValues[n]![value] as FieldValue })),
  fc.tuple(fc.constantFrom(0, 2, 3, 4, 5), fc.subarray([0, 1, 2, 3], { minLength: 1 })).map(([n, values]) => ({ fieldId: `field${n}`, op: 'anyOf' as const, values: values.map((one) => fieldValues[n]![one] as string | number) })),
  fc.tuple(nat(4), some(nat(4))).map(([from, to]) => ({ fieldId: 'field2', op: 'range' as const, from: fieldValues[2][from], to: to === undefined ? undefined : fieldValues[2][to] })),
  fc.tuple(some(nat(4)), nat(4)).map(([from, to]) => ({ fieldId: 'field3', op: 'range' as const, from: from === undefined ? undefined : fieldValues[3][from], to: fieldValues[3][to] })),
  fc.constantFrom('李', '阳', '朝阳', '😀', '%', '_', 'c_D', '没有').map((text) => ({ fieldId: 'field4', op: 'contains' as const, text })),
);
const filter = fc.record({
  keyword: some(fc.constantFrom('李', '伟', '李伟', '欧阳', 'anna', 'É', 'é', '😀', '%', '_', '王', '晨星', 'acme', '李记', 'wm3', 'wm', '没有这个', '138 0013 8000', '+8613900139000')),
  fields: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: fieldFilter.map((one) => [one]) }, { weight: 1, arbitrary: fc.tuple(fieldFilter, fieldFilter) }),
  tags: some(fc.record({ any: some(ids('tag', 7)), all: some(ids('tag', 7)), none: some(ids('tag', 7)) })),
  stageIds: some(ids('stage', 4)), flowId: some(fc.constantFrom('flow0', 'flow1', 'flow2')), staffIds: some(ids('staff', 7)), departmentIds: some(fc.subarray([1, 2, 3, 4, 9], { maxLength: 2 })),
  leadSourceIds: some(ids('source', 4)), liveCodeIds: some(ids('code', 3)), sourceKinds: some(fc.subarray(['liveCode', 'addWay', 'unknown'] as const)), addWays: some(fc.subarray([0, 1, 2, 3])),
  addedAt: some(range), activeAt: some(fc.record({ from: some(hour), to: some(hour) })), state: some(fc.constantFrom('friend' as const, 'lost' as const)),
});
const reach = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: ids('staff', 6) });
const question = fc.record({ filter, reach, limit: fc.integer({ min: 1, max: 7 }) });

const corpOfWorld = (n: number) => `corp_world${n}`;

/** Ids carry the corp, because they are unique among all. */
const own = (db: ReadDb, name: string) => `${db.corpId.slice(5)}_${name}`;

async function makeWorld(db: ReadDb): Promise<void> {
  await write(db, async (tx) => {
    await tx.insert(TagGroup, { id: own(db, 'group'), wecomGroupId: 'g', name: '等级', order: 1, syncedAt: 1, deletedAt: null });
    await tx.insert(Tag, [0, 1, 2, 3, 4, 5].map((n) => ({ id: own(db, `tag${n}`), groupId: own(db, 'group'), wecomTagId: `w${n}`, name: `标签${n}`, order: n, ours: true, deletedAt: null })));
    await tx.insert(Department, [[1, 0], [2, 1], [3, 1], [4, 2]].map(([departmentId, parentId]) => ({ id: own(db, `dep${departmentId}`), departmentId, parentId, name: null, order: 1 })));
    await tx.insert(Staff, [0, 1, 2, 3, 4, 5].map((n) => ({
      id: own(db, staffOf(n)), userId: staffOf(n), name: null, avatarUrl: '', position: '', departmentIds: [], mainDepartment: null, state: 'active' as const, canReceive: true, customerCount: 0, seenAt: 1, leftAt: null,
    })));
    await tx.insert(Field, fieldKinds.map((kind, n) => ({
      id: own(db, `field${n}`), key: null, name: `字段${n}`, hint: '', kind, required: false, order: n, options: n < 2 ? [0, 1, 2].map((one) => ({ id: `opt${one}`, name: `选项${one}`, retired: false })) : [],
      sensitive: kind === 'phone', seeRoles: [], editRoles: [], revealRoles: [], archivedAt: null, createdAt: 1, updatedAt: 1,
    })));
    // The last two stand under the first.
    await tx.insert(LeadSource, [0, 1, 2, 3].map((n) => ({ id: own(db, `source${n}`), parentId: n < 2 ? null : own(db, 'source0'), name: `来源${n}`, synonyms: [], order: n, retiredAt: null, mergedInto: null })));
    await tx.insert(StaffDepartment, [[0, 2], [1, 3], [2, 4], [3, 4], [4, 1]].map(([n, departmentId]) => ({ id: own(db, `in${n}`), staffId: own(db, staffOf(n!)), departmentId })));
  });
}

/** As the stages write it. */
async function stand(tx: WriteDb, customerId: string, flowId: string, stageId: string | null): Promise<void> {
  if (stageId === null) await tx.remove(CustomerStage, { customerId, flowId });
  else await tx.upsert(CustomerStage, { id: newId('cst'), customerId, flowId, stageId, since: 1, movedBy: 'automatic', reason: '' }, ['customerId', 'flowId'], ['stageId']);
  noteChange(tx, [customerId]);
}

async function happen({ db, secrets }: { db: ReadDb; secrets: Secrets }, what: Happening, n: number): Promise<void> {
  const externalUserid = (who: number) => `wm${who}`;
  const profile = (who: number, name: number, company: number) => ({ name: names[name]!, avatarUrl: '', type: 1, gender: 0, corpName: companies[company]!, position: '', unionid: '' });
  const customerOf = async (who: number) => db.findOne(Customer, { externalUserid: externalUserid(who) });
  const tagIds = (tags: readonly number[]) => tags.map((tag) => own(db, `tag${tag}`));
  switch (what.do) {
    case 'add': {
      const facts = { userId: staffOf(what.staff), remark: names[what.remark]!, description: '', addedAt: what.at, state: '', addWay: what.addWay, operUserid: '', tagIds: what.tags.map((tag) => `w${tag}`), mobiles: [] };
      return write(db, (tx) => recordAdd(tx, { externalUserid: externalUserid(what.who), userId: facts.userId, state: '', welcomeCode: '', moment: { at: what.at, cause: `c${n}` }, contact: { profile: profile(what.who, what.name, what.company), follows: [facts] }, now: what.at }));
    }
    case 'lose':
      return write(db, (tx) => recordLoss(tx, { externalUserid: externalUserid(what.who), userId: staffOf(what.staff), by: what.by, moment: { at: what.at, cause: `c${n}` }, now: what.at }));
    case 'sync':
      return write(db, (tx) => savePage(tx, what.whos.map((who) => ({
        external_contact: { external_userid: externalUserid(who), name: names[what.name]!, avatar: '', type: 1, gender: 0, corp_name: '', corp_full_name: '', position: '', unionid: '' },
        follow_info: { userid: staffOf(what.staff), remark: names[what.name]!, description: '', createtime: what.at / 1000, tag_id: what.tags.map((tag) => `w${tag}`), state: '', add_way: what.addWay, oper_userid: '', remark_mobiles: [] },
      })) as unknown as Parameters<typeof savePage>[1], { fetchedAt: what.at, now: what.at }));
    case 'merge': {
      const [other, survivor] = [await customerOf(what.who), await customerOf(what.into)];
      if (!other || !survivor || other.id === survivor.id) return;
      await write(db, (tx) => mergeCustomers(tx, { survivorId: survivor.id, otherId: other.id, cause: 'hand', byName: 'x', at: what.at }));
      return;
    }
    case 'undo': {
      const standing = await db.find(CustomerMerge, { undoneAt: IsNull() }, { order: { id: 'ASC' } });
      const one = standing[what.nth % Math.max(standing.length, 1)];
      if (one) await write(db, (tx) => undoMerge(tx, one.id, { byName: 'x', at: what.at }));
      return;
    }
    case 'leadSource': {
      const customer = await customerOf(what.who);
      const source = what.source === null ? null : await db.findOne(LeadSource, { id: own(db, `source${what.source}`), mergedInto: IsNull() });
      if (customer) await write(db, (tx) => assignSource(tx, customer.id, source, { source: 'api', staffId: null, name: 'x' }, start + n));
      return;
    }
    case 'mergeSources':
      return write(db, (tx) => mergeSources(tx, own(db, `source${what.source}`), own(db, `source${what.into}`))).catch((error: unknown) => {
        // Of some pairs it makes no sense.
        if (!(error instanceof AppError && ['source_depth', 'not_found'].includes(error.code))) throw error;
      });
    case 'deleteTag':
      return write(db, (tx) => deleteTags(tx, [`w${what.tag}`], start));
    case 'field': {
      const customer = await customerOf(what.who);
      if (!customer) return;
      const value = what.value === null ? null : fieldValues[what.field]![what.value] as FieldValue;
      return write(db, (tx) => setValues(tx, {
        customerId: customer.id, seenVersion: Number.MAX_SAFE_INTEGER, values: [{ fieldId: own(db, `field${what.field}`), value, none: value === null && what.none }],
        teller: { source: 'api', staffId: null, name: 'x' }, viewer: { roles: null, mayReveal: true, mayDefine: true }, secrets, now: start + n, language: 'zh',
      }));
    }
    case 'tag': case 'source': case 'stage': case 'active': {
      const customer = await customerOf(what.who);
      if (!customer) return;
      const [follow] = await db.find(FollowUser, { customerId: customer.id }, { order: { id: 'ASC' } });
      await write(db, async (tx) => {
        if (what.do === 'stage') await stand(tx, customer.id, own(db, `flow${what.flow}`), what.leaves ? null : own(db, `stage${what.stage}`));
        else if (what.do === 'active') await noteActive(tx, customer.id, what.at);
        else if (what.do === 'tag') await changeFollowTags(tx, follow!, { add: tagIds(what.add), remove: tagIds(what.remove) }, { at: n, how: 'hand', by: '' });
        else await setSource(tx, customer.id, follow!.staffId, { kind: 'liveCode', id: own(db, `code${what.code}`), name: 'x', channel: null });
      });
    }
  }
}

/** The filter with this world's ids. */
function inWorld(db: ReadDb, { tags, staffIds, liveCodeIds, leadSourceIds, stageIds, flowId, fields, ...others }: AudienceFilter): AudienceFilter {
  const spell = (list: readonly string[] | undefined) => list?.map((name) => own(db, name));
  return {
    ...others, tags: tags && { any: spell(tags.any), all: spell(tags.all), none: spell(tags.none) },
    staffIds: spell(staffIds), liveCodeIds: spell(liveCodeIds), leadSourceIds: spell(leadSourceIds), stageIds: spell(stageIds), flowId: flowId && own(db, flowId),
    fields: fields?.map((one) => ({ ...one, fieldId: own(db, one.fieldId) })),
  };
}

const audiencesOf = (t: TestApp, copiedFrom?: number) => new Audiences({ database: t.app.database, secrets: t.app.services.secrets, log: createLog({ level: 'silent' }), metrics: createMetrics(), corpIds: async () => [], copiedFrom });

const newestOf = (index: CorpIndex, asked: Asked): string[] => index.page(evaluate(index, asked), null, 1000).map((slot) => index.ids.at(slot));

async function collect(pages: AsyncIterable<string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

describe('CU-01 the audience index', () => {
  test('CU-01 10,000 generated filters over generated changes give what SQL gives: who, in which order, how many, page by page', { timeout: 600_000 }, async () => {
    const t = await testApp({ corps: [] });
    const { audiences, secrets } = t.app.services;
    let compared = 0;
    let found = 0;
    let worlds = 0;
    const world = fc.array(fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 12 }), questions: fc.array(question, { minLength: 25, maxLength: 25 }) }), { minLength: 8, maxLength: 8 });
    await fc.assert(fc.asyncProperty(world, async (steps) => {
      const db = t.app.database.corp(corpOfWorld(++worlds));
      await makeWorld(db);
      await audiences.ready(db.corpId);
      let n = 0;
      for (const { changes, questions } of steps) {
        for (const one of changes) await happen({ db, secrets }, one, ++n);
        const compact = await (await audiences.ready(db.corpId)).compacted();
        const copied = fromPieces([...piecesOf(compact)]);
        for (const { filter: asked, reach: staff, limit } of questions) {
          const wanted = inWorld(db, asked);
          const caller = { reach: { staffIds: staff && staff.map((name) => own(db, name)) }, roles: null };
          const prepared = await prepare(db, wanted, caller, secrets);
          const expected = (await pageBySql(db, prepared, { place: null, limit: 1000 })).map(({ id }) => id);
          const audience = await audiences.find({ db, ...caller }, wanted);
          expect(audience.count, JSON.stringify({ wanted, caller })).toBe(await countBySql(db, prepared));
          expect(await collect(audience.ids())).toEqual(expected);
          expect(countBits(evaluate(compact, prepared))).toBe(expected.length);
          expect(newestOf(copied, prepared)).toEqual(expected);
          compared++;
          if (expected.length === 0) continue;
          found++;
          // There and back again.
          const first = await audience.page(undefined, limit);
          expect(first).toMatchObject({ ids: expected.slice(0, limit), previousCursor: null });
          if (!first.nextCursor) continue;
          const second = await audience.page(first.nextCursor, limit);
          expect(second.ids).toEqual(expected.slice(limit, limit * 2));
          expect(await audience.page(second.previousCursor!, limit)).toEqual(first);
        }
      }
    }), { numRuns: worldsToTry, endOnFailure: true });
    expect(compared).toBe(worldsToTry * 200);
    // Enough of them find somebody: nobody equals nobody all too easily.
    expect(found).toBeGreaterThan(compared / 8);
  });

  test('CU-01 the rows answer while the index is built, page by page in both directions, and changes meanwhile are not missed', async () => {
    const t = await testApp({ corps: [] });
    const db = t.app.database.corp(corpOfWorld(0));
    await makeWorld(db);
    const add = (who: number) => happen({ db, secrets: t.app.services.secrets }, { do: 'add', who, staff: 0, at: start + who * 1000, name: 0, company: 1, remark: 3, tags: [1], addWay: 1 }, who);
    for (let who = 0; who < 20; who++) await add(who);
    const audiences = audiencesOf(t);
    const asked = { keyword: '李', tags: { any: [own(db, 'tag1')] } };
    const everyone = { db, reach: { staffIds: null }, roles: null };

    const byRows = await audiences.find(everyone, asked);
    const first = await byRows.page(undefined, 8);
    const second = await byRows.page(first.nextCursor!, 8);
    expect(byRows.count).toBe(20);
    expect(await byRows.page(second.previousCursor!, 8)).toEqual(first);
    expect(await collect(byRows.ids())).toHaveLength(20);

    await add(20);
    await audiences.ready(db.corpId);
    const byIndex = await audiences.find(everyone, asked);
    expect(byIndex.count).toBe(21);
    expect((await byIndex.page(undefined, 9)).ids.slice(1)).toEqual(first.ids);
    expect(await (await audiences.find(everyone, asked)).page(first.nextCursor!, 8)).toEqual(second);
    await audiences.stop();
  });

  test('CU-01 a start takes the copy of the index and adds what changed since; where the copy is not as it should be, the rows are read', async () => {
    const t = await testApp({ corps: [] });
    const db = t.app.database.corp(corpOfWorld(0));
    const { secrets } = t.app.services;
    await makeWorld(db);
    let n = 0;
    const add = (who: number, tags: number[]) => happen({ db, secrets }, { do: 'add', who, staff: 0, at: start + who * 1000, name: 0, company: 1, remark: 3, tags, addWay: 1 }, ++n);
    for (let who = 0; who < 12; who++) await add(who, [who % 3, 4]);
    await audiencesOf(t, 13).ready(db.corpId);
    expect(await db.count(AudienceCopy)).toBe(0);

    const begin = async () => {
      const audiences = audiencesOf(t, 1);
      await audiences.ready(db.corpId);
      return audiences;
    };
    const heads = () => db.find(AudienceCopy, { part: 0 });
    const changeHead = async (patch: object) => {
      const [head] = await heads();
      await write(db, (tx) => tx.update(AudienceCopy, { id: head!.id }, { bytes: Buffer.from(JSON.stringify({ ...JSON.parse(head!.bytes.toString()) as object, ...patch })) }));
    };
    /** Nobody was told of this name: only whoever reads all rows knows it. */
    const knowsRows = async (audiences: Audiences) => (await audiences.find({ db, reach: { staffIds: null }, roles: null }, { keyword: '只在行里' })).count === 1;
    await (await begin()).stop();
    await t.app.database.execute('UPDATE customer SET name = ? WHERE externalUserid = ?', ['只在行里', 'wm11']);
    // As if all that was a while ago.
    await t.app.database.execute('DELETE FROM customer_change');

    // Nobody listens.
    await add(20, [1]);
    await happen({ db, secrets }, { do: 'merge', who: 3, into: 4, at: start + 60_000 }, ++n);
    await happen({ db, secrets }, { do: 'deleteTag', tag: 2 }, ++n);
    const again = await begin();
    expect(await knowsRows(again)).toBe(false);
    for (const tags of [{}, { any: [own(db, 'tag1')] }, { all: [own(db, 'tag4'), own(db, 'tag0')] }, { any: [own(db, 'tag2')] }]) {
      const asked = await prepare(db, { tags }, { reach: { staffIds: null }, roles: null }, secrets);
      const expected = (await pageBySql(db, asked, { place: null, limit: 1000 })).map(({ id }) => id);
      expect(await collect((await again.find({ db, reach: { staffIds: null }, roles: null }, { tags })).ids())).toEqual(expected);
    }
    await again.stop();

    for (const patch of [{ since: Date.now() - 86_400_000 }, { form: 'of another version' }]) {
      const [before] = await heads();
      await changeHead(patch);
      const fresh = await begin();
      expect(await knowsRows(fresh), JSON.stringify(patch)).toBe(true);
      await fresh.stop();
      await t.app.database.execute('UPDATE customer SET name = ? WHERE externalUserid = ?', ['', 'wm11']);
      const after = await heads();
      expect(after).toHaveLength(1);
      expect(after[0]!.copyId === before!.copyId).toBe('since' in patch);
      await t.app.database.execute('UPDATE customer SET name = ? WHERE externalUserid = ?', ['只在行里', 'wm11']);
    }
    await write(db, (tx) => tx.remove(AudienceCopy, { part: 1 }));
    expect(await knowsRows(await begin())).toBe(true);

    // Somebody is erased while a copy that has them is made.
    await write(db, async (tx) => {
      await tx.remove(AudienceCopy, {});
      await tx.insert(Tombstone, { id: newId('tmb'), hash: 'x', erasedAt: Date.now(), returnedAt: null });
    });
    await (await begin()).stop();
    expect(await db.count(AudienceCopy)).toBe(0);
  });

  test('CU-01 what one process writes the other knows at its next look, also a transaction that was slow to commit', async () => {
    const t = await testApp({ corps: [] });
    const db = t.app.database.corp(corpOfWorld(0));
    await makeWorld(db);
    const { Database } = await import('../../core/db/database');
    const { modules } = await import('..');
    const other = await Database.open({ url: t.config.databaseUrl, entities: modules.flatMap((module) => module.entities ?? []), migrations: [] });
    other.publisher = t.app.database.publisher;
    const there = new Audiences({ database: other, secrets: t.app.services.secrets, log: createLog({ level: 'silent' }), metrics: createMetrics(), corpIds: async () => [] });
    const here = t.app.services.audiences;
    const otherDb = other.corp(db.corpId);
    const count = async (which: Audiences, at: ReadDb, asked: AudienceFilter = {}) => (await which.find({ db: at, reach: { staffIds: null }, roles: null }, asked)).count;
    await here.ready(db.corpId);
    await there.ready(db.corpId);

    const add = (at: ReadDb, who: number) => happen({ db: at, secrets: t.app.services.secrets }, { do: 'add', who, staff: 1, at: start, name: 1, company: 0, remark: 10, tags: [2], addWay: 1 }, who);
    await add(db, 1);
    await add(otherDb, 2);
    expect([await count(here, db), await count(there, otherDb)]).toEqual([1, 1]);
    await Promise.all([here.follow(), there.follow()]);
    expect([await count(here, db), await count(there, otherDb)]).toEqual([2, 2]);

    // A row whose id is a second older than what was read already: its transaction committed late.
    const late = await db.findOne(Customer, { externalUserid: 'wm1' });
    await other.execute('UPDATE customer SET name = ? WHERE id = ?', ['迟到', late!.id]);
    await other.execute('INSERT INTO customer_change (id, corpId, body) VALUES (?, ?, ?)', [newId('chg', Date.now() - 1000), db.corpId, JSON.stringify({ customerIds: [late!.id] })]);
    await here.follow();
    expect(await count(here, db, { keyword: '迟到' })).toBe(1);

    await happen({ db: otherDb, secrets: t.app.services.secrets }, { do: 'deleteTag', tag: 2 }, 9);
    await here.follow();
    expect(await count(here, db, { tags: { any: [own(db, 'tag2')] } })).toBe(0);
    await there.stop();
    await other.close();
  });
});
