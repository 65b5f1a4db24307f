import type { Obstacle } from '../../kit/wecom';

const obstaclesZh: Record<Obstacle, { title: string; text: string }> = {
  outside: { title: '请在企业微信里打开', text: '这个页面要知道你正在和谁聊天，只有企业微信能告诉它。请在与客户的聊天旁边打开。' },
  signature: { title: '企业微信没有认可这个页面', text: '应用的签名没有通过。请联系管理员检查可信域名和应用的配置，然后再试。' },
  wrongEntry: { title: '这里没有客户', text: '请在与客户的聊天里，从聊天工具栏打开。' },
  groupChat: { title: '这是一个内部群', text: '群里没有客户。请打开客户群，或与某位客户的单聊。' },
  colleague: { title: '对方不是客户', text: '这似乎是与同事的聊天。请打开与客户的聊天。' },
  noPermission: { title: '没有查看这位客户的权限', text: '应用还没有客户联系权限，或你不在客户联系的使用范围内。请联系管理员。' },
  silent: { title: '企业微信没有回应', text: '请再试一次；仍然不行时，关闭侧边栏后重新打开。' },
  server: { title: '没能确认当前客户', text: '' },
  unknown: { title: '没能确认当前客户', text: '企业微信没有说明是哪位客户，请再试一次。' },
};

const obstaclesEn: Record<Obstacle, { title: string; text: string }> = {
  outside: { title: 'Open this in WeCom', text: 'This page needs to know whom you are talking to, and only WeCom can tell. Open it beside a chat with a customer.' },
  signature: { title: 'WeCom did not accept this page', text: 'The app’s signature was refused. Ask your admin to check the trusted domain and the app’s settings, then try again.' },
  wrongEntry: { title: 'There is no customer here', text: 'Open this from the toolbar of a chat with a customer.' },
  groupChat: { title: 'This is an internal group', text: 'There are no customers in it. Open a customer group, or a chat with a customer.' },
  colleague: { title: 'This is not a customer', text: 'It looks like a chat with a colleague. Open a chat with a customer.' },
  noPermission: { title: 'You may not see this customer', text: 'The app has no customer contact permission, or you are not in its range. Ask your admin.' },
  silent: { title: 'WeCom did not answer', text: 'Try again; if that does not help, close the sidebar and open it anew.' },
  server: { title: 'We could not tell who this is', text: '' },
  unknown: { title: 'We could not tell who this is', text: 'WeCom did not say which customer this is, please try again.' },
};

export const words = {
  zh: {
    loading: '正在读取客户资料', again: '再试一次', failed: '没能读取客户资料', stale: '暂时连不上服务，正在重试',
    unknownGroup: '还没有这个客户群', unknownGroupText: '这个群可能刚刚建立，资料还在路上；也可能你不在群里，或群主不在可见范围内。',
    notYet: '还不是客户', notYetText: '系统里还没有这个人：可能刚刚添加，资料还在路上，也可能还没有加为好友。有了以后，本页会自动显示。',
    gone: '没有这位客户', goneText: '资料可能已被删除，或与另一位客户合并。',
    lost: '已流失', remark: '备注', source: '来源', addedAt: '添加时间', followers: '跟进人', about: '资料', timeline: '动态',
    wechat: '微信用户', female: '女', male: '男',
    more: (count: number) => `+${count}`,
    obstacles: obstaclesZh,
  },
  en: {
    loading: 'Loading the customer', again: 'Try again', failed: 'The customer could not be loaded', stale: 'The server cannot be reached, trying again',
    unknownGroup: 'This group is not here yet', unknownGroupText: 'It may be just made and still on the way, or you are not in it, or its owner is outside of the visible range.',
    notYet: 'Not a customer yet', notYetText: 'This person is not in the system: just added and still on the way, or not a friend yet. The page shows them as soon as they are.',
    gone: 'There is no such customer', goneText: 'The record may have been deleted, or merged with another customer.',
    lost: 'Lost', remark: 'Remark', source: 'Source', addedAt: 'Added', followers: 'Followed by', about: 'About', timeline: 'Timeline',
    wechat: 'WeChat user', female: 'Female', male: 'Male',
    more: (count: number) => `+${count}`,
    obstacles: obstaclesEn,
  },
};
