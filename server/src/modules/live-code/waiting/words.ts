import type { Language } from '@scrm/shared/error';

/** What somebody reads who leaves word. */
export const waitWords = {
  zh: {
    title: '留下联系方式', ask: '现在没有空闲的人。留下电话或留言，我们会尽快联系你。', name: '怎么称呼', phone: '手机号', note: '留言，例如微信号、方便联系的时间', send: '提交', again: '再看看有没有人',
    purpose: (corp: string, days: number) => `只供${corp || '商家'}就这次咨询联系你，不作他用，${days} 天后自动删除；你也可以随时在这里撤回。`,
    phoneFault: '手机号不对，请检查；境外号码请以 + 和国家代码开头', emptyFault: '请留下手机号，或写一句留言', tooMany: (minutes: number) => `提交得太频繁，请 ${minutes} 分钟后再试`,
    left: '已收到，请留意来电', leftNote: '已收到你的留言', leftText: (when: string) => `${when} 提交。我们会尽快联系你，不用重复提交。`, change: '修改', takeBack: '撤回', gone: '已撤回', goneText: '你留下的内容已经删除。',
  },
  en: {
    title: 'Leave word', ask: 'Nobody is free right now. Leave your phone number or a note and we will get back to you soon.', name: 'Your name', phone: 'Phone number', note: 'A note: your WeChat ID, say, or when to call', send: 'Send', again: 'See whether somebody is free',
    purpose: (corp: string, days: number) => `Only for ${corp || 'the shop'} to get back to you about this, for nothing else, and deleted after ${days === 1 ? 'a day' : `${days} days`}. You can take it back here at any time.`,
    phoneFault: 'This is no phone number, please check it; from abroad it begins with + and the country code', emptyFault: 'Please leave your phone number or a note', tooMany: (minutes: number) => `Too many at once, please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`,
    left: 'We have it and will call you', leftNote: 'We have your note', leftText: (when: string) => `Sent ${when}. We will get back to you soon; there is no need to send it again.`, change: 'Change', takeBack: 'Take it back', gone: 'Taken back', goneText: 'What you left is deleted.',
  },
} satisfies Record<Language, Record<string, unknown>>;
