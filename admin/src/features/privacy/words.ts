import type { ConsentState, PrivacyRequest } from '@scrm/shared/privacy';
import { words } from '../../kit/language';

type Named<K extends string> = Readonly<Record<K, string>>;

const zh = {
  types: { access: '查阅', correction: '更正', erasure: '删除', withdrawal: '撤回同意' } satisfies Named<PrivacyRequest['type']>,
  states: { open: '待处理', done: '已完成', refused: '已拒绝' } satisfies Named<PrivacyRequest['state']>,
  channels: { console: '后台', sidebar: '侧边栏', miniprogram: '小程序' } satisfies Named<PrivacyRequest['channel']>,
  consents: { given: '已同意', withdrawn: '已撤回', never: '未表态', outdated: '需重新同意' } satisfies Named<ConsentState['state']>,
  erased: '已删除的客户', nameless: '未知昵称', self: '本人',
};

/** Names that several screens of privacy share. */
export const usePrivacyWords = words({
  zh,
  en: {
    types: { access: 'Access', correction: 'Correction', erasure: 'Erasure', withdrawal: 'Withdrawal' },
    states: { open: 'Open', done: 'Done', refused: 'Refused' },
    channels: { console: 'Console', sidebar: 'Sidebar', miniprogram: 'Mini-program' },
    consents: { given: 'Given', withdrawn: 'Withdrawn', never: 'Not said', outdated: 'To be asked again' },
    erased: 'An erased customer', nameless: 'Name unknown', self: 'The customer',
  },
});

export const consentTones = { given: 'success', withdrawn: 'error', never: 'default', outdated: 'warning' } as const satisfies Record<ConsentState['state'], string>;
