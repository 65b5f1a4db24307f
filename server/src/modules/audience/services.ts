import type { Audiences } from './audience';

declare module '../../core/services' {
  interface Services {
    /** Who meets a filter, from memory. */
    audiences: Audiences;
  }
}
