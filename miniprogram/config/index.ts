import { defineConfig } from '@tarojs/cli';
import { lookAsScss } from './look';

const shared = /[\\/]shared[\\/]src[\\/]/;
const compile = { include: [(path: string) => shared.test(path)] };
const weapp = process.env.TARO_ENV === 'weapp';

// A mini-program has no origin of its own, so the server's address is built in; devtools reach the default without a setting.
const server = weapp ? (process.env.TARO_APP_SERVER || 'http://localhost:3000').replace(/\/+$/, '') : '';

export default defineConfig({
  projectName: 'miniprogram',
  designWidth: 375,
  deviceRatio: { 375: 2, 750: 1 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: !process.env.CI },
  // NutUI is written with HTML tags.
  plugins: ['@tarojs/plugin-html'],
  env: { TARO_APP_SERVER: JSON.stringify(server) },
  sass: { data: `$root: '${weapp ? 'page' : ':root'}';\n${lookAsScss()}` },
  mini: {
    compile,
    postcss: { pxtransform: { enable: true, config: {} } },
  },
  h5: {
    publicPath: '/m/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    compile,
    // Sizes stay as written; on a wide window the page stays a column.
    postcss: { pxtransform: { enable: false } },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    webpackChain(chain) {
      // What two pages use is downloaded once.
      chain.optimization.splitChunks({ ...chain.optimization.get('splitChunks'), chunks: 'all' });
      // The sizes are looked at by people; webpack's own limit only makes noise.
      chain.performance.hints(false);
    },
    miniCssExtractPluginOption: { ignoreOrder: true, filename: 'css/[name].[contenthash:8].css', chunkFilename: 'css/[name].[contenthash:8].css' },
  },
});
