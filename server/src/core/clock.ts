/** Where `now` comes from. Tests pass one that is turned by hand. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
