import { In } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { readTree } from '../channel';
import { setSource } from '../customer';
import { AcquisitionCustomer, AcquisitionEvent, AcquisitionLink, AcquisitionSource } from './entity';
import { customerByLink } from './events';

/** The place and the link that a state names; null where it is none of ours. */
export async function sourceOf(db: ReadDb, state: string | null | undefined): Promise<{ link: AcquisitionLink; source: AcquisitionSource } | null> {
  if (!state?.startsWith('acs_')) return null;
  const source = await db.findOne(AcquisitionSource, { id: state });
  const link = source && (await db.findOne(AcquisitionLink, { id: source.linkId }));
  return source && link ? { link, source } : null;
}

/** Somebody came by a link: written down once, with where they came from. */
export async function recordCustomer(
  tx: WriteDb, { link, source, customerId, staffId, addedAt, chatted }: { link: AcquisitionLink; source: AcquisitionSource | null; customerId: string; staffId: string; addedAt: number; chatted: boolean },
): Promise<boolean> {
  const known = await tx.findOne(AcquisitionCustomer, { linkId: link.id, customerId, staffId });
  if (known) {
    if (chatted && !known.chatted) await tx.update(AcquisitionCustomer, { id: known.id }, { chatted });
    return false;
  }
  const [id, place] = [newId('acu', addedAt), { linkId: link.id, sourceId: source?.id ?? '' }];
  await tx.insertMissing(AcquisitionCustomer, { id, ...place, customerId, staffId, chatted, addedAt });
  await tx.insertMissing(AcquisitionEvent, { id: newId('ace', addedAt), callbackId: id, kind: 'added', ...place, at: addedAt, customerId, staffId });
  const channel = link.channelId === null ? null : { id: link.channelId, path: (await readTree(tx)).pathOf(link.channelId) };
  await setSource(tx, customerId, staffId, { kind: 'link', id: link.id, name: source ? `${link.name} · ${source.name}` : link.name, channel });
  await tx.publish(customerByLink, { linkId: link.id, customerId, staffId, addedAt }, { key: `${link.id}:${customerId}:${staffId}` });
  return true;
}

/** Removed ones too. */
export async function linkNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((ids.length === 0 ? [] : await db.find(AcquisitionLink, { id: In([...new Set(ids)]) })).map(({ id, name }) => [id, name]));
}
