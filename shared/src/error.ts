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
  stage_move_not_allowed: { status: 409, zh: '不能从「{from}」直接到「{to}」', en: '“{from}” cannot go to “{to}”' },
  stage_reason_needed: { status: 400, zh: '移到「{to}」需要选择原因', en: 'Choose a reason to move to “{to}”' },
  stage_fields_missing: { status: 409, zh: '进入「{to}」前请先填写：{fields}', en: 'Fill in before entering “{to}”: {fields}' },
  stage_name_taken: { status: 409, zh: '名称重复：{name}', en: 'The name is used twice: {name}' },
  stage_open_needed: { status: 400, zh: '「{name}」至少要有一个进行中的阶段', en: '“{name}” needs at least one open stage' },
  stage_successor_needed: { status: 409, zh: '「{name}」里还有 {count} 位客户，请选择他们去哪个阶段', en: '{count} customers stand in “{name}”: choose where they go' },
  stage_flow_default: { status: 409, zh: '默认流程包含全部阶段，不能删除', en: 'The default flow has every stage and cannot be removed' },
  note_private_mention: { status: 400, zh: '私密笔记只有自己能看，不能提到同事', en: 'Only you see a private note, so nobody can be mentioned in it' },
  tag_group_name_taken: { status: 409, zh: '标签组「{name}」已存在', en: 'There is already a group named “{name}”' },
  tag_renamed_meanwhile: { status: 409, zh: '「{was}」已在别处改名为「{now}」，没有改成「{wanted}」', en: '“{was}” was meanwhile renamed to “{now}”, so it was not renamed to “{wanted}”' },
  tag_limit: { status: 409, zh: '企业标签最多 {limit} 个，已有 {count} 个，不能再新建 {more} 个', en: 'A company has at most {limit} tags; there are {count}, so {more} more cannot be made' },
  tag_locked: { status: 409, zh: '「{name}」是系统标签，自动化规则在使用，不能修改或删除', en: '“{name}” is a system tag that automation stands on; it cannot be changed or deleted' },
  tag_out_of_scope: { status: 403, zh: '标签「{names}」只给指定部门使用，你不在其中', en: 'The tags “{names}” are for certain departments, and you are in none of them' },
  tag_order_fixed: { status: 409, zh: '其他应用创建的标签位置不能改变，请换一个位置', en: 'What another app made keeps its place, choose another place' },
  tag_same: { status: 400, zh: '不能把标签合并到它自己', en: 'A tag cannot be merged into itself' },
  tag_used: { status: 409, zh: '还有 {count} 位客户带有「{name}」，暂不能删除', en: '“{name}” is still on {count} customers, so it is not deleted yet' },
  task_state: { status: 409, zh: '任务当前的状态不能这样操作，请刷新后再看', en: 'The task is not in a state for that, look again' },
  task_wecom_refused: { status: 502, zh: '企业微信拒绝：{reason}（{errcode}）', en: 'WeCom refused: {reason} ({errcode})' },
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
  view_name_taken: { status: 409, zh: '你已有同名视图：{name}', en: 'You already have a view named {name}' },
  too_many_views: { status: 409, zh: '最多保存 {limit} 个视图，请先删除不用的', en: 'At most {limit} views, remove one that you do not need' },
  field_invalid: { status: 400, zh: '「{name}」{reason}', en: '“{name}” {reason}' },
  field_name_taken: { status: 409, zh: '已有同名的字段：{name}', en: 'There is already a field named {name}' },
  field_not_editable: { status: 403, zh: '你不能修改「{name}」', en: 'You may not change “{name}”' },
  field_not_sealable: { status: 400, zh: '这种类型的字段不能设为敏感', en: 'A field of this type cannot be sensitive' },
  field_needs_options: { status: 400, zh: '请至少填写一个选项，选项不能重名', en: 'Give at least one option, each with a name of its own' },
  field_would_lose: { status: 409, zh: '有 {fails} 位客户的值不能转换，转换后会丢失（历史中保留）', en: 'The values of {fails} customers cannot be converted and would be lost (history keeps them)' },
  field_filter: { status: 400, zh: '「{name}」不支持这种筛选方式', en: '“{name}” cannot be filtered in this way' },
  source_unknown: { status: 400, zh: '没有名为「{name}」的客户来源，请从已有来源中选择', en: 'There is no source named “{name}”, choose one that exists' },
  source_taken: { status: 409, zh: '来源名称或同义词已被使用：{name}', en: 'This name or synonym of a source is taken: {name}' },
  source_depth: { status: 400, zh: '客户来源最多两级', en: 'Sources have two levels at most' },
  source_retired: { status: 409, zh: '来源「{name}」已停用，不能再选', en: 'The source “{name}” is retired and cannot be chosen' },
  last_admin: { status: 409, zh: '这是最后一位能管理权限的人，请先让另一个人能管理权限', en: 'This is the last person who may manage access; let somebody else manage it first' },
  last_owner: { status: 409, zh: '这是最后一个可用的所有者账号，不能停用或降级', en: 'This is the last owner account in use; it cannot be disabled or lowered' },
  role_name_taken: { status: 409, zh: '已有同名角色：{name}', en: 'There is already a role named {name}' },
  role_in_use: { status: 409, zh: '还有 {count} 人使用该角色，请先改派他们', en: '{count} people still have this role, give them another first' },
  role_beyond_own: { status: 403, zh: '不能授予超出自己权限的角色', en: 'You cannot give a role that goes beyond your own' },
  delegation_wrong: { status: 400, zh: '请选择另一位在职同事，截止时间须在今后一年内', en: 'Choose another colleague who works here, and an end within the next year' },
  account_name_taken: { status: 409, zh: '账号名已被使用：{name}', en: 'There is already an account named {name}' },
  second_factor_needed: { status: 401, zh: '请输入验证器中的 6 位验证码', en: 'Enter the 6 digits from your authenticator' },
  wrong_code: { status: 401, zh: '验证码不正确或已过期', en: 'The code is wrong or has expired' },
  licence_not_needed: { status: 409, zh: '自建应用不需要接口许可', en: 'A self-built app needs no interface licence' },
  transfer_nobody: { status: 409, zh: '没有可以交接的客户：都已流失、正在交接或已达到次数上限', en: 'There is nobody to hand over: all are lost, on the way already, or at the limit' },
  transfer_taker_unusable: { status: 409, zh: '{names} 不能接替：未开通客户联系、未激活、不在可见范围，或就是原跟进人', en: '{names} cannot take over: no customer contact, not activated, out of range, or the giver' },
  transfer_wrong_kind: { status: 409, zh: '{name} {kind}，请改用另一种交接方式', en: '{name} {kind}; use the other kind of hand-over' },
  transfer_too_early: { status: 409, zh: '还不能重试：企业微信在 {at} 之前会拒绝', en: 'Too early: WeCom refuses until {at}' },
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
