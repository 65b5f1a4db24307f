export default definePageConfig({ navigationBarTitleText: '添加顾问' });
