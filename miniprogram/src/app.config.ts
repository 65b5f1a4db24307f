const pages = ['pages/index/index', 'pages/contact/index', 'pages/code/index', 'pages/privacy/index'];

// `@…` are the colours of theme.json, which WeChat draws its own bars with.
export default defineAppConfig(process.env.TARO_ENV === 'weapp'
  ? {
    pages,
    darkmode: true,
    themeLocation: 'theme.json',
    window: { navigationBarBackgroundColor: '@bar', navigationBarTextStyle: '@barText' as 'black', backgroundColor: '@page', backgroundTextStyle: '@pull' as 'dark' },
  }
  : { pages, window: { navigationStyle: 'custom' }, animation: false });
