/** What may not be there, as the server names it, and in English. */
export const things = {
  任务: 'The task', 企业: 'The company', 代理: 'The deputy', 交接: 'The hand-over', 入口: 'The entry', 入群欢迎语: 'The group welcome', 入群邀请: 'The invitation', 入群邀请任务: 'The invitation task',
  删除记录: 'The erasure', 区域: 'The region', 合并记录: 'The merge', 员工: 'The staff member', 回调: 'The callback', 字段: 'The field', 审计记录: 'The audit entry', 客户: 'The customer', 客户来源: 'The source',
  客户群: 'The group', 导入: 'The import', 导出: 'The export', 待处理的值: 'The value', 待打招呼的客户: 'The customer to greet', 等待的客户: 'The customer who waits', 批量建码: 'The batch', 文件: 'The file', 标签: 'The tag', 标签组: 'The tag group',
  欢迎语规则: 'The welcome rule', 活码: 'The live code', 流程: 'The flow', 海报模板: 'The poster', 渠道: 'The channel', 用途: 'The purpose', 疑似同一人: 'The suggestion', 登录: 'The sign-in', 离职员工: 'Whoever left',
  笔记: 'The note', 红包: 'The red packet', 群标签: 'The group tag', 群标签分组: 'The set of group tags', 群活码: 'The group code', 获客链接: 'The acquisition link', 视图: 'The view', 角色: 'The role', 访客: 'The visitor',
  账号: 'The account', 身份信息: 'The identity', 转换记录: 'The conversion', 部门: 'The department', 链接: 'The link', 门店: 'The store', 门店码: 'The store code', 阶段: 'The stage', 隐私请求: 'The privacy request',
} as const;
export type Thing = keyof typeof things;
