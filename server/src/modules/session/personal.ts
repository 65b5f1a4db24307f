import { In } from 'typeorm';
import { SessionRow } from '../../core/http/session';
import { ofCorp, personal } from '../../core/personal/declare';

export const sessionPersonalData = [
  personal(ofCorp(SessionRow), {
    label: { zh: '小程序登录', en: 'Mini-program sign-ins' },
    of: ({ names }) => (names.length === 0 ? null : { subjectKind: 'visitor' as const, subjectId: In([...names]) }),
    show: { createdAt: { zh: '登录时间', en: 'Signed in' }, lastSeenAt: { zh: '最近使用', en: 'Last used' }, userAgent: { zh: '设备', en: 'Device' } },
    erase: 'delete',
  }),
];
