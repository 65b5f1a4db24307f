import { MoreThan } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { networkOf } from '../../core/http/network';
import type { Secrets } from '../../core/secrets';
import { GroupCodeHold } from './entity';
import { holdMs } from './rooms';

export const shareMs = 3_600_000;

interface Wanted {
  groupId: string;
  /** Places that nobody has or keeps; null: without end. */
  free: number | null;
  visitor: string;
  /** From where they ask. */
  address: string;
  now: number;
}

/**
 * The brake on a script that opens a code without end. Each browser has a place of its own, wherever it asks from, so a whole hall behind one address
 * is counted by heads; but within an hour an address is given each place of a group once. After that it keeps at most half of what it could have, and
 * the others who come from there see the group without a place of their own. All processes count together; the caller holds the group's row, and of an
 * address only a keyed hash is kept, for as long as it counts. True: the place may be kept for `holdMs`.
 */
export async function takeShare(tx: WriteDb, secrets: Secrets, { groupId, free, visitor, address, now }: Wanted): Promise<boolean> {
  if (free === null || groupId === '') return true;
  const [network, until] = [secrets.blindIndex(networkOf(address), 'group_code_hold.network'), now + holdMs];
  const given = await tx.find(GroupCodeHold, { groupId, network, at: MoreThan(now - shareMs) });
  // Who looks again has the same place a little longer, and not for ever.
  const own = given.find((hold) => hold.visitor === visitor && hold.at > now - holdMs);
  const held = given.filter((hold) => hold.until > now && hold.visitor !== visitor).length;
  if (own) await tx.update(GroupCodeHold, { id: own.id }, { until });
  const mayKeep = own !== undefined || given.length < held + free || held < Math.ceil((held + free) / 2);
  if (!own && mayKeep) await tx.insert(GroupCodeHold, { id: newId('gch', now), groupId, network, visitor, at: now, until });
  return mayKeep;
}
