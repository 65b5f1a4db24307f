import type { GroupCode } from './entity';
import type { Room } from './rooms';

export interface Asker {
  /** Of the customer, where it is known who scans. */
  tagIds: readonly string[];
  /** What they were shown before. */
  lastEntryId: string;
}

/** Who was shown a group before is shown the same as long as it has room; else the rule of the code decides. Null: nothing is open. `dice` gives 0 to below 1. */
export function pickRoom({ rule, turn }: Pick<GroupCode, 'rule' | 'turn'>, rooms: readonly Room[], { tagIds, lastEntryId }: Asker, dice: () => number): Room | null {
  const open = rooms.filter((room) => room.verdict === 'open');
  const before = open.find((room) => room.entry.id === lastEntryId);
  if (before) return before;
  switch (rule) {
    case 'order': return open[0] ?? null;
    case 'roundRobin': return open[turn % open.length] ?? null;
    case 'random': return open[Math.floor(dice() * open.length)] ?? null;
    case 'tag': {
      const theirs = open.find(({ entry }) => entry.tagIds.some((id) => tagIds.includes(id)));
      return theirs ?? open.find(({ entry }) => entry.tagIds.length === 0) ?? null;
    }
  }
}
