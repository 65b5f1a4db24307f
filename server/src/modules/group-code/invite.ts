import type { ReadDb } from '../../core/db/scope';
import { GroupCode } from './entity';
import { stateOf } from './present';
import { readRooms } from './rooms';

/** A group code as those see it who invite to it. */
export interface InviteTarget {
  id: string;
  name: string;
  title: string;
  guide: string;
  /** It is in use and has room: no picture that has ended, no group that is full or gone. */
  isOpen: boolean;
  /** All of its groups: who is in one of them needs no invitation. */
  groupIds: string[];
}

/** Null: there is no such code. `now` in ms. */
export async function inviteTarget(db: ReadDb, id: string, now: number): Promise<InviteTarget | null> {
  const code = await db.findOne(GroupCode, { id });
  if (!code) return null;
  const rooms = await readRooms(db, code, now);
  const state = stateOf(code, now);
  return {
    id, name: code.name, title: code.title, guide: code.guide, isOpen: (state === 'open' || state === 'archived') && rooms.some((room) => room.verdict === 'open'),
    groupIds: [...new Set(rooms.flatMap(({ entry }) => entry.groupIds))],
  };
}
