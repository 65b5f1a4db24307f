/** Sentences as the platform words them; nobody may match on them. https://developer.work.weixin.qq.com/document/path/90313 */
const sentences: Record<number, string> = {
  [-1]: 'system error', 0: 'ok', 40001: 'invalid credential', 40003: 'invalid userid', 40004: 'invalid media type', 40005: 'invalid type', 40007: 'invalid media_id',
  40009: 'invalid media size', 40013: 'invalid corpid', 40014: 'invalid access_token', 40029: 'invalid code', 40031: 'invalid userid list', 40033: 'invalid request character',
  40050: 'chatid not exist', 40056: 'invalid agentid', 40058: 'invalid Request Parameter', 40063: 'some parameters are empty', 40068: 'invalid tagid', 40071: 'tag name exists',
  40072: 'invalid tag name length', 40077: 'invalid pre_auth_code', 40078: 'invalid auth_code', 40080: 'invalid suite_secret', 40082: 'invalid suite_token', 40083: 'invalid suite_id',
  40084: 'invalid permanent_code', 40085: 'invalid suite_ticket', 40093: 'invalid jsapi signature', 40096: 'invalid external userid', 40098: 'user not realname authenticated',
  40097: 'handover user not dimission', 40099: 'takeover user customer count full', 40100: 'customer already in transfer process', 40128: 'customer transfer too frequently', 40129: 'customer is being transferred',
  40130: 'takeover user is the handover user', 40131: 'customer does not belong to handover user', 81013: 'user & party & tag all invalid', 90500: 'owner not dimission', 90502: 'owner dimission', 90504: 'owner not changed',
  40008: 'invalid message type', 40123: 'invalid image data', 40125: 'invalid open_userid', 40126: 'corp tag count reach limit', 41001: 'access_token missing', 41002: 'corpid missing', 41004: 'secret missing', 41006: 'media_id missing', 41008: 'code missing',
  41009: 'userid missing', 41011: 'agentid missing', 41021: 'suite_id missing', 41022: 'suite_access_token missing', 41023: 'suite_ticket missing', 41024: 'suite_secret missing', 41025: 'permanent_code missing',
  41035: 'external userid missing', 41037: 'contact way type missing', 41038: 'contact way scene missing', 41039: 'invalid contact way type', 41040: 'invalid contact way scene',
  41041: 'contact way user count exceed limit', 41042: 'invalid contact way style', 41043: 'contact way config_id missing', 41044: 'invalid contact way config_id', 41045: 'contact way quota limit',
  41046: 'msgid missing', 41047: 'invalid msgid', 41048: 'no customer to send to', 41063: 'message is being dispatched', 41091: 'join way chat count exceed limit', 41093: 'message was cancelled', 41094: 'remind too often',
  41049: 'welcome_code missing', 41050: 'invalid welcome_code', 41051: 'chat already started or welcome already sent', 41054: 'user not activated', 41055: 'group welcome template count limit', 41058: 'no privilege to edit group welcome template', 41064: 'too many attachments', 41065: 'invalid attachment msgtype',
  41096: 'welcome msg is being sent', 42001: 'access_token expired', 42007: 'pre_auth_code expired', 42009: 'suite_access_token expired', 42012: 'jsapi_ticket unusable',
  44001: 'empty media data', 45001: 'media size out of limit', 45002: 'content size out of limit', 45009: 'api freq out of limit', 48001: 'api not authorized', 48002: 'api forbidden', 48004: 'auth relation invalid',
  50001: 'redirect_uri not trusted', 50100: 'invalid cursor', 60003: 'department not found', 60011: 'no privilege to access/modify contact/party/agent', 60111: 'userid not found', 60123: 'invalid party id',
  81017: 'data range too large', 84014: 'user_ticket expired', 84015: 'invalid user_ticket', 84061: 'not external contact', 84074: 'no permission of external contact', 84084: 'not follow user', 90501: 'not external group chat',
  610014: 'invalid unionid', 701015: 'app not authorised',
};

export interface Refusal { errcode: number; errmsg: string }

export function refusal(errcode: number, detail = ''): Refusal {
  const sentence = sentences[errcode] ?? 'unknown error';
  return { errcode, errmsg: detail ? `${sentence}: ${detail}` : sentence };
}

/** Thrown by an endpoint; the caller reads its code. */
export class Refused extends Error {
  constructor(readonly errcode: number, readonly detail = '') {
    super(`${errcode} ${detail}`);
  }
}
