import { In } from 'typeorm';
import type { AudienceFilter } from '@scrm/shared/audience';
import type { CustomerFilter } from '@scrm/shared/customer';
import type { z } from 'zod';
import type { ReadDb } from '../../core/db/scope';
import type { JobContext } from '../../core/jobs/define';
import type { Asking } from '../../core/tasks';
import { Customer } from './entity';

type Filter = z.output<typeof CustomerFilter>;

/** The short forms spelled out. Beside a list they stand as one more of it. */
export function audienceFilterOf({ tagIds, staffId, liveCodeId, ...filter }: Filter): AudienceFilter {
  return {
    ...filter,
    ...(tagIds && tagIds.length > 0 && { tags: { ...filter.tags, any: [...(filter.tags?.any ?? []), ...tagIds] } }),
    ...(staffId && { staffIds: [...(filter.staffIds ?? []), staffId] }),
    ...(liveCodeId && { liveCodeIds: [...(filter.liveCodeIds ?? []), liveCodeId] }),
  };
}

/** In the order of the ids; who was taken away meanwhile is left out. */
export async function readInOrder(db: ReadDb, ids: readonly string[]): Promise<Customer[]> {
  const rows = new Map(ids.length === 0 ? [] : (await db.find(Customer, { id: In([...ids]) })).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** The ids of all whom a filter meets, in parts: somebody who comes meanwhile moves nobody. */
export async function* customerIds({ db, audiences }: Pick<JobContext, 'db' | 'audiences'>, filter: Filter, { reach, roles }: Asking): AsyncGenerator<string[]> {
  yield* (await audiences.find({ db, reach, roles }, audienceFilterOf(filter))).ids();
}
