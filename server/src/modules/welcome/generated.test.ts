import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acquaintances, ruleTargets, sceneOfAddWay, scenes } from '@scrm/shared/welcome-rule';
import type { WechatUser } from '../../../sandbox/control';
import { testApp } from '../../../test/app';
import { departmentPath, Staff } from '../org';

const hour = 3_600_000;
const additions = 48;
const someScenes = scenes.filter((scene) => ['card', 'phone', 'group', 'liveCode'].includes(scene));

const window = fc.record({
  days: fc.subarray(['workday', 'weekend', 'holiday'] as const, { minLength: 1 }), from: fc.integer({ min: 0, max: 23 }).map((at) => at * 60), to: fc.integer({ min: 1, max: 24 }).map((at) => at * 60),
}).filter(({ from, to }) => from !== to);
const draft = fc.record({
  target: fc.constantFrom(...ruleTargets), aim: fc.nat({ max: 9 }), windows: fc.array(window, { minLength: 1, maxLength: 2 }), scenes: fc.boolean().chain((any) => fc.subarray(any ? [] : someScenes)),
  acquaintance: fc.constantFrom(null, null, ...acquaintances), isTagged: fc.boolean(), card: fc.boolean(), enabled: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
});
const meeting = fc.record({ hours: fc.integer({ min: 1, max: 13 }), code: fc.constantFrom(-1, -1, 0, 1), addWay: fc.constantFrom(1, 2, 3, 4), who: fc.constantFrom('stranger', 'back', 'backTagged', 'colleague'), flip: fc.nat({ max: 99 }) });

test('WL-01 WL-02 WL-03 WL-04 whatever rules there are, the simulator says beforehand what is then sent', async () => {
  const t = await testApp();
  let api = await t.as('admin');
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const [rep, colleague] = await db.find(Staff, { state: 'active', canReceive: true }, { order: { id: 'ASC' }, take: 2 });
  const tag = (await api.tags.list()).items[0]!.tags[0]!.id;
  const codes = [await api.liveCodes.create({ name: '有话', staffIds: [rep!.id], welcome: { text: '活码', attachments: [] } }), await api.liveCodes.create({ name: '没话', staffIds: [rep!.id] })];
  const path = await departmentPath(db, rep!);
  const aims = { company: [[]], staff: [[rep!.id], [colleague!.id]], department: path.map((id) => [String(id)]), code: [[codes[0]!.id], [codes[1]!.id], codes.map(({ id }) => id)] };
  const link = { kind: 'link' as const, title: '活动', url: 'https://example.com/event' };
  const rules: string[] = [];
  for (const [nth, { target, aim, isTagged, card, ...rest }] of fc.sample(draft, { seed: 20260901, numRuns: 26 }).entries()) {
    const { id } = await api.welcomeRules.create({ ...rest, name: `规则 ${nth}`, target, targetIds: aims[target][aim % aims[target].length]!, tagIds: isTagged ? [tag] : [], message: { text: `${nth} {customer} {staff}`, attachments: card ? [link] : [] } });
    rules.push(id);
  }

  const heard = async (person: WechatUser) => (await t.sandbox.chat(person, rep!.userId)).filter(({ byApp }) => byApp).map(({ kind, text }) => (kind === 'text' ? text : kind));
  const add = (person: WechatUser, userid: string, addWay: number) => t.control('POST', '/sandbox/add', { corp: 'selfBuilt', userid, person: person.id, addWay });
  const seen = new Map<string, number>();
  for (const [nth, { hours, code, addWay, who, flip }] of fc.sample(meeting, { seed: 7, numRuns: additions }).entries()) {
    api = await t.as('admin');
    if (flip % 5 === 0) await api.welcomeRules.switch({ id: rules[flip % rules.length]!, enabled: flip % 2 === 0 });
    const person = await t.sandbox.newPerson(`客户${nth}`);
    if (who !== 'stranger') {
      const first = who === 'colleague' ? colleague! : rep!;
      await add(person, first.userId, 1);
      await t.settle();
      const { id } = (await api.customers.list({ keyword: person.name, limit: 50 })).items.find(({ name }) => name === person.name)!;
      if (who === 'backTagged') await api.customers.tag({ id, staffId: rep!.id, add: [tag] });
      if (who !== 'colleague') await t.sandbox.unfriend(person, rep!.userId, 'customer');
    }
    await t.advance(hours * hour);
    api = await t.as('admin');
    const known = who === 'stranger' ? undefined : (await api.customers.list({ keyword: person.name, limit: 50 })).items.find(({ name }) => name === person.name)!;
    const by = code >= 0 ? { liveCodeId: codes[code]!.id } : { scene: sceneOfAddWay(addWay) };
    const { message, contenders } = await api.welcomeRules.simulate({ staffId: rep!.id, at: t.clock.now(), ...by, ...(known && { customerId: known.id }) });
    const before = who.startsWith('back') ? (await heard(person)).length : 0;
    if (code >= 0) await t.sandbox.scan(person, codes[code]!.qrUrl);
    else await add(person, rep!.userId, addWay);
    await t.settle();
    const foretold = message ? [message.text.replace('{customer}', person.name), ...message.attachments.map(({ kind }) => kind)] : [];
    expect((await heard(person)).slice(before), `${nth} ${JSON.stringify({ code, addWay, who, contenders: contenders.map(({ name, verdict }) => `${name} ${verdict}`) })}`).toEqual(foretold);
    const chosen = contenders.find(({ verdict }) => verdict === 'chosen');
    seen.set(chosen?.target ?? 'nobody', (seen.get(chosen?.target ?? 'nobody') ?? 0) + 1);
  }
  // Not all the same: each level greets some.
  expect([...seen.keys()]).toEqual(expect.arrayContaining([...ruleTargets]));
});
