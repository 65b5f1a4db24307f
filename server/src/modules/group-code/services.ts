import type { HoldShares } from './hold-share';

declare module '../../core/services' {
  interface Services {
    holdShares: HoldShares;
  }
}
