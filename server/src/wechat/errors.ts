import type { ErrorCode } from '@scrm/shared/error';

/** What an errcode means to the person who waits. https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html */
const codes: Record<number, ErrorCode> = {
  // Wrong or too old; used before.
  40029: 'mini_code_spent',
  40163: 'mini_code_spent',
  // WeChat takes this account for a risk.
  40226: 'mini_user_refused',
  45011: 'wechat_busy',
  [-1]: 'wechat_busy',
};

/** WeChat answered, and the answer is no. */
export class WechatError extends Error {
  /** The sentence for people. */
  readonly code: ErrorCode;

  constructor(readonly errcode: number, readonly api: string, errmsg: string) {
    super(`WeChat answered ${errcode} (${api}): ${errmsg.slice(0, 200)}`);
    this.name = 'WechatError';
    this.code = codes[errcode] ?? 'wechat_failed';
  }
}

/** No answer, or none that WeChat gives. */
export class WechatUnreachable extends Error {
  constructor(readonly api: string, readonly reason: string) {
    super(`WeChat cannot be reached (${api}): ${reason}`);
    this.name = 'WechatUnreachable';
  }
}
