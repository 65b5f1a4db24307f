import type { Services } from '../../core/services';
import { AppError } from '../../core/errors';
import type { Database } from '../../core/db/database';
import type { Clock } from '../../core/clock';
import { getAuthInfo, getPermanentCode } from '../../wecom/api/suite-auth';
import { WeComError } from '../../wecom/errors';
import type { Corp } from './entity';
import { installSuite } from './service';

interface Parts extends Services {
  database: Database;
  clock: Clock;
}

/** Invalid or used auth code: https://developer.work.weixin.qq.com/document/path/90455 */
const authCodeSpent = 40078;

/**
 * Trades an auth code for the permanent code. The same code may reach us by the redirect and by `create_auth`: the
 * second trade is refused by WeCom, and that is no failure.
 */
export async function install(parts: Parts, authCode: string): Promise<Corp | null> {
  const { suite, platform, database, secrets, clock } = parts;
  if (!suite) throw new AppError('wecom_not_authorised');
  const granted = await getPermanentCode(platform.suite, authCode).catch((error: unknown) => {
    if (error instanceof WeComError && error.errcode === authCodeSpent) return null;
    throw error;
  });
  if (!granted) return null;
  const wecomCorpId = granted.auth_corp_info.corpid;
  const info = await getAuthInfo(platform.suite, { wecomCorpId, permanentCode: granted.permanent_code });
  return installSuite({ database, secrets, now: clock.now() }, {
    suiteId: suite.suiteId, wecomCorpId, permanentCode: granted.permanent_code,
    name: info.auth_corp_info.corp_name ?? granted.auth_corp_info.corp_name ?? wecomCorpId,
    logoUrl: info.auth_corp_info.corp_square_logo_url ?? '', agentId: info.auth_info?.agent?.[0]?.agentid ?? null,
  });
}
