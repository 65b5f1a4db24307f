import { z } from 'zod';

/** China has one time: where nobody says otherwise it counts. */
export const chinaZone = 'Asia/Shanghai';

/** A time zone by its IANA name. */
export const Zone = z.string().max(40).refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
});
