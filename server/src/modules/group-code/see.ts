import { IsNull, Not } from 'typeorm';
import { Scan, type Scans } from '../scan';
import { GroupCode } from './entity';
import { pictureAddress, stateOf } from './present';
import { showGroup, type Scanner, type ShowContext, type Shown } from './show';

export interface SeeContext extends ShowContext {
  scans: Scans;
}

/** What somebody sees of a group code on a page that is not its own. */
export interface SeenGroup {
  codeId: string;
  codeName: string;
  groupName: string;
  /** Of WeCom, or below our own address. */
  pictureUrl: string;
  /** They are in this group already. */
  isIn: boolean;
}

/**
 * The group that a visitor is shown of a code, with a place kept for them, by the code's own choice. Null: it is not in use, or has no room.
 * `isNew`: counts as a scan of the code; the same visit looking again does not.
 */
export async function seeGroup(context: SeeContext, id: string, scanner: Scanner, isNew: boolean): Promise<SeenGroup | null> {
  const { db, clock } = context;
  const code = await db.findOne(GroupCode, { id });
  const state = code && stateOf(code, clock.now());
  if (!code || state === 'closed' || state === 'expired') return null;
  const shown = await showAndRecord(context, code, scanner, isNew);
  if (shown.outcome === 'full') return null;
  return { codeId: id, codeName: code.name, groupName: nameOf(shown), pictureUrl: pictureOf(shown), isIn: shown.outcome === 'own' };
}

/** Who scans is known where this browser once came with their own invitation. */
export async function showAndRecord({ db, clock, scans, secrets }: SeeContext, code: GroupCode, { visitor, customerId, address }: Scanner, isNew = true): Promise<Shown> {
  const known = customerId ?? (await db.findOne(Scan, { visitor, customerId: Not(IsNull()) }, { order: { at: 'DESC' } }))?.customerId ?? null;
  const shown = await showGroup({ db, clock, secrets }, code, { visitor, customerId: known, address }, isNew);
  if (isNew) await scans.record(db.corpId, { kind: 'group', codeId: code.id, visitor, ...tellOf(shown), reason: reasonOf(code, shown), customerId: known });
  return shown;
}

function tellOf(shown: Shown): { outcome: string; target: string; wayId: string } {
  if (shown.outcome === 'full') return { outcome: 'full', target: '', wayId: '' };
  const { room } = shown;
  const group = shown.outcome === 'own' ? shown.group : room?.group;
  return { outcome: shown.outcome, target: group?.id ?? room?.entry.id ?? '', wayId: room?.entry.id ?? '' };
}

function reasonOf({ rule, headRoom }: GroupCode, shown: Shown): Record<string, unknown> {
  if (shown.outcome !== 'shown') return { rule };
  const { entry, free, group } = shown.room;
  return { rule, position: entry.position, cap: entry.cap, headRoom, members: group?.memberCount ?? null, free };
}

type Led = Exclude<Shown, { outcome: 'full' }>;
export const nameOf = (shown: Led): string => (shown.outcome === 'own' ? shown.group : shown.room.group)?.name ?? shown.room?.entry.name ?? '';
export const pictureOf = ({ room }: Led): string => (room ? (room.entry.kind === 'way' ? room.entry.qrUrl : pictureAddress(room.entry)) : '');
