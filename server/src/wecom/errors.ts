import type { ErrorCode, Language } from '@scrm/shared/error';
import { errcodes, licenceCodes } from './errcodes';
import type { Reaction } from './errcodes';
import { redact } from './redact';

export type { Reaction } from './errcodes';
export type CallbackCode = Extract<ErrorCode, `callback_${string}`>;

/** A callback that is refused; `code` has its HTTP status and sentence in the shared error list. */
export class CallbackError extends Error {
  constructor(readonly code: CallbackCode, readonly detail = '') {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'CallbackError';
  }
}

/** WeCom answered, and the answer is no. `errcode` decides; `errmsg` is only for people and changes at will. */
export class WeComError extends Error {
  readonly errcode: number;
  /** The path, such as `/cgi-bin/user/get`. */
  readonly api: string;
  readonly errmsg: string;
  /** What WeCom's support asks for, or ''. */
  readonly hint: string;
  /** The address that WeCom saw us calling from, or ''; it must be on the app's list of trusted addresses. */
  readonly fromIp: string;

  constructor({ errcode, api, errmsg }: { errcode: number; api: string; errmsg: string }) {
    const safe = redact(errmsg);
    super(`WeCom answered ${errcode} (${api}): ${safe}`);
    this.name = 'WeComError';
    this.errcode = errcode;
    this.api = api;
    this.errmsg = safe;
    this.hint = /hint: \[([^\]]*)\]/.exec(safe)?.[1] ?? '';
    this.fromIp = /from ip: ([\d.a-f:]+)/i.exec(safe)?.[1] ?? '';
  }

  get reaction(): Reaction {
    return reactionTo(this.errcode);
  }
}

/** No answer: refused, timed out, cut, past its deadline, or something that is no answer of WeCom. Unless `wasSent` is false, WeCom may have heard it. */
export class WecomUnreachable extends Error {
  constructor(readonly api: string, readonly reason: string, readonly wasSent = true) {
    super(`WeCom cannot be reached (${api}): ${reason}`);
    this.name = 'WecomUnreachable';
  }
}

/** An answer whose shape is not the documented one, in a field that we depend on. */
export class UnexpectedReply extends Error {
  constructor(readonly api: string, readonly detail: string) {
    super(`Unexpected reply of ${api}: ${detail}`);
    this.name = 'UnexpectedReply';
  }
}

/**
 * What to do about an errcode. Unknown codes are `fix`: never tried again by themselves.
 * https://developer.work.weixin.qq.com/document/path/90313
 */
export function reactionTo(errcode: number): Reaction {
  return find(errcode)?.[0] ?? 'fix';
}

/** One short sentence for people; of an unknown code, just its number. */
export function reasonOf(errcode: number, language: Language): string {
  const entry = find(errcode);
  if (!entry) return language === 'zh' ? `企业微信错误码 ${errcode}` : `WeCom error ${errcode}`;
  return language === 'zh' ? entry[1] : entry[2];
}

function find(errcode: number) {
  return errcodes[errcode] ?? (errcode >= 701000 && errcode <= 701999 ? licenceCodes : undefined);
}
