import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { messageOf } from '../../core/errors';
import type { Log } from '../../core/log';
import { findTombstones } from '../../core/personal/tombstone';
import type { Services } from '../../core/services';
import { unionidToExternalUserid } from '../../wecom/api/id-convert';
import { addIdentity, customerByExternalUserid, findByIdentity, livingId, noteActive } from '../customer';
import { Visitor } from './entity';
import { noteConversion, settleConversion } from './note-conversion';

export interface RecogniseContext extends Pick<Services, 'wecom' | 'corps' | 'suite'> {
  db: ReadDb;
  clock: Clock;
  log: Log;
}

/** A stranger who comes back within this time is not asked about again. */
const askAgainMs = 600_000;

/** The row of this WeChat user at this company. */
export function holdVisitor(db: ReadDb, now: number, { unionid, ...account }: Pick<Visitor, 'via' | 'appid' | 'openid'> & { unionid: string }): Promise<Visitor> {
  return write(db, async (tx) => {
    await tx.insertMissing(Visitor, {
      id: newId('vis', now), ...account, unionid: null, customerId: null, externalUserid: null, pendingId: null, askedAt: null, createdAt: now, lastSeenAt: now,
    });
    await tx.update(Visitor, { appid: account.appid, openid: account.openid }, { lastSeenAt: now, ...(unionid && { unionid }) });
    return (await tx.findOne(Visitor, { appid: account.appid, openid: account.openid }))!;
  });
}

/**
 * Whose customer this WeChat user is: the id of our customer, or null while they are nobody's. A self-built app reads the
 * unionid with each customer (https://developer.work.weixin.qq.com/document/path/92114); the provider's apps have to ask
 * WeCom (https://developer.work.weixin.qq.com/document/path/97108). Not inside a transaction.
 */
export async function recogniseVisitor(context: RecogniseContext, visitor: Visitor): Promise<string | null> {
  const { db, clock } = context;
  const customerId = await identifyVisitor(context, visitor);
  // Whoever is recognised is here just now.
  if (customerId) await write(db, (tx) => noteActive(tx, customerId, clock.now()));
  return customerId;
}

/** The same for a job, behind which nobody is present. */
export async function identifyVisitor(context: RecogniseContext, visitor: Visitor): Promise<string | null> {
  const { db, clock } = context;
  if (visitor.customerId) return visitor.customerId;
  const { unionid } = visitor;
  if (!unionid) return null;
  const known = (await findByIdentity(db, 'unionid', unionid)) ?? (await byExternalUserid(db, visitor.externalUserid));
  if (known) return join(context, visitor, known);
  const { kind } = await context.corps.get(db.corpId);
  if (kind === 'selfBuilt' || (visitor.askedAt !== null && clock.now() - visitor.askedAt < askAgainMs)) return null;
  const answer = await askWecom(context, visitor, { unionid, openid: visitor.openid });
  if (!answer) return null;
  const ids = [answer.externalUserid, answer.pendingId].filter((id) => id !== null);
  // Who was erased stays a visitor whom nobody knows until they add a staff member anew.
  const isErased = [...(await findTombstones(db, ids)).values()].some((stone) => stone.returnedAt === null);
  await write(db, (tx) => tx.update(Visitor, { id: visitor.id }, { ...(!isErased && answer), askedAt: clock.now() }));
  if (isErased) return null;
  // They may have been added between the two questions.
  const found = (await byExternalUserid(db, answer.externalUserid)) ?? (await findByIdentity(db, 'unionid', unionid));
  return found ? join(context, visitor, found) : null;
}

async function byExternalUserid(db: ReadDb, externalUserid: string | null): Promise<string | null> {
  return externalUserid ? (await customerByExternalUserid(db, externalUserid))?.id ?? null : null;
}

/** Who it is can wait: a visitor is let in whether WeCom answers or not. */
async function askWecom({ db, clock, wecom, suite, log }: RecogniseContext, visitor: Visitor, who: { unionid: string; openid: string }): Promise<{ externalUserid: string | null; pendingId: string | null } | null> {
  const question = { kind: 'unionidToExternal' as const, subject: visitor.id, visitorId: visitor.id };
  try {
    // The mini-program is whose the server is: the provider's where there is a suite, else the company's own.
    const reply = await unionidToExternalUserid(await wecom(db.corpId), { ...who, subject: suite ? 'provider' : 'corp' });
    await write(db, (tx) => noteConversion(tx, { ...question, state: reply.external_userid ? 'done' : 'pending' }, clock.now()));
    return { externalUserid: reply.external_userid || null, pendingId: reply.pending_id || null };
  } catch (error) {
    await write(db, (tx) => noteConversion(tx, { ...question, state: 'failed', failure: error }, clock.now()));
    log.warn({ err: error, corpId: db.corpId }, `cannot ask WeCom who a visitor is: ${messageOf(error)}`);
    return null;
  }
}

async function join({ db, log }: RecogniseContext, visitor: Visitor, customerId: string): Promise<string> {
  const isWhole = await write(db, (tx) => joinCustomer(tx, visitor, customerId));
  if (!isWhole) log.warn({ visitor: visitor.id, customerId }, 'a visitor’s openid or unionid is another customer’s already');
  return customerId;
}

/** From now on they are one. False when a name of the visitor's was another customer's; it stays theirs. */
export async function joinCustomer(tx: WriteDb, visitor: Visitor, customerId: string): Promise<boolean> {
  await tx.update(Visitor, { id: visitor.id }, { customerId: await livingId(tx, customerId) });
  await settleConversion(tx, visitor.id, customerId);
  const isOpenidFree = await addIdentity(tx, customerId, visitor.via === 'mini' ? 'miniOpenid' : 'officialOpenid', `${visitor.appid}:${visitor.openid}`, { source: visitor.via });
  const isUnionidFree = visitor.unionid === null || await addIdentity(tx, customerId, 'unionid', visitor.unionid, { source: visitor.via });
  return isOpenidFree && isUnionidFree;
}
