import type { JobContext } from '../../core/jobs/define';
import { getDepartment } from '../../wecom/api/contact';
import { WeComError } from '../../wecom/errors';
import type { Staff } from './entity';
import { staffByUserIds } from './staff';

/** Who leads the departments of a staff member, but for themselves. WeCom names them for each department; a suite may not ask. https://developer.work.weixin.qq.com/document/path/95351 */
export async function leadersOf({ db, corpId, wecom, log }: Pick<JobContext, 'db' | 'corpId' | 'wecom' | 'log'>, staff: Staff): Promise<Staff[]> {
  const userIds: string[] = [];
  for (const departmentId of staff.departmentIds) {
    try {
      userIds.push(...(await getDepartment(await wecom(corpId), departmentId)).department.department_leader);
    } catch (error) {
      if (!(error instanceof WeComError) || ['retry', 'token', 'wait', 'again-later'].includes(error.reaction)) throw error;
      log.warn({ err: error, departmentId }, 'cannot read who leads a department');
    }
  }
  return [...(await staffByUserIds(db, userIds)).values()].filter((one) => one.id !== staff.id);
}
