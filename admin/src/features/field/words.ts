import { words } from '../../kit/language';

/** Where a value came from. */
export const useFieldWords = words({
  zh: {
    sources: { console: '管理后台', sidebar: '侧边栏', wecom: '企业微信', import: '导入', form: '表单', api: '接口' },
  },
  en: {
    sources: { console: 'Console', sidebar: 'Sidebar', wecom: 'WeCom', import: 'Import', form: 'Form', api: 'API' },
  },
});
