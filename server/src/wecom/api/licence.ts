import type { ProviderCalls } from '../client';
import { flag, id, int, list, reply, text } from './reply';

/** `type` 1: 基础账号, 2: 互通账号. Times in seconds. */
export const ActiveAccounts = reply({ next_cursor: text, has_more: flag, account_list: list(reply({ userid: id, type: int, active_time: int, expire_time: int })) });
export const AppLicence = reply({ license_status: int, trail_info: reply({ start_time: int, end_time: int }).nullish() });

/** Members of a corp who hold a licence, at most 1,000 a page. https://developer.work.weixin.qq.com/document/path/95544 */
export function listActiveAccounts(provider: ProviderCalls, { wecomCorpId, cursor = '', limit = 1000 }: { wecomCorpId: string; cursor?: string; limit?: number }) {
  return provider.post('/cgi-bin/license/list_actived_account', { corpid: wecomCorpId, limit, cursor }, ActiveAccounts);
}

/** Whether WeCom asks this corp for licences, and until when it tries the app for nothing. https://developer.work.weixin.qq.com/document/path/95844 */
export function getAppLicence(provider: ProviderCalls, { wecomCorpId, suiteId }: { wecomCorpId: string; suiteId: string }) {
  return provider.post('/cgi-bin/license/get_app_license_info', { corpid: wecomCorpId, suite_id: suiteId }, AppLicence);
}
