import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { readTree } from '../channel';
import { Staff } from '../org';
import type { LiveCode } from './entity';

/** Who looks after a code: who made it, and whose channel it is. */
export async function keepersOf(db: ReadDb, { createdBy, channelId }: Pick<LiveCode, 'createdBy' | 'channelId'>): Promise<Staff[]> {
  const owner = channelId === null ? null : (await readTree(db)).get(channelId)?.ownerId;
  return db.find(Staff, { id: In([createdBy, ...(owner ? [owner] : [])]), state: 'active' });
}
