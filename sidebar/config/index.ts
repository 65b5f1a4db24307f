import { defineConfig } from '@tarojs/cli';
import { lookAsScss } from './look';

const shared = /[\\/]shared[\\/]src[\\/]/;

export default defineConfig({
  projectName: 'sidebar',
  designWidth: 375,
  deviceRatio: { 375: 2, 750: 1 },
  sourceRoot: 'src',
  outputRoot: 'dist',
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: !process.env.CI },
  sass: { data: lookAsScss() },
  h5: {
    publicPath: '/sidebar/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    compile: { include: [(path: string) => shared.test(path)] },
    // The sidebar is also a column on a desktop: sizes stay as written instead of growing with the window.
    postcss: { pxtransform: { enable: false } },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    webpackChain(chain) {
      // What two pages use (the kit, the JS-SDK) is downloaded once.
      chain.optimization.splitChunks({ ...chain.optimization.get('splitChunks'), chunks: 'all' });
      // The sizes are looked at by people; webpack's own limit only makes noise.
      chain.performance.hints(false);
    },
    miniCssExtractPluginOption: { ignoreOrder: true, filename: 'css/[name].[contenthash:8].css', chunkFilename: 'css/[name].[contenthash:8].css' },
  },
});
