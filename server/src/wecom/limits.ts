/** Calls allowed per corp within any minute, hour and day. */
export interface Limits {
  minute: number;
  hour: number;
  day?: number;
}

/** https://developer.work.weixin.qq.com/document/path/90312 */
export const defaultLimits: Limits = { minute: 10_000, hour: 150_000 };

/** The interfaces that have limits of their own. */
export const apiLimits: Record<string, Partial<Limits>> = {
  // https://developer.work.weixin.qq.com/document/path/90506: 400 an hour per corp, 100 an hour per app.
  '/cgi-bin/get_jsapi_ticket': { hour: 400 },
  '/cgi-bin/ticket/get': { hour: 100 },
  // https://developer.work.weixin.qq.com/document/path/90256
  '/cgi-bin/media/uploadimg': { day: 1000 },
  // https://developer.work.weixin.qq.com/document/path/97108
  '/cgi-bin/idconvert/unionid_to_external_userid': { hour: 100_000, day: 480_000 },
  // https://developer.work.weixin.qq.com/document/path/95878
  '/cgi-bin/service/externalcontact/unionid_to_external_userid_3rd': { hour: 50_000, day: 240_000 },
};
