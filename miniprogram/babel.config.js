// NutUI is taken part by part, each with its own style sheet: the whole kit would weigh 27 KB more.
const part = (name) => `@nutui/nutui-react-taro/dist/es/packages/${name.replace(/-/g, '')}`;

module.exports = {
  presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5' }]],
  plugins: [
    ['import', { libraryName: '@nutui/nutui-react-taro', camel2DashComponentName: true, customName: part, style: (path) => `${path}/style/css` }, 'nutui'],
  ],
};
