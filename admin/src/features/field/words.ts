import { words } from '../../kit/language';

/** Where a value came from, and who may see it. */
export const useFieldWords = words({
  zh: {
    sources: { console: '管理后台', sidebar: '侧边栏', wecom: '企业微信', import: '导入', form: '表单', api: '接口' },
    roles: { owner: '所有者', admin: '管理员', operator: '运营', staff: '员工' } as Record<string, string>,
  },
  en: {
    sources: { console: 'Console', sidebar: 'Sidebar', wecom: 'WeCom', import: 'Import', form: 'Form', api: 'API' },
    roles: { owner: 'Owner', admin: 'Admin', operator: 'Operator', staff: 'Staff' } as Record<string, string>,
  },
});
