import type { Owner } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../../core/db/scope';
import { messageOf } from '../../../core/errors';
import type { PageContext } from '../../../core/http/page';
import { findByIdentity } from '../../customer';
import { ownersOf } from '../owner';
import { newState, pick } from '../rule';
import type { Book } from './book';
import { bringWay, holdWay, type WayContext } from './ways';
import './services';

type OwnerContext = Pick<PageContext, 'database' | 'wecom' | 'clock' | 'log' | 'pageCodes'>;

/**
 * Who is known by this cookie, and who has them. An owner whom the rule would choose but whom the page cannot show, because
 * there is no contact way and none is to be had at once, counts as not there: better somebody than nobody.
 */
export async function ownersByCookie(context: OwnerContext, book: Book, visitor: string): Promise<{ customerId: string; owners: Owner[] } | null> {
  const { facts } = book;
  const db = context.database.corp(facts.corpId);
  const customerId = await findByIdentity(db, 'visitor', visitor);
  if (!customerId) return null;
  const owners = await ownersOf(db, customerId);
  const { target, reason } = pick(facts.compiled, newState(facts.compiled), { at: context.clock.now(), owners });
  if (reason.kind === 'existingOwner' && 'staffId' in target && !book.face(target.staffId) && !(await showOwner(context, db, book, target.staffId))) {
    return { customerId, owners: owners.map((owner) => (owner.staffId === target.staffId ? { ...owner, isThere: false } : owner)) };
  }
  return { customerId, owners };
}

async function showOwner(context: OwnerContext, db: ReadDb, book: Book, staffId: string): Promise<boolean> {
  const ways: WayContext = { db, clock: context.clock, wecom: context.wecom };
  try {
    await bringWay(ways, await holdWay(db, book.facts.id, staffId, context.clock.now()), true);
    await context.pageCodes.renewed(book.facts.id);
  } catch (error) {
    context.log.warn({ err: error, liveCode: book.facts.id, staffId }, `an owner cannot be shown: ${messageOf(error)}`);
  }
  return book.face(staffId) !== undefined;
}
