import type { Use } from '../../core/tasks';

declare module '../../core/services' {
  interface Services {
    /** Where modules use things of one another. */
    uses: readonly Use[];
    /** Tags that WeCom lets a company have. */
    tagLimit: number;
  }
}
