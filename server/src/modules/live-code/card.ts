import type { ReplyOf } from '@scrm/shared/contract';
import type { liveCodes } from '@scrm/shared/live-code';
import type { Database } from '../../core/db/database';
import { AppError } from '../../core/errors';
import type { CorpDirectory } from '../corp';
import { LiveCode } from './entity';

/** For anyone who knows the id: the company and the picture. The code's name is for those who work here. */
export async function readCard(database: Database, corps: CorpDirectory, id: string): Promise<ReplyOf<(typeof liveCodes)['card']>> {
  const code = await database.everything.findOneBy(LiveCode, { id });
  if (!code) throw new AppError('not_found', { what: '活码' });
  const corp = await corps.get(code.corpId);
  const open = code.deletedAt === null && code.endedAt === null && code.qrUrl !== '' && code.staffIds.length > 0 && corp.state === 'active';
  return { corpName: corp.name, logoUrl: corp.logoUrl, qrUrl: open ? code.qrUrl : '', open, closedText: open ? '' : code.closedText };
}
