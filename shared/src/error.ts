/** Every error a person can meet: its HTTP status and its sentence. `{x}` is filled from the error's data. */
export const errors = {
  bad_input: { status: 400, zh: '填写有误：{detail}', en: 'Some input is not right: {detail}' },
  bad_json: { status: 400, zh: '请求内容不是有效的 JSON', en: 'The request body is not valid JSON' },
  unknown_call: { status: 404, zh: '没有这个接口：{name}', en: 'There is no call named {name}' },
  not_signed_in: { status: 401, zh: '登录已失效，请重新登录', en: 'You are signed out, please sign in again' },
  wrong_password: { status: 401, zh: '账号或密码不正确', en: 'The name or password is wrong' },
  too_many_tries: { status: 429, zh: '尝试次数过多，请 {seconds} 秒后再试', en: 'Too many tries, try again in {seconds} s' },
  no_corp_chosen: { status: 409, zh: '请先选择企业', en: 'Choose a company first' },
  not_allowed: { status: 403, zh: '你没有权限执行此操作（{permission}）', en: 'You are not allowed to do this ({permission})' },
  cross_site: { status: 403, zh: '请求来源不受信任', en: 'The request came from an untrusted page' },
  body_too_large: { status: 413, zh: '内容过大，最多 {limit}', en: 'Too large, at most {limit}' },
  not_found: { status: 404, zh: '{what}不存在或已被删除', en: '{what} does not exist or was deleted' },
  stale_edit: { status: 409, zh: '内容已被他人修改，请刷新后再试', en: 'Someone else changed this meanwhile, reload and try again' },
  internal: { status: 500, zh: '服务出现问题，请稍后再试（编号 {requestId}）', en: 'Something went wrong, try again later (no. {requestId})' },
  unavailable: { status: 503, zh: '服务暂时不可用，请稍后再试', en: 'Temporarily unavailable, try again shortly' },

  wecom_failed: { status: 502, zh: '企业微信返回错误 {errcode}（{api}）：{reason}', en: 'WeCom answered {errcode} ({api}): {reason}' },
  wecom_unreachable: { status: 502, zh: '暂时无法连接企业微信（{api}）', en: 'WeCom cannot be reached right now ({api})' },
  wecom_quota: { status: 429, zh: '企业微信调用额度已用尽（{api}），约 {seconds} 秒后恢复', en: 'The WeCom quota of {api} is used up, back in about {seconds} s' },
  wecom_not_authorised: { status: 409, zh: '该企业未授权或授权已取消', en: 'This company has not authorised the app, or has cancelled it' },
  oauth_failed: { status: 400, zh: '企业微信登录失败：{reason}', en: 'Signing in with WeCom failed: {reason}' },
  staff_unknown: { status: 403, zh: '你不在应用可见范围内，请联系管理员', en: 'You are outside the app’s visible range, ask your admin' },
  url_not_trusted: { status: 400, zh: '页面地址不在可信域名内', en: 'The page address is not on a trusted domain' },

  mini_not_configured: { status: 409, zh: '还没有配置小程序', en: 'No mini-program is configured' },
  mini_code_spent: { status: 400, zh: '微信登录已过期，请重新打开本页', en: 'The WeChat sign-in has expired, please open this page again' },
  mini_user_refused: { status: 403, zh: '微信没有通过这次登录，请稍后再试', en: 'WeChat did not let this sign-in pass, please try again later' },
  wechat_busy: { status: 429, zh: '操作太频繁，请稍后再试', en: 'Too many at once, please try again in a moment' },
  wechat_failed: { status: 502, zh: '微信返回错误 {errcode}（{api}）', en: 'WeChat answered {errcode} ({api})' },
  wechat_unreachable: { status: 502, zh: '暂时无法连接微信，请稍后再试', en: 'WeChat cannot be reached right now, please try again shortly' },

  callback_malformed: { status: 400, zh: '回调内容无法解析', en: 'The callback cannot be parsed' },
  callback_unsigned: { status: 401, zh: '回调缺少签名参数', en: 'The callback has no signature' },
  callback_bad_signature: { status: 401, zh: '回调签名不正确', en: 'The callback signature is wrong' },
  callback_undecryptable: { status: 400, zh: '回调无法解密，请检查 EncodingAESKey', en: 'The callback cannot be decrypted, check EncodingAESKey' },
  callback_foreign: { status: 403, zh: '回调不属于本应用', en: 'The callback is addressed to someone else' },
  callback_unknown_app: { status: 404, zh: '没有这个回调地址', en: 'There is no such callback address' },

  tag_name_taken: { status: 409, zh: '标签名已存在：{name}', en: 'There is already a tag named {name}' },
  tag_not_ours: { status: 409, zh: '该标签由其他应用创建，只能在企业微信中修改', en: 'Another app made this tag; it can be changed only in WeCom' },
  group_tag_name_taken: { status: 409, zh: '群标签名已存在：{name}', en: 'There is already a group tag named {name}' },
  merge_same_person: { status: 400, zh: '请选择另一位客户，不能与自己合并', en: 'Choose another customer; nobody can be merged with themselves' },
  merge_undone: { status: 409, zh: '这次合并已经撤销过了', en: 'This merge was undone already' },
  merge_too_new: { status: 409, zh: '对方已被合并到别的客户，请刷新后再试', en: 'The other one was merged meanwhile, reload and try again' },
  identity_taken: { status: 409, zh: '该信息已属于另一位客户，已列入「疑似同一人」', en: 'This is another customer’s already; the two are now listed under “Maybe one person”' },
  identity_invalid: { status: 400, zh: '手机号或邮箱格式不正确', en: 'This is not a phone number or e-mail address' },
  customer_not_followed: { status: 409, zh: '该成员不是此客户的跟进人', en: 'This staff member does not follow the customer' },
  live_code_staff_limit: { status: 400, zh: '一个活码最多 {limit} 名员工（企业微信限制）', en: 'At most {limit} staff on one code (WeCom’s limit)' },
  live_code_staff_unusable: { status: 409, zh: '员工 {names} 未开通客户联系或不在可见范围', en: '{names} cannot receive customers: no customer contact or out of range' },
  live_code_deleted: { status: 409, zh: '活码已删除', en: 'The live code was deleted' },
  file_kind: { status: 400, zh: '不支持的文件类型，仅支持 {kinds}', en: 'This kind of file is not supported, only {kinds}' },
} as const;

export type ErrorCode = keyof typeof errors;
export type Language = 'zh' | 'en';

/** Data that fills a sentence; also handed to the screen. */
export type ErrorData = Record<string, unknown>;

/** What the API answers with on failure: `{ "code", "message", "data" }`. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  data: ErrorData;
}

export function sentence(code: ErrorCode, data: ErrorData, language: Language): string {
  return errors[code][language].replace(/\{(\w+)\}/g, (_, key: string) => String(data[key] ?? ''));
}
