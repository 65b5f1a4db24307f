import { z } from 'zod';

/** An id that must be there. Ids stay text, whatever WeCom sends. */
export const id = z.union([z.string().min(1), z.number()]).transform(String);
/** '' when it is absent: WeCom leaves out what an app may not see. */
export const text = z.union([z.string(), z.number()]).nullish().transform((value) => (value == null ? '' : String(value)));
/** 0 when it is absent; some replies carry numbers as text. */
export const int = z.union([z.number(), z.string()]).nullish().transform((value) => Number(value) || 0);
export const flag = z.union([z.boolean(), z.number()]).nullish().transform(Boolean);

/** [] when it is absent or null. */
export function list<T extends z.ZodType>(item: T) {
  return z.array(item).nullish().transform((items) => items ?? []);
}

/** An object of which we read these fields; others may come and stay. */
export const reply = z.looseObject;

/** A call that says only whether it went well. */
export const Done = reply({});
