import { z } from 'zod';

/** Keyset paging: `cursor` is what the last reply gave as `nextCursor`; `limit` 1–200. */
export const PageInput = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(20),
});

export function Page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Rows in all that the filter meets. */
    total: z.int(),
    nextCursor: z.string().nullable(),
  });
}

export const Id = z.string().min(1).max(40);
/** UTC milliseconds. */
export const Time = z.int();
export const Done = z.object({ done: z.literal(true) });
export const Empty = z.object({});
