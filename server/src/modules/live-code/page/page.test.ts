import axios from 'axios';
import type { z } from 'zod';
import { expect, test } from 'vitest';
import type { PickReason, ReceptionRule } from '@scrm/shared/live-code-rule';
import { testApp, type TestApp } from '../../../../test/app';
import { openDurable } from '../../../core/db/durable';
import { newId } from '../../../core/db/ids';
import { write } from '../../../core/db/scope';
import { createLog } from '../../../core/log';
import { customerByExternalUserid, FollowUser } from '../../customer';
import { Scan } from '../../scan';
import { LiveCodeRule } from '../entity-rule';
import { recheck, seededDraws } from '../rule';
import { LiveCodeWaiting, LiveCodeWaitingTry } from '../waiting';
import { PageCodes } from './codes';
import { LiveCodeWay } from './entity';

type ReceptionRuleInput = z.input<typeof ReceptionRule>;

const plain = (page: string) => page.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

/** Opens the page of a code as a browser does, with its cookies. */
async function open(t: TestApp, id: string, cookie = '', language = 'zh-CN') {
  const reply = await axios.get<string>(`${t.publicUrl}/c/${id}`, { maxRedirects: 0, validateStatus: () => true, headers: { ...(cookie && { cookie }), 'accept-language': language } });
  const fresh = reply.headers['set-cookie']?.[0]?.split(';')[0];
  return { status: reply.status, text: plain(reply.data), cookie: fresh ?? cookie, picture: /class="code"><img src="([^"]+)"/.exec(reply.data)?.[1] ?? '', headers: reply.headers, bytes: reply.data.length };
}

async function receivers(t: TestApp, count: number) {
  return (await (await t.as('operator')).org.staff({ onlyReceiving: true, limit: count })).items;
}

const db = (t: TestApp) => t.app.database.corp(t.corps.selfBuilt.id);

test('LC-01 LC-03 LC-07 BX-04 a code\'s page shows each scan the next of its staff, keeps why, and an add counts for code and person', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 3);
  const code = await api.liveCodes.create({ name: '展会', serve: 'page', staffIds: staff.map(({ id }) => id), welcome: { text: '你好，我是{staff}' }, remarkTemplate: '{code}' });
  await t.settle();
  const ways = await db(t).find(LiveCodeWay, { liveCodeId: code.id });
  expect(ways.map(({ staffId, qrUrl }) => [staffId, qrUrl !== '']).sort()).toEqual(staff.map(({ id }) => [id, true]).sort());

  const first = await open(t, code.id);
  expect([first.status, first.cookie.slice(0, 12)]).toEqual([200, 'visitor=vis_']);
  expect(first.text).toContain(`长按识别二维码，添加 ${staff[0]!.name}`);
  expect(first.text).toContain('青禾教育');
  expect(first.bytes).toBeLessThan(100_000);
  expect(first.text).not.toContain('<script');
  const second = await open(t, code.id, '', 'en-GB');
  expect(second.text).toContain(`Press and hold the code to add ${staff[1]!.name}`);

  const person = await t.sandbox.newPerson('李梅');
  await t.sandbox.scan(person, first.picture);
  await t.settle();
  expect(await t.sandbox.chat(person, staff[0]!.userId)).toMatchObject([{}, { text: `你好，我是${staff[0]!.name}` }]);
  expect(await api.liveCodes.get({ id: code.id })).toMatchObject({ addedCount: 1 });
  const [follow] = await db(t).find(FollowUser, { sourceId: code.id });
  expect(follow).toMatchObject({ staffId: staff[0]!.id, remark: '展会', sourceName: '展会' });

  const scans = await db(t).find(Scan, { codeId: code.id }, { order: { id: 'ASC' } });
  expect(scans.map(({ target, outcome, wayId, customerId }) => [target, outcome, wayId, customerId])).toEqual([
    [staff[0]!.id, 'shown', ways.find(({ staffId }) => staffId === staff[0]!.id)!.id, follow!.customerId],
    [staff[1]!.id, 'shown', ways.find(({ staffId }) => staffId === staff[1]!.id)!.id, null],
  ]);
  expect(scans[1]!.reason).toMatchObject({ kind: 'nextInSequence', ruleNo: 1, slot: 0, look: { after: staff[0]!.id, skipped: {} } });
});

/** A rule of one slot, all day. */
const rule = (staff: object[], more: object = {}) => ({ slots: [{ staff, choose: 'sequence' as const, ...more }] }) as ReceptionRuleInput;

test('LC-01 LC-05 200 scans at once on caps of 1: each of the staff gets one, the backup its own, and everybody else the closing words; counted the same after a start', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 8);
  const [own, backup] = [staff.slice(0, 6), staff.slice(6)];
  const code = await api.liveCodes.create({
    name: '大促', serve: 'page', rule: {
      ...rule(own.map(({ id }) => ({ staffId: id, dailyCap: 1 }))), backup: { staff: backup.map(({ id }) => ({ staffId: id, dailyCap: 1 })), closingText: '名额已满 <明天> 再来' },
    },
  });
  await t.settle();
  const pages = await Promise.all(Array.from({ length: 200 }, () => open(t, code.id)));
  const shown = pages.filter(({ picture }) => picture !== '');
  expect(pages.every(({ status }) => status === 200)).toBe(true);
  expect([shown.length, new Set(shown.map(({ picture }) => picture)).size]).toEqual([8, 8]);
  expect(pages.find(({ picture }) => picture === '')!.text).toContain('名额已满 &lt;明天&gt; 再来');

  // Another process begins from what was kept, before and after it was made rows of.
  for (const isUnpacked of [false, true]) {
    if (isUnpacked) await t.settle();
    const other = another(t);
    const { pick } = await other.scan((await other.read(code.id))!, 'vis_other');
    expect(pick!.target).toEqual({ kind: 'closed' });
    await other.stop();
  }
  await t.settle();
  const scans = await db(t).find(Scan, { codeId: code.id });
  expect(scans).toHaveLength(202);
  expect(scans.filter(({ outcome }) => outcome === 'shown').map(({ target }) => target).sort()).toEqual(staff.map(({ id }) => id).sort());
  const full = scans.find(({ outcome }) => outcome === 'closed')!.reason!;
  expect(full).toMatchObject({ kind: 'closed', look: { skipped: { dailyCap: own.map(({ id }) => id) } }, backup: { skipped: { dailyCap: backup.map(({ id }) => id) } } });
  // The caps begin anew at midnight.
  await t.advance(15 * 3_600_000);
  expect((await open(t, code.id)).picture).not.toBe('');
});

const another = (t: TestApp) => new PageCodes({ database: t.app.database, durable: openDurable(t.app.database), clock: t.clock, log: createLog({ level: 'silent' }) });

test('LC-03 LC-05 two processes share caps, turns and weights scan by scan, and each reason gives the same person again', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 4);
  const weighted = await api.liveCodes.create({ name: '权重', serve: 'page', rule: rule(staff.map(({ id }, index) => ({ staffId: id, weight: index + 1, dailyCap: 300 })), { choose: 'weight' }) });
  const capped = await api.liveCodes.create({ name: '限额', serve: 'page', rule: rule(staff.map(({ id }) => ({ staffId: id, dailyCap: 10 }))) });
  const long = await api.liveCodes.create({ name: '久候', serve: 'page', rule: rule(staff.map(({ id }) => ({ staffId: id, dailyCap: 15 }))) });
  await t.settle();
  const both = [another(t), another(t)];
  const startedAt = performance.now();
  await Promise.all(both.map(async (codes, index) => {
    for (let turn = 0; turn < 10; turn++) {
      await Promise.all(Array.from({ length: 25 }, async (_, one) => codes.scan((await codes.read(weighted.id))!, `vis_${index}_${turn}_${one}`)));
      await Promise.all(Array.from({ length: 5 }, async (_, one) => codes.scan((await codes.read(capped.id))!, `vis_${index}_${turn}_${one}`)));
    }
  }));
  const perSecond = Math.round(600 / ((performance.now() - startedAt) / 1000));
  await t.settle();
  const counts = async (codeId: string) => {
    const scans = await db(t).find(Scan, { codeId, outcome: 'shown' });
    return staff.map(({ id }) => scans.filter(({ target }) => target === id).length);
  };
  expect(await counts(weighted.id), `${perSecond} scans a second`).toEqual([50, 100, 150, 200]);
  expect(await counts(capped.id)).toEqual([10, 10, 10, 10]);
  for (const scan of await db(t).find(Scan, { codeId: weighted.id })) {
    const kept = await db(t).findOne(LiveCodeRule, { liveCodeId: weighted.id, no: (scan.reason as { ruleNo: number }).ruleNo });
    expect(recheck(kept!.rule, scan.reason as unknown as PickReason, kept!.days)).toEqual({ kind: 'staff', staffId: scan.target });
  }

  // One batch for each of 57: more than a third process, that starts now, reads at once.
  for (let turn = 0; turn < 57; turn++) await both[0]!.scan((await both[0]!.read(long.id))!, `vis_one_${turn}`);
  expect(Number((await t.app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM live_code_batch WHERE isUnpacked = 0'))[0]!.n)).toBe(57);
  const third = another(t);
  await Promise.all(Array.from({ length: 10 }, async (_, one) => third.scan((await third.read(long.id))!, `vis_third_${one}`)));
  await t.settle();
  expect(await counts(long.id)).toEqual([15, 15, 15, 15]);
  for (const codes of [...both, third]) await codes.stop();
});

test('LC-01 LC-07 LC-12 who is known goes to their owner, two who saw the same picture are not guessed apart, and closed, unknown and full codes have a page', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 3);
  const route = (then: 'route' | 'tell') => ({ ...rule(staff.map(({ id }) => ({ staffId: id }))), ownerFirst: { scope: 'company' as const, then } });
  const code = await api.liveCodes.create({ name: '老客', serve: 'page', rule: route('route') });
  await t.settle();
  const [mei, other] = [await t.sandbox.newPerson('李梅'), await t.sandbox.newPerson('王强')];
  const first = await open(t, code.id);
  await t.sandbox.scan(mei, first.picture);
  await t.settle();
  // She comes back: no turn is used up, and the owner's picture is shown again and again.
  for (let again = 0; again < 2; again++) expect((await open(t, code.id, first.cookie)).picture).toBe(first.picture);
  expect((await open(t, code.id)).text).toContain(staff[1]!.name!);
  await t.settle();
  const hers = await db(t).find(Scan, { visitor: first.cookie.slice('visitor='.length) });
  expect(hers.map(({ customerId, reason }) => [customerId !== null, (reason as { kind: string }).kind])).toEqual([[true, 'nextInSequence'], [true, 'existingOwner'], [true, 'existingOwner']]);
  expect(new Set(hers.map(({ customerId }) => customerId)).size).toBe(1);

  // Another code's page shows the owner too, though its rule does not name them; or says that there is one.
  const others = await api.liveCodes.create({ name: '别的', serve: 'page', rule: { ...rule([{ staffId: staff[2]!.id }]), ownerFirst: { scope: 'company', then: 'tell' } } });
  await t.settle();
  expect((await open(t, others.id, first.cookie)).text).toContain(`你已经有专属顾问了，长按二维码继续联系 ${staff[0]!.name}`);

  // Two browsers saw the third person's picture; who adds is one of them, and nobody says which.
  const [a, b] = [await open(t, others.id), await open(t, others.id)];
  await t.sandbox.scan(other, a.picture);
  await t.settle();
  for (const { cookie } of [a, b]) expect(await db(t).find(Scan, { visitor: cookie.slice('visitor='.length) })).toMatchObject([{ customerId: null }]);

  await api.liveCodes.remove({ id: others.id });
  const closed = await open(t, others.id);
  expect([closed.status, closed.picture]).toEqual([200, '']);
  expect(closed.text).toContain('这个二维码已停用');
  const gone = await open(t, 'lc_01ARZ3NDEKTSV4RRFFQ69G5FAV', '', 'en');
  expect([gone.status, gone.text.includes('There is no such code')]).toEqual([404, true]);
  const grouped = await api.liveCodes.create({ name: '进群', serve: 'page', rule: { ...rule([{ staffId: staff[0]!.id, dailyCap: 1 }]), backup: { groupCodeId: 'gc_1' } } });
  await t.settle();
  await open(t, grouped.id);
  expect(await open(t, grouped.id)).toMatchObject({ status: 302, headers: { location: '/c/gc_1' } });

  // An edit counts at the next scan; a way that vanished at WeCom is made again in the night, one that nobody needs is deleted there.
  const { updatedAt } = await api.liveCodes.get({ id: code.id });
  await api.liveCodes.update({ id: code.id, updatedAt, name: '老客', serve: 'page', rule: rule([{ staffId: staff[2]!.id }]) });
  expect((await open(t, code.id)).text).toContain(staff[2]!.name!);
  await t.advance(86_400_000);
  await (await t.as('owner')).doctor.reconcile({});
  await t.settle();
  const ways = await db(t).find(LiveCodeWay, { liveCodeId: code.id });
  expect(ways.filter(({ configId }) => configId !== '').map(({ staffId }) => staffId)).toEqual([staff[2]!.id]);
  expect((await db(t).find(LiveCodeWay, { liveCodeId: others.id })).map(({ configId }) => configId)).toEqual(['', '']);
});

test('LC-03 LC-05 BX-04 whoever opens the page again within the time sees the same person and takes no second place: at once, by another process, after a start', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 3);
  const code = await api.liveCodes.create({ name: '刷新', serve: 'page', rule: { ...rule(staff.map(({ id }) => ({ staffId: id, dailyCap: 2 }))), stayMinutes: 10 } });
  await t.settle();
  const first = await open(t, code.id);
  const second = await open(t, code.id);
  expect(first.picture).not.toBe(second.picture);
  for (let again = 0; again < 5; again++) expect((await open(t, code.id, first.cookie)).picture).toBe(first.picture);
  // Ten times at once in a browser that was never here, in two processes.
  const others = [another(t), another(t)];
  const at = async (codes: PageCodes, visitor: string) => {
    const { pick } = await codes.scan((await codes.read(code.id))!, visitor);
    return pick && 'staffId' in pick.target ? pick.target.staffId : pick!.target.kind;
  };
  const seen = await Promise.all(Array.from({ length: 10 }, (_, index) => at(others[index % 2]!, 'vis_twice')));
  expect(new Set(seen)).toEqual(new Set([staff[2]!.id]));
  const visitor = first.cookie.slice('visitor='.length);
  // Known to a process that begins now, before and after the scans became rows.
  for (const isUnpacked of [false, true]) {
    if (isUnpacked) await t.settle();
    const fresh = another(t);
    expect(await at(fresh, visitor)).toBe(staff[0]!.id);
    await fresh.stop();
  }
  for (const one of others) await one.stop();
  await t.settle();
  const scans = await db(t).find(Scan, { codeId: code.id }, { order: { at: 'ASC', id: 'ASC' } });
  expect(scans.filter(({ reason }) => reason?.kind !== 'again').map(({ target }) => target)).toEqual(staff.map(({ id }) => id));
  const kept = (await db(t).findOne(LiveCodeRule, { liveCodeId: code.id, no: 1 }))!;
  for (const scan of scans) expect(recheck(kept.rule, scan.reason as unknown as PickReason, kept.days)).toEqual({ kind: 'staff', staffId: scan.target });
  const told = await api.reception.picks({ id: code.id, limit: 20 });
  expect([told.total, told.items.length, told.items.at(-1)]).toMatchObject([scans.length, scans.length, { kind: 'nextInSequence', staff: { id: staff[0]!.id }, slot: '00:00–24:00', ruleNo: 1, skipped: [], shownAt: null }]);
  expect(told.items.find(({ kind }) => kind === 'again')?.shownAt).not.toBeNull();
  const { nextCursor, items: [newest] } = await api.reception.picks({ id: code.id, limit: 1 });
  expect((await api.reception.picks({ id: code.id, limit: 1, cursor: nextCursor! })).items[0]).toEqual(told.items[1]);
  expect(newest).toEqual(told.items[0]);
  // Three places are taken of six; whoever pauses is not shown again, and after the time one gets a new turn.
  await (await t.as('staff', 'selfBuilt', staff[0]!.id)).reception.setOnline({ online: false });
  await t.settle();
  expect((await open(t, code.id, first.cookie)).text).toContain(staff[1]!.name!);
  await t.advance(11 * 60_000);
  expect((await open(t, code.id, first.cookie)).text).toContain(staff[2]!.name!);
  expect((await open(t, code.id, second.cookie)).picture).toBe('');
});

test('BX-19 a month of a page played again with its own rule gives each scan the person it had, whoever paused meanwhile; a changed one does not write', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const staff = await receivers(t, 5);
  const [a, b, c, d, e] = staff.map(({ id }) => id) as [string, string, string, string, string];
  const slots = [
    { name: '早', from: '08:00', to: '14:00', choose: 'random' as const, staff: [a, b, c].map((staffId) => ({ staffId, dailyCap: 4 })) },
    { name: '午', from: '14:00', to: '19:00', choose: 'leastLoaded' as const, staff: [b, c, d].map((staffId) => ({ staffId, openCap: 2, dailyCap: 9 })) },
    { name: '晚', from: '19:00', to: '24:00', choose: 'weight' as const, staff: [a, c, d].map((staffId, index) => ({ staffId, weight: index + 1 })) },
  ];
  const own = { slots, backup: { staff: [{ staffId: e, dailyCap: 3 }] }, carryOver: true } as ReceptionRuleInput;
  const code = await api.liveCodes.create({ name: '月', serve: 'page', rule: own });
  await t.settle();
  const codes = another(t);
  const draws = seededDraws(7);
  const below = (n: number) => Math.floor(draws() * n);
  let scans = 0;
  for (let day = 0; day < 34; day++) {
    for (let burst = 0; burst < 3; burst++) {
      if (draws() < 0.3) await (await t.as('staff', 'selfBuilt', [a, b, c, d][below(4)]!)).reception.setOnline({ online: draws() < 0.5 });
      const book = (await codes.read(code.id))!;
      await codes.renewed(code.id);
      for (let scan = 0; scan < 1 + below(9); scan++) {
        await codes.scan(book, `vis_${day}_${burst}_${below(6)}`);
        scans++;
        await t.sandbox.advance(below(15 * 60_000));
      }
      await t.sandbox.advance(2 * 3_600_000 + below(3_600_000));
    }
    await t.sandbox.advance((12 + below(3)) * 3_600_000);
  }
  await codes.unpacker.drain();
  const again = await t.as('operator');
  const same = await again.reception.whatIf({ id: code.id, rule: own, days: 31 });
  expect(same.count).toBeGreaterThan(scans / 2);
  expect(same.picks.filter(({ before, after }) => before?.id !== after?.id)).toEqual([]);
  expect([same.moved, same.staff.filter(({ before, after }) => before !== after), same.assumed]).toEqual([0, [], []]);
  const print = async () => JSON.stringify(await Promise.all(['live_code', 'live_code_rule', 'live_code_counter', 'scan', 'job'].map((name) => t.app.database.query(`SELECT * FROM ${name}`))));
  const before = await print();
  const only = await again.reception.whatIf({ id: code.id, rule: { slots: [{ staff: [{ staffId: a }] }] }, days: 31 });
  expect([only.moved > 0, only.unassigned > 0, await print() === before]).toEqual([true, true, true]);
  expect([same.rules, same.notKept]).toEqual([1, { rules: 0, calendar: false, owners: 0, labels: false }]);

  // The rule is changed: turns and caps of the old one go over to the new one, so that its own scans are played again as they came.
  const read = await again.liveCodes.get({ id: code.id });
  const changed = { ...own, slots: [{ ...slots[0]!, choose: 'sequence' as const, staff: [c, a, e].map((staffId) => ({ staffId, dailyCap: 6 })), dayKinds: ['workday', 'holiday'] }, slots[2]!] } as ReceptionRuleInput;
  await again.liveCodes.update({ id: code.id, updatedAt: read.updatedAt, name: '月', serve: 'page', rule: changed });
  await codes.renewed(code.id);
  const book = (await codes.read(code.id))!;
  for (let scan = 0; scan < 25; scan++) {
    await codes.scan(book, `vis_after_${below(9)}`);
    await t.sandbox.advance(below(50 * 60_000));
  }
  await codes.unpacker.drain();
  await codes.stop();
  const after = await t.as('operator');
  const since = await after.reception.whatIf({ id: code.id, rule: changed, days: 1 });
  expect([since.count, since.moved, since.assumed]).toEqual([25, 0, []]);
  // The calendar changes while the rule does not look at it: then nobody wrote it down, and the page says so; what the rule did not ask for, too.
  const keeper = await t.as('admin');
  await keeper.calendar.save({ items: [{ day: '2026-09-09', kind: 'holiday', name: '' }], updatedAt: 0 });
  await t.settle();
  await (await t.as('staff', 'selfBuilt', a)).reception.setOnline({ online: true });
  const workdays = { slots: [{ staff: [{ staffId: e }], dayKinds: ['workday'] }], backup: { staff: [{ staffId: a }] }, ownerFirst: { scope: 'company' } } as ReceptionRuleInput;
  const wide = await after.reception.whatIf({ id: code.id, rule: workdays, days: 31 });
  expect([wide.rules, wide.notKept]).toEqual([2, { rules: 0, calendar: true, owners: wide.count, labels: false }]);
  // A rule that looks at workdays is kept with each calendar: a scan is played by the one of its day.
  await after.liveCodes.update({ id: code.id, updatedAt: (await after.liveCodes.get({ id: code.id })).updatedAt, name: '月', serve: 'page', rule: workdays });
  await t.settle();
  for (let day = 0; day < 3; day++) {
    await open(t, code.id);
    await t.advance(86_400_000);
  }
  const end = await t.as('operator');
  const played = await end.reception.whatIf({ id: code.id, rule: workdays, days: 2 });
  expect([played.count, played.moved]).toEqual([2, 0]);
  const [last] = played.picks;
  const day = new Date(last!.at + 8 * 3_600_000).toISOString().slice(0, 10);
  const calendar = await t.as('admin');
  await calendar.calendar.save({ items: [{ day, kind: last!.after!.id === e ? 'holiday' : 'workday', name: '' }], updatedAt: (await calendar.calendar.get({})).updatedAt });
  await t.settle();
  expect(await end.reception.whatIf({ id: code.id, rule: workdays, days: 2 })).toMatchObject({ moved: 0, notKept: { calendar: false, owners: 0 }, picks: played.picks });
});

test('LC-01 BX-04 somebody for whom WeCom makes no code is passed over as such, the code says so, and it passes; whose labels fit comes first, with the reason', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const [a, b] = await receivers(t, 2);
  const code = await api.liveCodes.create({ name: '缺码', staffIds: [a!.id, b!.id] });
  await t.sandbox.scan(await t.sandbox.newPerson('早先'), code.qrUrl);
  await t.settle();
  await t.advance(60_000);
  await t.sandbox.fault('/cgi-bin/externalcontact/add_contact_way', 'errcode', 41045, 1);
  await api.liveCodes.update({ id: code.id, updatedAt: (await api.liveCodes.get({ id: code.id })).updatedAt, name: '缺码', serve: 'page', staffIds: [a!.id, b!.id] });
  await t.settle();
  const failing = async () => (await api.liveCodes.get({ id: code.id })).failing;
  const [refused] = await failing();
  if (!refused) throw new Error('nobody was refused');
  await open(t, code.id);
  await t.settle();
  const [pick] = (await api.reception.picks({ id: code.id })).items;
  expect([pick!.kind, pick!.skipped.map(({ skip, staff }) => [skip, staff.id]), refused.error === '']).toEqual(['onlyOne', [['abnormal', refused.staff.id]], false]);
  await t.advance(60_000);
  expect(await failing()).toEqual([]);
  expect(await api.reception.whatIf({ id: code.id, rule: { slots: [{ staff: [{ staffId: a!.id }] }] } as ReceptionRuleInput })).toMatchObject({ played: 'scans', count: 1, notPlayed: 1, rules: 1 });

  // A label that the slot prefers goes before the turn; a change of labels is a new revision that page and list follow at once.
  const label = async (staffId: string, labels: string[]) => {
    await api.org.setLabels({ staffId, labels });
    await t.settle();
  };
  await label(b!.id, ['英语', '英语', '华东']);
  expect([(await api.org.labels()).items, (await receivers(t, 2))[1]!.labels]).toEqual([[{ label: '英语', count: 1 }, { label: '华东', count: 1 }].sort((one, two) => one.label.localeCompare(two.label)), ['英语', '华东']]);
  const english = rule([{ staffId: a!.id }, { staffId: b!.id }], { prefer: { labels: ['英语'] } });
  const direct = await api.liveCodes.create({ name: '直连', rule: english });
  const preferring = await api.liveCodes.update({ id: code.id, updatedAt: (await api.liveCodes.get({ id: code.id })).updatedAt, name: '缺码', serve: 'page', rule: english });
  await t.settle();
  const listed = async () => (await t.control<{ state: string; users: string[] }[]>('GET', '/sandbox/codes')).find((way) => way.state === direct.id)!.users;
  const last = async () => {
    await open(t, code.id);
    await t.settle();
    const { staff, skipped, noFit, ruleNo } = (await api.reception.picks({ id: code.id, limit: 1 })).items[0]!;
    return [staff?.id, skipped.map(({ skip, staff: one }) => `${skip} ${one.id}`), noFit, ruleNo];
  };
  expect([await last(), await last(), await listed()]).toEqual([[b!.id, [`notFit ${a!.id}`], false, preferring.ruleNo], [b!.id, [`notFit ${a!.id}`], false, preferring.ruleNo], [b!.userId]]);
  expect((await api.reception.preview({ id: code.id, rule: english, at: t.clock.now() })).onDuty.map(({ skip }) => skip)).toEqual(['notFit', null]);
  await label(a!.id, ['英语']);
  await label(b!.id, ['华东']);
  await label(b!.id, ['华东']);
  expect([await last(), await listed()]).toEqual([[a!.id, [`notFit ${b!.id}`], false, preferring.ruleNo + 2], [a!.userId]]);
  await (await t.as('staff', 'selfBuilt', a!.id)).reception.setOnline({ online: false });
  await t.settle();
  expect([await last(), await listed()]).toEqual([[b!.id, [`offline ${a!.id}`], true, preferring.ruleNo + 2], [b!.userId]]);
  for (const { reason, target } of await db(t).find(Scan, { codeId: code.id })) {
    const kept = (await db(t).findOne(LiveCodeRule, { liveCodeId: code.id, no: (reason as { ruleNo: number }).ruleNo }))!;
    expect(recheck(kept.rule, reason as unknown as PickReason, kept.days)).toEqual({ kind: 'staff', staffId: target });
  }
  // Looked back at, the scans are played with the labels of today, and it says so.
  expect((await api.reception.whatIf({ id: code.id, rule: english, days: 1 })).notKept).toMatchObject({ labels: true, calendar: false });
  const french = rule([{ staffId: a!.id }], { prefer: { labels: ['法语'], only: true } });
  expect(await api.liveCodes.create({ name: '法语', rule: french }).catch((error: { code: string }) => error.code)).toBe('rule_labels_nobody');
  expect((await api.reception.roster({ rule: french })).problems).toHaveLength(1);
});

test('LC-01 BX-04 somebody for whom WeCom makes no code for good is not asked for without end, and at once when the code is saved again', async () => {
  const t = await testApp();
  const [a] = await receivers(t, 1);
  const code = await (await t.as('operator')).liveCodes.create({ name: '缺码', staffIds: [a!.id] });
  const add = '/cgi-bin/externalcontact/add_contact_way';
  const asked = async () => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter(({ path }) => path === add).length;
  const fault = await t.control<{ id: string }>('POST', '/sandbox/faults', { target: add, effect: 'errcode', value: 41054, times: 100_000 });
  const save = async (name: string) => {
    const api = await t.as('operator');
    await api.liveCodes.update({ id: code.id, updatedAt: (await api.liveCodes.get({ id: code.id })).updatedAt, name, serve: 'page', staffIds: [a!.id] });
    await t.settle();
  };
  const before = await asked();
  await save('页面');
  for (let passed = 0; passed < 180; passed += 2) await t.advance(120_000);
  expect([(await asked()) - before < 8, (await open(t, code.id)).picture]).toEqual([true, '']);
  await t.sandbox.control('DELETE', `/sandbox/faults/${fault.id}`);
  await save('又一次');
  expect((await open(t, code.id)).picture).not.toBe('');
});

/** A form of a page as a browser without scripts sends it. */
async function sendForm(t: TestApp, id: string, fields: Record<string, string>, cookie = '', language = 'zh-CN') {
  const reply = await axios.post<string>(`${t.publicUrl}/c/${id}/wait`, new URLSearchParams(fields).toString(), { maxRedirects: 0, validateStatus: () => true, headers: { ...(cookie && { cookie }), 'accept-language': language, 'content-type': 'application/x-www-form-urlencoded' } });
  return { status: reply.status, location: String(reply.headers.location), text: plain(reply.data), cookie: reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie };
}

test('LC-05 when all are full come the backup, the group code and then a form: what is left there waits once for each, sealed, seen to, told of and forgotten', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const staff = await receivers(t, 4);
  const [a, b, maker, helper] = staff.map(({ id }) => id) as [string, string, string, string];
  const api = await t.as('operator', 'selfBuilt', maker);
  const [group] = (await api.groupChats.list({ limit: 1 })).items;
  const groupCode = await api.groupCodes.create({ name: '排队群', entries: [{ kind: 'way', groupIds: [group!.id] }] });
  const backup = { staff: [{ staffId: b, dailyCap: 1 }], groupCodeId: groupCode.id, form: { asksName: true, text: '请留个 <电话>', keepDays: 7 } };
  const input = { name: '大促', serve: 'page' as const, rule: { ...rule([{ staffId: a, dailyCap: 1 }]), backup } };
  const code = await api.liveCodes.create(input);
  await t.settle();

  // The chain, in its order; who is led to a group that takes nobody goes on to the form.
  expect((await open(t, code.id)).text).toContain(staff[0]!.name!);
  expect((await open(t, code.id)).text).toContain(staff[1]!.name!);
  const toGroup = await open(t, code.id);
  expect([toGroup.status, toGroup.headers.location]).toEqual([302, `/c/${groupCode.id}?from=${code.id}`]);
  expect((await open(t, `${groupCode.id}?from=${code.id}`)).status).toBe(200);
  await api.groupCodes.setState({ id: groupCode.id, closed: true });
  const pastGroup = await open(t, `${groupCode.id}?from=${code.id}`);
  expect(pastGroup.headers.location).toBe(`/c/${code.id}/wait?via=group`);
  expect((await open(t, `${groupCode.id}?from=//evil.example`)).status).toBe(200);
  const withoutGroup = await api.liveCodes.update({ ...input, id: code.id, updatedAt: code.updatedAt, rule: { ...input.rule, backup: { ...backup, groupCodeId: null } } });
  await t.settle();
  const scanned = await open(t, code.id);
  expect([scanned.status, scanned.headers.location]).toEqual([302, `/c/${code.id}/wait`]);

  // A page for old phones: no script, small, with its purpose; it says what is wrong and keeps what was typed.
  const page = await open(t, `${code.id}/wait`, scanned.cookie);
  for (const said of ['请留个 &lt;电话&gt;', '青禾教育', '7 天后自动删除', 'name="name"', 'method="post"']) expect(page.text).toContain(said);
  expect([page.text.includes('<script'), page.bytes < 20_000, (await open(t, `${code.id}/wait`, '', 'en')).text.includes('deleted after 7 days')]).toEqual([false, true, true]);
  const wrong = await sendForm(t, code.id, { name: '李"梅', phone: '1380013', note: '' }, scanned.cookie);
  expect([wrong.status, wrong.text.includes('手机号不对'), wrong.text.includes('value="李&quot;梅"')]).toEqual([400, true, true]);
  expect((await sendForm(t, code.id, { name: '', phone: '', note: ' ' }, scanned.cookie)).status).toBe(400);
  expect(await db(t).count(LiveCodeWaiting, {})).toBe(0);

  // Twice at once, by the back button, and the same number from another phone: one who waits.
  const word = { name: '李梅', phone: '１38 0013 8000', note: '下午，打给我' };
  const twice = await Promise.all([sendForm(t, code.id, word, scanned.cookie), sendForm(t, code.id, word, scanned.cookie)]);
  expect(twice.map(({ status, location }) => [status, location])).toEqual([[303, `/c/${code.id}/wait`], [303, `/c/${code.id}/wait`]]);
  const left = await open(t, `${code.id}/wait`, scanned.cookie);
  for (const said of ['已收到', '138****8000', '下午，打给我']) expect(left.text).toContain(said);
  await t.settle();
  const other = await sendForm(t, code.id, { ...word, note: '换了手机' });
  const second = await sendForm(t, code.id, { name: '王芳', phone: '', note: '=1+1 微信号' });
  await t.settle();
  const [row, noted] = await db(t).find(LiveCodeWaiting, {}, { order: { id: 'ASC' } });
  expect([await db(t).count(LiveCodeWaiting, {}), row!.times, row!.note, row!.phoneKey.length, JSON.stringify(row).includes('38001380')]).toEqual([2, 3, '换了手机', 43, false]);
  expect(noted).toMatchObject({ name: '王芳', phoneKey: '', via: 'staff', state: 'open' });
  // The last word moved with the number: the first browser has nothing to see there any more.
  expect((await open(t, `${code.id}/wait`, scanned.cookie)).text).not.toContain('已收到');

  // Whoever made the code hears of the first at once, and of the rest together.
  const told = async () => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter(({ path }) => path === '/cgi-bin/message/send').length;
  const first = await told();
  await t.advance(600_001);
  expect([first, await told()]).toEqual([1, 2]);

  // Why, and how many, as it is kept, looked ahead at and played again.
  const { items: [pick] } = await api.reception.picks({ id: code.id, limit: 1 });
  expect(pick).toMatchObject({ kind: 'form', staff: null, skipped: [{ skip: 'dailyCap', staff: { id: a } }, { skip: 'dailyCap', staff: { id: b } }] });
  expect((await db(t).findOne(Scan, { codeId: code.id, outcome: 'form' }))).toMatchObject({ target: '', reason: { kind: 'form', ruleNo: withoutGroup.ruleNo } });
  expect(await api.reception.whatIf({ id: code.id, rule: withoutGroup.rule!, days: 1 })).toMatchObject({ count: 4, toGroup: 0, toForm: 2, unassigned: 0 });
  expect(await api.reception.simulate({ rule: withoutGroup.rule!, at: t.clock.now(), count: 5, minutes: 0 })).toMatchObject({ toForm: 3, unassigned: 0 });

  // The console: who waits, the number only on demand, handed to a colleague who sees it and is done with it.
  const list = await api.waiting.list({ codeId: code.id });
  expect((await api.liveCodes.get({ id: code.id })).waitingCount).toBe(2);
  expect(list).toMatchObject({ total: 2, items: [{ name: '王芳', phone: '' }, { name: '李梅', phone: '138****8000', note: '换了手机', times: 3, staff: null, customer: null, deleteAt: row!.lastAt + 7 * 86_400_000 }] });
  expect(await api.waiting.reveal({ id: row!.id })).toEqual({ phone: '+8613800138000' });
  await api.waiting.assign({ id: row!.id, staffId: helper });
  await api.waiting.assign({ id: row!.id, staffId: helper });
  await t.settle();
  expect(await told()).toBe(3);
  const colleague = await t.as('staff', 'selfBuilt', helper);
  expect((await colleague.waiting.mine({})).items).toMatchObject([{ id: row!.id, phone: '+8613800138000', code: { name: '大促' } }]);
  const refused = async (call: Promise<unknown>) => call.then(() => 'accepted', (error: { code: string }) => error.code);
  const stranger = await t.as('admin', 'agency');
  for (const call of [() => stranger.waiting.list({ codeId: code.id }), () => stranger.waiting.reveal({ id: row!.id }), () => stranger.waiting.settle({ id: row!.id, done: true }), () => colleague.waiting.settleMine({ id: noted!.id }), () => colleague.waiting.reveal({ id: row!.id })]) expect(await refused(call())).toBe('not_found');
  // As a file, to whom both list and exports reach the code: numbers covered as on the screen, or whole with a reason, and nothing that a spreadsheet would run.
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_other', name: '', role: 'admin', corpId: t.corps.selfBuilt.id, userAgent: '' });
  const fetchFile = async (id: string) => axios.get<string>(`${t.publicUrl}/api/exports.download?id=${id}`, { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true });
  const waitingNow = { codeId: code.id, state: 'open' as const, format: 'csv' as const };
  const [covered, whole] = [await api.waiting.export({ ...waitingNow, key: 'waiting-1' }), await api.waiting.export({ ...waitingNow, key: 'waiting-2', revealReason: '回访' })];
  await t.settle();
  const [screen, shown] = [(await fetchFile(covered.id)).data, (await fetchFile(whole.id)).data];
  expect(screen).toContain('王芳,,\'=1+1 微信号,待联系,员工已满或不在,,,1,2026-09-01 10:');
  expect([screen.includes(`李梅,138****8000,换了手机,待联系,员工已满或不在,${staff[3]!.name},,3,`), screen.includes('13800138000'), shown.includes('李梅,\'+8613800138000,换了手机,')]).toEqual([true, false, true]);
  expect(await api.exports.get({ id: whole.id })).toMatchObject({ state: 'ready', kind: 'waiting', done: 2, revealed: true, reason: '回访', canName: false });
  const owner = await t.as('owner');
  const audited = (await owner.audit.list({ objectId: whole.id })).items;
  expect(audited.map(({ call }) => call).sort()).toEqual(['exports.download', 'waiting.export']);
  expect(audited.every(({ fields }) => fields.includes('masked values shown'))).toBe(true);
  const role = await owner.access.createRole({ name: '导出', allow: ['liveCode.read', 'customer.export', 'customer.read', 'org.read'], scope: 'own' });
  await owner.access.assign({ staffId: helper, roleIds: [role.id] });
  const ofA = await t.as('staff', 'selfBuilt', a);
  await owner.access.assign({ staffId: a, roleIds: [role.id] });
  for (const [who, outcome] of [[stranger, 'not_found'], [colleague, 'not_found'], [await t.as('manager'), 'not_allowed'], [ofA, 'accepted']] as const) expect(await refused(who.waiting.export({ ...waitingNow, key: 'waiting-3' }))).toBe(outcome);
  await owner.access.assign({ staffId: helper, roleIds: [] });
  await colleague.waiting.settleMine({ id: row!.id });
  expect([(await colleague.waiting.mine({})).items.length, (await api.waiting.list({ codeId: code.id, state: 'done' })).total, (await api.waiting.list({ codeId: code.id })).total]).toEqual([0, 1, 1]);
  // Done once, they may ask again; then the old one is not put back beside the new.
  await sendForm(t, code.id, word, other.cookie);
  expect(await refused(api.waiting.settle({ id: row!.id, done: false }))).toBe('waiting_again');
  // Whoever was to see to them leaves: they are nobody's again, and that is told.
  const [again] = (await api.waiting.list({ codeId: code.id })).items;
  await api.waiting.assign({ id: again!.id, staffId: helper });
  await t.settle();
  const before = await told();
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: staff[3]!.userId, leave: true });
  await t.settle();
  await t.advance(600_001);
  expect([(await api.waiting.list({ codeId: code.id })).items[0], await told()]).toMatchObject([{ id: again!.id, staff: null }, before + 1]);

  // One changes their mind; one browser sends no end of them; an ended code takes none.
  expect((await sendForm(t, code.id, { takeBack: '1' }, second.cookie)).text).toContain('已撤回');
  expect(await db(t).findOne(LiveCodeWaiting, { id: noted!.id })).toBeNull();
  expect([(await fetchFile(covered.id)).status, (await api.exports.get({ id: whole.id })).state]).toEqual([410, 'removed']);
  const flood: number[] = [];
  for (let n = 0; n < 8; n++) flood.push((await sendForm(t, code.id, { note: `再来 ${n}` }, second.cookie)).status);
  expect([flood.filter((status) => status === 303).length, flood.at(-1)]).toEqual([6, 429]);
  // Every process counts by the same rows, which know no address; who sent them from elsewhere may send no more of them here.
  const tries = await db(t).find(LiveCodeWaitingTry, { visitor: second.cookie.slice('visitor='.length) });
  expect([tries.filter(({ at }) => at > t.clock.now() - 900_000).length, JSON.stringify(tries).includes('127.0')]).toEqual([6, false]);
  const elsewhere = await open(t, `${code.id}/wait`);
  await write(db(t), (tx) => tx.insert(LiveCodeWaitingTry, Array.from({ length: 6 }, () => ({ id: newId('lct'), visitor: elsewhere.cookie.slice('visitor='.length), network: 'another', at: t.clock.now() - 60_000 }))));
  const often = await sendForm(t, code.id, { note: '换个进程' }, elsewhere.cookie);
  expect([often.status, often.text.includes('14 分钟')]).toEqual([429, true]);
  await api.liveCodes.end({ id: code.id });
  await t.settle();
  const ended = await sendForm(t, code.id, word);
  expect([ended.status, ended.text.includes('已停用'), (await open(t, 'lc_01K0000000000000000000000A/wait')).status]).toEqual([200, true, 404]);

  // The person is erased, and what is older than was promised goes by itself.
  const visitor = other.cookie.slice('visitor='.length);
  const { externalUserid } = await t.sandbox.scan(await t.sandbox.newPerson('李梅'), (await api.liveCodes.create({ name: '直加', staffIds: [a] })).qrUrl);
  await t.settle();
  const customer = (await customerByExternalUserid(db(t), externalUserid))!;
  await (await t.as('admin')).identities.add({ customerId: customer.id, kind: 'phone', value: '13800138000' });
  expect((await api.waiting.list({ codeId: code.id, limit: 50 })).items.find(({ phone }) => phone !== '')).toMatchObject({ customer: { id: customer.id } });
  const last = await api.waiting.export({ ...waitingNow, key: 'waiting-4' });
  await t.settle();
  expect((await fetchFile(last.id)).status).toBe(200);
  await (await t.as('owner')).privacy.erase({ customerId: customer.id, name: '李梅' });
  await t.settle();
  expect((await fetchFile(last.id)).status).toBe(410);
  expect([await db(t).count(LiveCodeWaiting, { visitor }), await db(t).count(LiveCodeWaiting, { id: row!.id }), await db(t).count(LiveCodeWaiting, {})]).toEqual([0, 0, 1]);
  await t.advance(7 * 86_400_000 + 3_600_000);
  await t.app.queue.enqueueAlone(t.app.queue.get('liveCode.forgetWaiting')!, { slot: t.clock.now() });
  await t.settle();
  expect([await db(t).count(LiveCodeWaiting, {}), await db(t).count(LiveCodeWaitingTry, {})]).toEqual([0, 0]);
});
