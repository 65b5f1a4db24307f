export default defineAppConfig({
  pages: ['pages/customer/index', 'pages/me/index'],
  // The bar is drawn by kit/Tabs; naming the tabs here keeps both pages alive while one switches between them.
  tabBar: {
    custom: true,
    color: '', selectedColor: '', backgroundColor: '',
    list: [
      { pagePath: 'pages/customer/index', text: '客户' },
      { pagePath: 'pages/me/index', text: '我的' },
    ],
  },
  window: { navigationStyle: 'custom' },
  animation: false,
});
