import type { PageCodes } from './codes';

declare module '../../../core/services' {
  interface Services {
    pageCodes: PageCodes;
  }
}
