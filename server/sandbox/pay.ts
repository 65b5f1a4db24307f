import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiCall, SandboxPacket } from './control';
import type { Context } from './context';
import type { RedPacket, World } from './model';
import { stableId } from './crypto';
import { demo } from './demo';
import { changed, Impossible, say } from './friends';
import { readBody, sendBytes, sendJson } from './http';
import { xml } from './xml';

/** https://developer.work.weixin.qq.com/document/path/90275 */
const limits = { least: 100, most: 20_000, personDay: 10, personDayFen: 100_000, merchantDayFen: 100_000_000 };
const unclaimedMs = 24 * 3_600_000;
const beginning = 100_000;
const paths = { send: '/mmpaymkttransfers/sendworkwxredpack', query: '/mmpaymkttransfers/queryworkwxredpack' } as const;

type Fields = Record<string, string>;

class Refused extends Error {
  constructor(readonly code: string, readonly detail: string) {
    super(code);
  }
}

/** WeChat Pay for companies: answers HTTP 200 and says in XML what it thinks. */
export async function servePay(ctx: Context, request: IncomingMessage, reply: ServerResponse, path: string, record: (call: ApiCall) => void): Promise<void> {
  const noted: ApiCall = { id: ctx.nextId('c'), at: ctx.clock.now(), corp: null, method: 'POST', path, errcode: 0, ms: 0 };
  const work = Object.values(paths).includes(path as never) ? (path === paths.send ? send : query) : null;
  if (!work) return sendJson(reply, 404, { error: `the sandbox has no ${path}` });
  const broken = ctx.faults.take(path, ['http500', 'drop']);
  const isLost = broken?.effect === 'drop' && broken.value === 1;
  if (broken && !isLost) {
    record({ ...noted, errcode: -1 });
    if (broken.effect === 'drop') request.socket.destroy();
    else sendJson(reply, 500, { error: 'fault dial' });
    return;
  }
  const answer = await respond(ctx, request, path, work);
  record({ ...noted, errcode: answer.result_code === 'SUCCESS' ? 0 : 1 });
  if (isLost) request.socket.destroy();
  else sendBytes(reply, Buffer.from(xml(answer)), 'text/xml; charset=utf-8');
}

async function respond(ctx: Context, request: IncomingMessage, path: string, work: (ctx: Context, fields: Fields, fails: boolean) => Fields): Promise<Fields> {
  try {
    const fields = readFields((await readBody(request, 100_000)).toString('utf8'));
    if (sign(fields, `key=${demo.merchant.apiKey}`) !== fields.sign) throw new Refused('SIGN_ERROR', '签名错误');
    if (fields.mch_id !== demo.merchant.mchId) throw new Refused('PARAM_ERROR', 'mch_id');
    // With value 1 all is done and the answer is unclear all the same. 2 refuses this person, 3 makes an order that fails.
    const fault = ctx.faults.take(path, ['errcode']);
    if (fault?.value === 0) throw new Refused('SYSTEMERROR', '系统繁忙，请稍后再试');
    if (fault?.value === 2) throw new Refused('NO_AUTH', '发放失败，此请求可能存在风险，已被微信拦截');
    settleReturns(ctx);
    const answer = { return_code: 'SUCCESS', return_msg: 'ok', result_code: 'SUCCESS', ...work(ctx, fields, fault?.value === 3) };
    if (fault) throw new Refused('SYSTEMERROR', '系统繁忙，请稍后再试');
    return { ...answer, sign: sign(answer, `key=${demo.merchant.apiKey}`) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { return_code: 'SUCCESS', return_msg: error.detail, result_code: 'FAIL', err_code: error.code, err_code_des: error.detail };
  }
}

function send(ctx: Context, fields: Fields, fails: boolean): Fields {
  const signed = Object.fromEntries(['act_name', 'mch_billno', 'mch_id', 'nonce_str', 're_openid', 'total_amount', 'wxappid'].map((name) => [name, fields[name] ?? '']));
  if (sign(signed, `secret=${demo.merchant.workSecret}`) !== fields.workwx_sign) throw new Refused('SIGN_ERROR', 'workwx_sign 错误');
  const { mch_billno: billNo = '', re_openid: openid = '', wishing = '', act_name: title = '', remark = '', sender_name: sender = '' } = fields;
  const fen = Number(fields.total_amount);
  if (!/^[0-9a-zA-Z]{1,28}$/.test(billNo) || !Number.isSafeInteger(fen) || fen < 1 || !wishing || !title || !remark || !sender) throw new Refused('PARAM_ERROR', '参数错误');
  const before = packetsOf(ctx.world)[billNo];
  if (before) {
    if (before.fen !== fen || before.openid !== openid) throw new Refused('FATAL_ERROR', '两次请求参数不一致');
    if (before.failedAt !== undefined) throw new Refused('SEND_FAILED', '红包发放失败，请更换单号再重试');
    return taken(before);
  }
  if ((fen < limits.least || fen > limits.most) && !fields.scene_id) throw new Refused('MONEY_LIMIT', '红包金额发放限制');
  const corp = Object.values(ctx.world.corps).find(({ plainId }) => plainId === fields.wxappid);
  const person = corp && Object.keys(ctx.world.people).find((id) => openidOf(corp.plainId, id) === openid);
  if (!corp || !person) throw new Refused('OPENID_ERROR', 'openid 和 appid 不匹配');
  const now = ctx.clock.now();
  const today = Object.values(packetsOf(ctx.world)).filter((one) => !one.failedAt && dayOf(one.at) === dayOf(now));
  const theirs = today.filter((one) => one.person === person);
  if (theirs.length >= limits.personDay) throw new Refused('SENDNUM_LIMIT', '该用户今日领取红包个数超过限制');
  if (sum(theirs) + fen > limits.personDayFen) throw new Refused('RCVDAMOUNT_LIMIT', '该用户今日领取金额超过限制');
  if (sum(today) + fen > limits.merchantDayFen) throw new Refused('SENDAMOUNT_LIMIT', '商户号今日发放金额超过限制');
  const merchant = merchantOf(ctx.world);
  if (merchant.balance < fen) throw new Refused('NOTENOUGH', '帐号余额不足，请到商户平台充值后再重试');
  const packet: RedPacket = { billNo, corp: corp.key, person, openid, fen, wish: wishing, title, sender, at: now, claimedAt: null, returnedAt: null, ...(fails && { failedAt: now }) };
  packetsOf(ctx.world)[billNo] = packet;
  if (fails) throw new Refused('SEND_FAILED', '红包发放失败，请更换单号再重试');
  merchant.balance -= fen;
  tellPhone(ctx, packet, `${sender} 发来红包：${wishing}`);
  return taken(packet);
}

const taken = (packet: RedPacket): Fields => ({ mch_billno: packet.billNo, mch_id: demo.merchant.mchId, re_openid: packet.openid, total_amount: String(packet.fen), send_listid: stableId('1000', 28, 'packet', packet.billNo) });

function query(ctx: Context, fields: Fields): Fields {
  const packet = packetsOf(ctx.world)[fields.mch_billno ?? ''];
  if (!packet) throw new Refused('NOT_FOUND', '指定单号数据不存在');
  const { billNo, fen, at, claimedAt, returnedAt, failedAt } = packet;
  return {
    mch_billno: billNo, mch_id: demo.merchant.mchId, detail_id: stableId('1000', 28, 'packet', billNo), status: failedAt ? 'FAILED' : claimedAt ? 'RECEIVED' : returnedAt ? 'REFUND' : 'SENT', send_type: 'API', total_amount: String(fen), send_time: timeText(at),
    ...(claimedAt && { openid: packet.openid, amount: String(fen), rcv_time: timeText(claimedAt) }), ...(returnedAt && { refund_time: timeText(returnedAt), refund_amount: String(fen) }),
  };
}

/** What nobody claimed in time is the merchant's again. */
function settleReturns(ctx: Context): void {
  for (const packet of Object.values(packetsOf(ctx.world))) {
    if (packet.claimedAt || packet.returnedAt || packet.failedAt || ctx.clock.now() - packet.at < unclaimedMs) continue;
    packet.returnedAt = packet.at + unclaimedMs;
    merchantOf(ctx.world).balance += packet.fen;
    ctx.store.touch();
  }
}

export function listPackets(ctx: Context, person: string): SandboxPacket[] {
  settleReturns(ctx);
  return Object.values(packetsOf(ctx.world)).filter((one) => !one.failedAt && (!person || one.person === person))
    .map(({ billNo, corp, person: who, fen, wish, sender, at, claimedAt, returnedAt }) => ({ id: billNo, corp, person: who, fen, wish, sender, at, state: claimedAt ? 'claimed' as const : returnedAt ? 'returned' as const : 'open' as const })).reverse();
}

export function claimPacket(ctx: Context, id: string): SandboxPacket {
  settleReturns(ctx);
  const packet = packetsOf(ctx.world)[id];
  if (!packet || packet.failedAt) throw new Impossible('没有这个红包');
  if (packet.returnedAt) throw new Impossible('红包超过 24 小时没有领取，已退回');
  if (packet.claimedAt) throw new Impossible('这个红包已经领过了');
  packet.claimedAt = ctx.clock.now();
  tellPhone(ctx, packet, `你领取了 ${packet.sender} 的红包，${(packet.fen / 100).toFixed(2)} 元`);
  return listPackets(ctx, packet.person).find((one) => one.id === id)!;
}

/** Fen. `balance` left out: as it is. */
export function setBalance(ctx: Context, balance: number | null): { balance: number } {
  settleReturns(ctx);
  const merchant = merchantOf(ctx.world);
  if (balance !== null) merchant.balance = balance;
  ctx.store.touch();
  return { balance: merchant.balance };
}

/** WeChat tells it in a notice of its own; here the note stands in the chat with whoever was added last. */
function tellPhone(ctx: Context, { corp, person }: RedPacket, text: string): void {
  ctx.store.touch();
  const [one] = Object.values(ctx.world.friendships).filter((each) => each.corp === corp && each.person === person && each.customerHasStaff).sort((a, b) => b.addedAt - a.addedAt);
  if (!one) return;
  say(ctx, one, 'system', text);
  changed(ctx, one);
}

const packetsOf = (world: World): Record<string, RedPacket> => (world.redPackets ??= {});
const merchantOf = (world: World): { balance: number } => (world.merchant ??= { balance: beginning });
export const openidOf = (plainId: string, person: string): string => stableId('o', 27, 'pay', plainId, person);
const sum = (packets: RedPacket[]) => packets.reduce((all, { fen }) => all + fen, 0);
const beijing = (at: number) => new Date(at + 8 * 3_600_000).toISOString();
const dayOf = (at: number) => beijing(at).slice(0, 10);
const timeText = (at: number) => beijing(at).slice(0, 19).replace('T', ' ');

/** MD5 over what is not empty, by name: https://pay.weixin.qq.com/doc/v2/merchant/4011985891 */
function sign(fields: Fields, ending: string): string {
  const text = Object.entries(fields).filter(([name, value]) => name !== 'sign' && value !== '').sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}&`).join('');
  return createHash('md5').update(text + ending).digest('hex').toUpperCase();
}

function readFields(text: string): Fields {
  const nodes = text.matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g);
  return Object.fromEntries([...nodes].map(([, name, quoted, plain]) => [name, quoted ?? plain ?? '']));
}
