import { In } from 'typeorm';
import type { JobContext } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { WeComError } from '../../wecom/errors';
import { payReason } from '../../wechat/pay-errors';
import { liveCodesByIds } from '../live-code';
import { Staff } from '../org';
import { accountOf } from './account';

/** https://developer.work.weixin.qq.com/document/path/90236 : no permission for any of the recipients. */
const nobody = 81013;

/** Tells those who look after the money that nothing is sent any more. */
export async function tellStaff(context: JobContext, { why, liveCodeId }: { why: 'short' | 'refused' | 'budget'; liveCodeId: string }): Promise<void> {
  const { db, corpId, publicUrl } = context;
  const account = await accountOf(db);
  const staff = account ? await db.find(Staff, { id: In(account.alertStaffIds), state: 'active' }) : [];
  if (!account || staff.length === 0 || (why !== 'budget' && account.state !== why)) return;
  const name = liveCodeId && (await liveCodesByIds(db, [liveCodeId])).get(liveCodeId)?.name;
  const card = why === 'budget'
    ? { title: '见面红包预算已用完', description: `活码「${name}」的见面红包今天不再发放，新客户照常添加。`, url: `${publicUrl}/admin/live-codes/${liveCodeId}/edit`, button: '查看' }
    : { title: '见面红包已停止发放', description: `${payReason(account.problem, 'zh')}。处理好后请在后台恢复发放，等待中的红包会继续发出。`, url: `${publicUrl}/admin/red-packets`, button: '去处理' };
  await sendTextCard(await context.wecom(corpId), staff.map(({ userId }) => userId), card).catch((error: unknown) => {
    if (!(error instanceof WeComError) || error.errcode !== nobody) throw error;
  });
}
