import { expect, test } from 'vitest';
import type { PacketRuleInput } from '@scrm/shared/red-packet';
import type { SandboxPacket, WechatUser } from '../../../sandbox/control';
import { testApp, type TestApp } from '../../../test/app';
import { RedPacketAccount } from './entity';
import { lookAfter, sendPacket } from './orders';

type Api = Awaited<ReturnType<TestApp['as']>>;

const merchant = { mchId: '1900000109', appId: 'ww5f0c6e21d9a84b73', senderName: '青禾教育', personFen: 20_000, dayFen: 100_000, updatedAt: null };
const secrets = { apiKey: 'sandboxMerchantApiKey00000000001', workSecret: 'sandbox-work-pay-secret-0001' };
const today = { from: '2026-09-01', to: '2026-09-30' };
const sendPath = '/mmpaymkttransfers/sendworkwxredpack';
const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);

async function begin() {
  const t = await testApp();
  const api = await t.as('admin');
  const [one, two] = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const code = async (name: string, staffId = one!.id) => api.liveCodes.create({ name, staffIds: [staffId], welcome: { text: '你好 {customer}' } });
  const ruleOf = (liveCodeId: string, fields: Partial<PacketRuleInput & { updatedAt: number | null }> = {}) => ({ liveCodeId, isOn: true, minFen: 150, maxFen: 150, dayFen: 400, totalFen: 1000, title: '见面礼', wish: '很高兴认识你', updatedAt: null, ...fields });
  return { t, api, one: one!, two: two!, code, ruleOf };
}

/** Long enough for the welcome to be out and for what follows it. */
async function add(t: TestApp, person: WechatUser, qr: string) {
  const { userid } = await t.sandbox.scan(person, qr);
  await t.settle();
  await t.advance(3000);
  return userid;
}
const onPhone = (t: TestApp, person: WechatUser) => t.control<SandboxPacket[]>('GET', `/sandbox/red-packets?person=${person.id}`);
const balanceOf = async (t: TestApp) => (await t.control<{ balance: number }>('POST', '/sandbox/merchant', {})).balance;
const toldOf = async (t: TestApp, userId: string) => (await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${userId}`)).map(({ title }) => title).filter((title) => title.includes('红包'));
const certificateCards = async (t: TestApp, userId: string) => (await t.control<{ title: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${userId}`)).map(({ title }) => title).filter((title) => title.includes('证书'));
const lookAll = async (t: TestApp) => {
  await t.app.queue.enqueueAlone(t.app.queue.get('redPacket.lookAll')!, { slot: t.clock.now() });
  await t.settle();
};

/** Every fen that left the merchant is in the ledger, and every figure is the sum of the list behind it. */
async function reconciled(t: TestApp, api: Api, beginning: number) {
  const { total, days } = await api.redPackets.days(today);
  const { items } = await api.redPackets.packets({ ...today, limit: 200 });
  for (const state of ['wanted', 'sent', 'claimed', 'returned', 'failed', 'skipped'] as const) {
    const rows = items.filter((one) => one.state === state);
    const sum = { count: rows.length, fen: rows.reduce((all, one) => all + one.amountFen, 0) };
    expect(total[state]).toEqual(sum);
    expect((await api.redPackets.packets({ ...today, state })).total).toBe(sum.count);
  }
  expect(total.usedFen).toBe(total.wanted.fen + total.sent.fen + total.claimed.fen);
  expect(days.reduce((all, one) => all + one.usedFen, 0)).toBe(total.usedFen);
  expect(beginning - await balanceOf(t)).toBe(total.sent.fen + total.claimed.fen);
  return total;
}

test('LC-10 whoever adds by the code gets one packet after the welcome and once ever, within the budgets, and what nobody claims comes back', async () => {
  const { t, api, one, two, code, ruleOf } = await begin();
  const hall = await code('展会');
  expect(await errorOf(api.redPackets.saveRule(ruleOf(hall.id)))).toBe('red_packet_no_account');
  expect(await errorOf(api.redPackets.saveAccount(merchant))).toBe('red_packet_secrets');
  expect(await errorOf(api.redPackets.saveAccount({ ...merchant, ...secrets, certificate: 'not a certificate', certificateKey: 'x' }))).toBe('red_packet_certificate');
  await api.redPackets.saveAccount({ ...merchant, ...secrets, alertStaffIds: [one.id] });
  const { account, suggestedAppId } = await api.redPackets.account();
  expect([account!.state, account!.hasApiKey, account!.hasWorkSecret, suggestedAppId]).toEqual(['active', true, true, merchant.appId]);
  const kept = JSON.stringify([account, await t.app.database.corp(t.corps.selfBuilt.id).find(RedPacketAccount)]);
  for (const secret of Object.values(secrets)) expect(kept).not.toContain(secret);
  expect(await errorOf((await t.as('operator')).redPackets.saveRule(ruleOf(hall.id)))).toBe('not_allowed');
  expect(await errorOf(api.redPackets.saveAccount({ ...merchant, mchId: '1900000110' }))).toBe('stale_edit');

  // WeChat forbids to pay for shares; whoever stands by the words says so.
  await expect(api.redPackets.saveRule(ruleOf(hall.id, { wish: '转 发 朋友圈有礼' }))).rejects.toMatchObject({ code: 'red_packet_wording', data: { words: '「转发」「朋友圈」' } });
  for (const wrong of [{ minFen: 99 }, { minFen: 200 }, { maxFen: 20_001 }]) expect(await errorOf(api.redPackets.saveRule(ruleOf(hall.id, wrong)))).toBe('red_packet_amount');
  expect(await errorOf(api.redPackets.saveRule(ruleOf(hall.id, { dayFen: 149 })))).toBe('red_packet_budget');
  await api.redPackets.saveRule(ruleOf(hall.id, { wish: '转发有礼', acknowledged: true }));
  const loud = (await api.redPackets.rule({ liveCodeId: hall.id })).rule!;
  expect(loud.words).toEqual(['转发']);
  await api.redPackets.saveRule(ruleOf(hall.id, { updatedAt: loud.updatedAt }));
  // The welcome changes afterwards.
  await api.liveCodes.update({ id: hall.id, name: '展会', staffIds: [one.id], welcome: { text: '分享给好友' }, updatedAt: hall.updatedAt });
  const changed = await api.liveCodes.get({ id: hall.id });
  expect((await api.redPackets.rule({ liveCodeId: hall.id })).rule).toMatchObject({ words: [], newWords: ['分享'] });
  await api.liveCodes.update({ id: hall.id, name: '展会', staffIds: [one.id], welcome: { text: '你好 {customer}' }, updatedAt: changed.updatedAt });
  const beginning = await balanceOf(t);

  const mei = await t.sandbox.newPerson('小梅');
  const userid = await add(t, mei, hall.qrUrl);
  expect((await t.sandbox.chat(mei, userid)).map(({ text }) => text).slice(1)).toEqual(['你好 小梅', '青禾教育 发来红包：很高兴认识你']);
  const [packet] = await onPhone(t, mei);
  expect(packet).toMatchObject({ fen: 150, state: 'open' });
  await t.control('POST', '/sandbox/red-packets/claim', { id: packet!.id });
  const [row] = (await api.redPackets.packets(today)).items;
  expect(row).toMatchObject({ billNo: packet!.id, day: '2026-09-01', amountFen: 150, state: 'sent', liveCode: { name: '展会' }, staff: { id: one.id }, customer: { name: '小梅' } });
  expect(await api.redPackets.check({ id: row!.id })).toMatchObject({ state: 'claimed', settledAt: t.clock.now() });

  // The same news again, the same person again, by another code, and as somebody who turns out to be the same person.
  await t.sandbox.repeatLastCallback();
  await t.settle();
  await t.sandbox.unfriend(mei, userid, 'customer');
  await t.settle();
  await t.advance(1000);
  await add(t, mei, hall.qrUrl);
  const shop = await code('门店', two.id);
  await api.redPackets.saveRule(ruleOf(shop.id));
  await add(t, mei, shop.qrUrl);
  expect(await onPhone(t, mei)).toHaveLength(1);
  const twin = await t.sandbox.newPerson('小梅的另一个微信');
  await t.control('POST', '/sandbox/add', { corp: 'selfBuilt', userid: one.userId, person: twin.id });
  await t.settle();
  const [other] = (await api.customers.list({ keyword: '另一个微信' })).items;
  await api.merges.merge({ survivorId: other!.id, otherId: row!.customer!.id });
  await t.settle();
  await add(t, twin, shop.qrUrl);
  expect(await onPhone(t, twin)).toEqual([]);

  // The day's budget of this code is for two; those who look after it are told once.
  const people = await Promise.all(['甲', '乙', '丙'].map((name) => t.sandbox.newPerson(name)));
  for (const person of people) await add(t, person, hall.qrUrl);
  expect((await Promise.all(people.map((person) => onPhone(t, person)))).map((all) => all.length)).toEqual([1, 0, 0]);
  expect(await toldOf(t, one.userId)).toEqual(['见面红包预算已用完']);
  expect((await reconciled(t, api, beginning)).sent).toEqual({ count: 1, fen: 150 });

  // The next day there is money again, and what nobody claimed is the budget's again.
  await t.advance(86_400_000);
  await lookAll(t);
  const next = await t.as('admin');
  const after = await reconciled(t, next, beginning);
  expect([after.claimed, after.returned, after.usedFen]).toEqual([{ count: 1, fen: 150 }, { count: 1, fen: 150 }, 150]);
  expect((await next.redPackets.rule({ liveCodeId: hall.id })).rule).toMatchObject({ usedTodayFen: 0, usedFen: 150 });
  await add(t, await t.sandbox.newPerson('丁'), hall.qrUrl);
  const file = await next.redPackets.export({ ...today, key: 'red-packets-1', format: 'csv' });
  await t.settle();
  expect(await next.exports.get({ id: file.id })).toMatchObject({ state: 'ready', total: 3, done: 3 });
  // With whoever is erased the file goes, the packet stays in the books.
  const erased = (await next.redPackets.packets(today)).items[0]!;
  await (await t.as('owner')).privacy.erase({ customerId: erased.customer!.id, name: '丁' });
  await t.settle();
  expect([(await next.exports.get({ id: file.id })).state, (await next.redPackets.packets(today)).items[0]]).toMatchObject(['removed', { id: erased.id, customer: null, amountFen: erased.amountFen }]);
  // Only who is new to the company: somebody whom another member had before, and who left, is written down and gets none.
  const elder = await t.sandbox.newPerson('老客户');
  await t.control('POST', '/sandbox/add', { corp: 'selfBuilt', userid: two.userId, person: elder.id });
  await t.settle();
  await t.advance(120_000);
  await t.sandbox.unfriend(elder, two.userId, 'customer');
  await t.settle();
  const open = (await next.redPackets.rule({ liveCodeId: hall.id })).rule!;
  await next.redPackets.saveRule(ruleOf(hall.id, { onlyNew: true, updatedAt: open.updatedAt }));
  await add(t, elder, hall.qrUrl);
  await t.sandbox.repeatLastCallback();
  await t.settle();
  const fresh = await t.sandbox.newPerson('新客户');
  await add(t, fresh, hall.qrUrl);
  expect([(await onPhone(t, elder)).length, (await onPhone(t, fresh)).length]).toEqual([0, 1]);
  expect((await next.redPackets.packets({ ...today, state: 'skipped' })).items).toMatchObject([{ customer: { name: '老客户' }, amountFen: 0, billNo: '', problem: '以前就是企业的客户，只给新客户发' }]);
  // By a code that is for everybody they may have one still.
  await add(t, elder, shop.qrUrl);
  expect(await onPhone(t, elder)).toHaveLength(1);
  // Where the company's days begin by another clock it is still the day before: a packet stays on the day whose budget it took.
  await next.calendar.save({ items: [], timeZone: 'America/New_York', updatedAt: 0 });
  expect((await next.redPackets.rule({ liveCodeId: hall.id })).rule).toMatchObject({ usedTodayFen: 150 });
  await add(t, await t.sandbox.newPerson('己'), hall.qrUrl);
  expect((await next.redPackets.packets(today)).items[0]).toMatchObject({ day: '2026-09-01', amountFen: 150 });
  expect((await next.redPackets.rule({ liveCodeId: hall.id })).rule).toMatchObject({ usedTodayFen: 300 });
  // Off is off, and another company knows nothing of all this.
  const rule = (await next.redPackets.rule({ liveCodeId: hall.id })).rule!;
  await next.redPackets.saveRule(ruleOf(hall.id, { isOn: false, updatedAt: rule.updatedAt }));
  const late = await t.sandbox.newPerson('戊');
  await add(t, late, hall.qrUrl);
  expect(await onPhone(t, late)).toEqual([]);
  await reconciled(t, next, beginning);
});

test('LC-10 a packet is paid once whatever happens between the order and its answer, and a balance that is short stops all of them until somebody goes on', async () => {
  const { t, api, one, code, ruleOf } = await begin();
  await api.redPackets.saveAccount({ ...merchant, ...secrets, alertStaffIds: [one.id] });
  const hall = await code('展会');
  await api.redPackets.saveRule(ruleOf(hall.id, { minFen: 100, maxFen: 188, dayFen: 100_000, totalFen: 100_000 }));
  const beginning = await balanceOf(t);
  const come = async (name: string) => {
    const person = await t.sandbox.newPerson(name);
    await add(t, person, hall.qrUrl);
    return person;
  };
  const rowOf = async (index = 0) => (await api.redPackets.packets(today)).items[index]!;
  const corpId = t.corps.selfBuilt.id;
  const again = async (id: string) => {
    await t.app.database.write(corpId, async (tx) => {
      await tx.enqueue(sendPacket, { id });
      await tx.enqueue(sendPacket, { id });
      await tx.enqueue(lookAfter, { id });
    });
    await t.settle();
  };

  // Paid, and the answer is lost: the number is asked for, not paid once more.
  await t.sandbox.fault(sendPath, 'drop', 1);
  const lost = await come('丢了答复');
  expect(await rowOf()).toMatchObject({ state: 'wanted' });
  await t.advance(10_000);
  expect(await rowOf()).toMatchObject({ state: 'sent' });
  expect(await onPhone(t, lost)).toHaveLength(1);
  // Busy after it was paid, and cut off before anything was done.
  await t.sandbox.fault(sendPath, 'errcode', 1);
  const busy = await come('系统繁忙');
  expect(await rowOf()).toMatchObject({ state: 'wanted', problem: expect.stringContaining('没有给出明确结果') });
  await t.sandbox.fault(sendPath, 'drop', 0);
  const cut = await come('没送到');
  await t.advance(60_000);
  for (const person of [lost, busy, cut]) expect(await onPhone(t, person)).toHaveLength(1);
  for (const index of [0, 1, 2]) await again((await rowOf(index)).id);
  expect((await reconciled(t, api, beginning)).sent.count).toBe(3);

  // A worker that died between the order and its answer leaves a number that may be paid.
  await t.sandbox.fault(sendPath, 'drop', 1);
  const killed = await come('进程被杀');
  const { id } = await rowOf();
  await again(id);
  expect(await onPhone(t, killed)).toHaveLength(1);
  await t.advance(60_000);
  expect(await rowOf()).toMatchObject({ id, state: 'sent' });

  // The balance ends: the packet and those after it wait, the staff are told once, nobody is paid by halves.
  await t.control('POST', '/sandbox/merchant', { balance: 10 });
  const [first, second] = [await come('余额不足一'), await come('余额不足二')];
  const { account } = await api.redPackets.account();
  expect(account).toMatchObject({ state: 'short', problem: expect.stringContaining('余额不足'), waiting: { count: 2 } });
  expect(await toldOf(t, one.userId)).toEqual(['见面红包已停止发放']);
  expect([await onPhone(t, first), await onPhone(t, second)]).toEqual([[], []]);
  // Money under way keeps its merchant.
  expect(await errorOf(api.redPackets.saveAccount({ ...merchant, ...secrets, mchId: '1900000110', updatedAt: account!.updatedAt }))).toBe('red_packet_open');
  await t.control('POST', '/sandbox/merchant', { balance: 10_000 });
  await api.redPackets.resume({ waiting: 'send' });
  expect(await errorOf(api.redPackets.resume({ waiting: 'send' }))).toBe('red_packet_state');
  await t.settle();
  expect([(await onPhone(t, first)).length, (await onPhone(t, second)).length]).toEqual([1, 1]);

  // Given up instead: the money is free, and the person has had none.
  await t.control('POST', '/sandbox/merchant', { balance: 0 });
  const third = await come('不再补发');
  await t.control('POST', '/sandbox/merchant', { balance: 10_000 });
  await api.redPackets.resume({ waiting: 'drop' });
  await t.settle();
  expect(await rowOf()).toMatchObject({ state: 'failed', problem: '恢复发放时选择了不再补发' });
  expect(await onPhone(t, third)).toEqual([]);
  await api.redPackets.pause();
  const fourth = await come('暂停时来');
  await api.redPackets.resume({ waiting: 'send' });
  await t.settle();
  expect(await onPhone(t, fourth)).toEqual([]);

  // A failed one goes out again by hand, once: by its number where WeChat Pay has no order of it, by another where it says that it failed.
  const failed = async () => (await api.redPackets.packets({ ...today, state: 'failed' })).items;
  const dropped = (await failed())[0]!;
  await t.sandbox.fault(sendPath, 'errcode', 2);
  const risky = await come('有风险');
  await t.sandbox.fault(sendPath, 'errcode', 3);
  const broken = await come('发放失败');
  const [spent, refusal] = await failed();
  expect([spent!.problem, refusal!.problem]).toEqual(['微信支付发放失败', '微信支付认为有风险，没有发放']);
  await t.sandbox.fault('/mmpaymkttransfers/queryworkwxredpack', 'drop', 0);
  expect(await errorOf(api.redPackets.sendAgain({ id: refusal!.id }))).toBe('pay_unclear');
  expect((await Promise.all([refusal!, refusal!].map(({ id: one }) => errorOf(api.redPackets.sendAgain({ id: one }))))).sort()).toEqual(['accepted', 'red_packet_not_failed']);
  for (const one of [spent!, dropped]) await api.redPackets.sendAgain({ id: one.id });
  await t.settle();
  for (const person of [risky, broken, third]) expect(await onPhone(t, person)).toHaveLength(1);
  const numberOf = async (one: string) => (await api.redPackets.packets({ ...today, state: 'sent', limit: 100 })).items.find((row) => row.id === one)!.billNo;
  expect([await numberOf(refusal!.id) === refusal!.billNo, await numberOf(dropped.id) === dropped.billNo, await numberOf(spent!.id) === spent!.billNo]).toEqual([true, true, false]);
  expect(await errorOf(api.redPackets.sendAgain({ id: spent!.id }))).toBe('red_packet_not_failed');

  // The certificate's end is told ahead, each time once, and shown.
  await t.app.database.write(corpId, (tx) => tx.update(RedPacketAccount, {}, { certificate: 'sealed', certificateEndsAt: t.clock.now() + 13.5 * 86_400_000 }));
  for (let twice = 0; twice < 2; twice++) await t.app.queue.enqueueAlone(t.app.queue.get('redPacket.lookAtCertificates')!, { slot: t.clock.now() + twice });
  await t.settle();
  expect([await certificateCards(t, one.userId), (await api.redPackets.account()).account!.certificate!.daysLeft]).toEqual([['微信支付商户证书 13 天后过期'], 13]);
  await t.app.database.write(corpId, (tx) => tx.update(RedPacketAccount, {}, { certificate: '', certificateEndsAt: null }));

  // A key that WeChat Pay does not take stops them, too; the right one goes on with the same numbers.
  const { updatedAt } = (await api.redPackets.account()).account!;
  await api.redPackets.saveAccount({ ...merchant, apiKey: 'x'.repeat(32), updatedAt });
  const fifth = await come('密钥错误');
  const refused = (await api.redPackets.account()).account!;
  expect(refused).toMatchObject({ state: 'refused', problem: expect.stringContaining('签名错误'), waiting: { count: 1 } });
  await api.redPackets.saveAccount({ ...merchant, ...secrets, updatedAt: refused.updatedAt });
  await api.redPackets.resume({ waiting: 'send' });
  await t.settle();
  expect(await onPhone(t, fifth)).toHaveLength(1);
  const paid = (await t.control<SandboxPacket[]>('GET', '/sandbox/red-packets')).map(({ fen }) => fen);
  const { total } = await api.redPackets.days(today);
  expect([total.sent.count, total.sent.fen, total.wanted.count]).toEqual([paid.length, paid.reduce((all, fen) => all + fen, 0), 0]);
});
