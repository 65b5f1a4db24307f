import type { Context } from './context';
import type { CorpKey } from './control';
import type { Friendship, Transfer } from './model';
import { findStaff, friendship } from './context';
import { announceContact, announceTransferFail } from './announce';
import { changed, Impossible, say } from './friends';
import { friendKey } from './seed';

/** https://developer.work.weixin.qq.com/document/path/92125 */
export const day = 86_400_000;
const untilEffect = day;
const window = 90 * day;
const transfersPerWindow = 2;
const refusalsPerWindow = 3;

interface Asked { corp: CorpKey; person: string; from: string; to: string; kind: Transfer['kind']; message: string }

/** Begins a hand-over, or gives the code that WeCom refuses it with. */
export function beginTransfer(ctx: Context, asked: Asked): number {
  const { corp, person, from, to, kind } = asked;
  const one = friendship(ctx, corp, from, person);
  if (!one?.staffHasCustomer || one.pending) return 40131;
  if (from === to) return 40130;
  const earlier = Object.values(ctx.world.transfers).filter((each) => each.corp === corp && each.person === person);
  if (earlier.some((each) => each.state === 'waiting')) return kind === 'onJob' ? 40129 : 40100;
  const recent = earlier.filter((each) => each.at > ctx.clock.now() - window);
  if (recent.filter((each) => each.state === 'done').length >= transfersPerWindow) return 40128;
  if (recent.filter((each) => each.state === 'refused').length >= refusalsPerWindow) return 40128;
  if (isFull(ctx, corp, to)) return 40099;
  const at = ctx.clock.now();
  const transfer: Transfer = { id: ctx.nextId('tr'), corp, person, from, to, kind, at, takesEffectAt: at + untilEffect, state: 'waiting' };
  ctx.world.transfers[transfer.id] = transfer;
  say(ctx, one, 'system', asked.message || noticeOf(ctx, transfer));
  changed(ctx, one);
  arm(ctx, transfer);
  return 0;
}

/** The customer's 「暂不接受」. */
export function refuse(ctx: Context, corp: CorpKey, person: string): void {
  const transfer = Object.values(ctx.world.transfers).find((one) => one.corp === corp && one.person === person && one.state === 'waiting');
  if (!transfer) throw new Impossible('没有正在进行的接替');
  end(ctx, transfer, 'refused');
}

/** Every nth of those who are on their way refuses, so that the share holds among few, too. */
export function refuseShare(ctx: Context, corp: CorpKey, share: number): number {
  const waiting = Object.values(ctx.world.transfers).filter((one) => one.corp === corp && one.state === 'waiting');
  const refusing = waiting.filter((_, at) => Math.floor((at + 1) * share) > Math.floor(at * share));
  for (const transfer of refusing) end(ctx, transfer, 'refused');
  return refusing.length;
}

/** After a restart the waiting ones wait on. */
export function resumeTransfers(ctx: Context): void {
  for (const transfer of Object.values(ctx.world.transfers)) if (transfer.state === 'waiting') arm(ctx, transfer);
}

function arm(ctx: Context, { id, takesEffectAt }: Transfer): void {
  ctx.clock.at(takesEffectAt, () => {
    const transfer = ctx.world.transfers[id];
    if (transfer?.state === 'waiting') takeEffect(ctx, transfer);
  });
}

function takeEffect(ctx: Context, transfer: Transfer): void {
  const { corp, person, from, to, kind } = transfer;
  const given = friendship(ctx, corp, from, person);
  if (!given?.staffHasCustomer || !findStaff(ctx.world.corps[corp], to)) return end(ctx, transfer, 'void');
  if (isFull(ctx, corp, to)) return end(ctx, transfer, 'full');
  const before = friendship(ctx, corp, to, person);
  const wasFriend = before?.staffHasCustomer === true && before.customerHasStaff;
  // WeCom keeps silent where the two knew each other, or where this customer was once taken from the same member.
  const isSilent = wasFriend || Object.values(ctx.world.transfers).some((one) => one.state === 'done' && one.corp === corp && one.person === person && one.from === to);
  transfer.state = 'done';
  Object.assign(given, { staffHasCustomer: false, customerHasStaff: false, pending: false });
  const taken: Friendship = wasFriend ? before : {
    corp, userid: to, person, addedAt: ctx.clock.now(), addWay: 202, state: '', configId: '', operator: to, remark: '', description: '', remarkCompany: '', remarkMobiles: [],
    tagIds: [], customerHasStaff: true, staffHasCustomer: true, pending: false, chatting: false, welcomed: false, welcomeCodes: [],
  };
  ctx.world.friendships[friendKey(corp, to, person)] = taken;
  if (kind === 'onJob') announceContact(ctx, 'del_external_contact', given, false, { Source: 'DELETE_BY_TRANSFER' });
  if (!isSilent) announceContact(ctx, 'add_external_contact', taken);
  say(ctx, taken, 'system', `${nameOf(ctx, corp, to)}已接替${nameOf(ctx, corp, from)}为你服务。`);
  changed(ctx, given);
  changed(ctx, taken);
}

function end(ctx: Context, transfer: Transfer, state: 'refused' | 'full' | 'void'): void {
  transfer.state = state;
  if (state !== 'void') announceTransferFail(ctx, transfer, state === 'refused' ? 'customer_refused' : 'customer_limit_exceed');
  const one = friendship(ctx, transfer.corp, transfer.from, transfer.person);
  if (!one) return;
  if (state === 'refused') say(ctx, one, 'system', '你已选择暂不更换服务人员。');
  changed(ctx, one);
}

export function isFull(ctx: Context, corp: CorpKey, userid: string): boolean {
  const limit = findStaff(ctx.world.corps[corp], userid)?.customerLimit;
  if (limit === undefined) return false;
  return Object.values(ctx.world.friendships).filter((one) => one.corp === corp && one.userid === userid && one.staffHasCustomer).length >= limit;
}

function noticeOf(ctx: Context, { corp, from, to, kind }: Transfer): string {
  const name = nameOf(ctx, corp, to);
  return kind === 'onJob'
    ? `您好，您的服务已升级，后续将由我的同事${name}接替我的工作，继续为您服务。`
    : `${nameOf(ctx, corp, from)}已离职，将由${name}接替，继续为您服务。`;
}

const nameOf = (ctx: Context, corp: CorpKey, userid: string) => ctx.world.corps[corp].staff.find((one) => one.userid === userid)?.name ?? userid;
