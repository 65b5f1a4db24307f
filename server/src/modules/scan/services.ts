import type { CodeKind } from '../../core/module';
import type { Scans } from './record';

declare module '../../core/services' {
  interface Services {
    scans: Scans;
    /** By the prefix of their ids. */
    codeKinds: ReadonlyMap<string, CodeKind>;
  }
}
