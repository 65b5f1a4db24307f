import { createRequire } from 'node:module';

interface Compilers {
  /** The body of a function that gives `$gwx`: `$gwx('./pages/index/index.wxml')(data)` is the tree that WeChat would show. */
  wxmlToJs(root: string): string;
  /** The body of a function that gives the style sheets by their path. */
  wxssToJs(root: string): string;
}

/** WeChat's own wcc and wcsc, as devtools run them. */
export const compilers = createRequire(import.meta.url)('miniprogram-compiler') as Compilers;
