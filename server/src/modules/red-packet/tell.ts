import { In } from 'typeorm';
import { certificateDays } from '@scrm/shared/red-packet-kind';
import type { JobContext } from '../../core/jobs/define';
import { sendTextCard, type TextCard } from '../../wecom/api/message';
import { payReason } from '../../wechat/pay-errors';
import { liveCodesByIds } from '../live-code';
import { Staff } from '../org';
import { accountOf, daysLeft } from './account';
import type { RedPacketAccount } from './entity';

type Why = 'short' | 'refused' | 'budget' | 'certificate';

/** Tells those who look after the money that nothing is sent any more, or soon will not be. */
export async function tellStaff(context: JobContext, { why, liveCodeId }: { why: Why; liveCodeId: string }): Promise<void> {
  const { db, corpId } = context;
  const account = await accountOf(db);
  const staff = account ? await db.find(Staff, { id: In(account.alertStaffIds), state: 'active' }) : [];
  const card = account && staff.length > 0 ? await cardOf(context, account, why, liveCodeId) : null;
  if (!card) return;
  await sendTextCard(await context.wecom(corpId), staff.map(({ userId }) => userId), card);
}

/** Null: it is mended already. */
async function cardOf({ db, clock, publicUrl }: JobContext, { state, problem, certificateEndsAt }: RedPacketAccount, why: Why, liveCodeId: string): Promise<TextCard | null> {
  const url = `${publicUrl}/admin/red-packets`;
  if (why === 'budget') {
    const name = (await liveCodesByIds(db, [liveCodeId])).get(liveCodeId)?.name;
    return { title: '见面红包预算已用完', description: `活码「${name}」的见面红包今天不再发放，新客户照常添加。`, url: `${publicUrl}/admin/live-codes/${liveCodeId}/edit`, button: '查看' };
  }
  if (why === 'certificate') {
    const left = certificateEndsAt === null ? Infinity : daysLeft(certificateEndsAt, clock.now());
    if (left > certificateDays) return null;
    const title = left < 0 ? '微信支付商户证书已过期' : left === 0 ? '微信支付商户证书今天过期' : `微信支付商户证书 ${left} 天后过期`;
    return { title, description: '过期后见面红包发不出去。请在商户平台更新证书，再填到后台的商户号设置里。', url, button: '去更新' };
  }
  if (state !== why) return null;
  return { title: '见面红包已停止发放', description: `${payReason(problem, 'zh')}。处理好后请在后台恢复发放，等待中的红包会继续发出。`, url, button: '去处理' };
}
