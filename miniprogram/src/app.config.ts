const pages = ['pages/index/index', 'pages/contact/index', 'pages/code/index', 'pages/privacy/index', 'pages/stores/index', 'pages/my-store/index'];

// `@…` are the colours of theme.json, which WeChat draws its own bars with.
export default defineAppConfig(process.env.TARO_ENV === 'weapp'
  ? {
    pages,
    darkmode: true,
    // WeChat shows the reason as it asks. https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html
    permission: { 'scope.userLocation': { desc: '只用来按距离排列门店，不会保存' } },
    requiredPrivateInfos: ['getLocation'],
    themeLocation: 'theme.json',
    window: { navigationBarBackgroundColor: '@bar', navigationBarTextStyle: '@barText' as 'black', backgroundColor: '@page', backgroundTextStyle: '@pull' as 'dark' },
  }
  : { pages, window: { navigationStyle: 'custom' }, animation: false });
