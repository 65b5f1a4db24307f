import { words } from '../../kit/language';

export const useIdentityWords = words({
  zh: {
    kinds: { externalUserid: '企业微信外部联系人', unionid: '微信 UnionID', miniOpenid: '小程序 OpenID', officialOpenid: '公众号 OpenID', phone: '手机号', email: '邮箱', visitor: '访客标识', name: '昵称相同', avatar: '头像相同' },
    sources: { wecom: '企业微信', mini: '小程序', official: '公众号', h5: '网页', form: '表单', hand: '员工填写', unknown: '来源未知' },
    tables: { follow_user: '跟进关系', follow_tag: '客户标签', activity: '动态', customer_identity: '身份', group_member: '客户群记录', visitor: '小程序访客', live_code_customer: '活码记录' } as Record<string, string>, other: '其他记录',
  },
  en: {
    kinds: { externalUserid: 'WeCom external contact', unionid: 'WeChat UnionID', miniOpenid: 'Mini-program OpenID', officialOpenid: 'Official account OpenID', phone: 'Phone', email: 'E-mail', visitor: 'Visitor mark', name: 'Same name', avatar: 'Same picture' },
    sources: { wecom: 'WeCom', mini: 'Mini-program', official: 'Official account', h5: 'Web page', form: 'Form', hand: 'Entered by staff', unknown: 'Unknown source' },
    tables: { follow_user: 'Relations', follow_tag: 'Customer tags', activity: 'Timeline entries', customer_identity: 'Identities', group_member: 'Group chats', visitor: 'Mini-program visits', live_code_customer: 'Live code records' } as Record<string, string>, other: 'Other records',
  },
});
