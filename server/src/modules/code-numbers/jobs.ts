import { MoreThan } from 'typeorm';
import type { CodeWay } from '@scrm/shared/code-figures';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { on } from '../../core/events';
import { customerByLink } from '../acquisition/events';
import { FollowUser, livingId } from '../customer';
import { customerAdded, customerLost } from '../customer/events';
import { liveCodesByIds } from '../live-code';
import { storeOfWay } from '../store';
import { CodeAdd } from './entity';

interface Came { customerId: string; staffId: string; addedAt: number }
type Way = Pick<CodeAdd, 'way' | 'codeId' | 'storeId' | 'regionId'>;

/** The code that WeCom's word names; links say themselves who came by them. */
async function wayOf(db: ReadDb, state: string): Promise<Way | null> {
  const store = await storeOfWay(db, state);
  if (store) return { way: store.codeId === '' ? 'ownStore' : 'store', codeId: store.codeId || store.storeId, storeId: store.storeId, regionId: store.regionId ?? '' };
  const code = state === '' ? undefined : (await liveCodesByIds(db, [state])).get(state);
  const way: CodeWay = state === code?.id ? 'direct' : 'page';
  return code ? { way, codeId: code.id, storeId: '', regionId: '' } : null;
}

/** In whatever order it is told, and however often: the first time counts, and whether they are friends stands in the relation. */
async function record(tx: WriteDb, way: Way, { customerId: id, staffId, addedAt }: Came): Promise<void> {
  const customerId = await livingId(tx, id);
  const { codeId, storeId } = way;
  await tx.insertMissing(CodeAdd, { id: newId('cad', addedAt), ...way, customerId, staffId, addedAt, lostAt: null, lostBy: null });
  await tx.update(CodeAdd, { codeId, storeId, customerId, staffId, addedAt: MoreThan(addedAt) }, { addedAt });
  await followRelation(tx, customerId, staffId);
}

async function followRelation(tx: WriteDb, customerId: string, staffId: string): Promise<void> {
  const follows = await tx.find(FollowUser, { customerId, staffId }, { order: { lostAt: 'DESC' } });
  const [left] = follows;
  const isFriend = !left || follows.some(({ lostAt }) => lostAt === null);
  const lost = isFriend || left.lostBy === 'transfer' ? { lostAt: null, lostBy: null } : { lostAt: left.lostAt, lostBy: left.lostBy };
  await tx.update(CodeAdd, { customerId, staffId }, lost);
}

export const countAdd = on(customerAdded, 'codeNumbers.countAdd', async ({ state, ...came }, { db, write }) => {
  const way = await wayOf(db, state);
  // Back by another way: they are no loss of the first one any more.
  await write((tx) => (way ? record(tx, way, came) : followRelation(tx, came.customerId, came.staffId)));
});

export const countByLink = on(customerByLink, 'codeNumbers.countByLink', ({ linkId, ...came }, { write }) => write((tx) => record(tx, { way: 'link', codeId: linkId, storeId: '', regionId: '' }, came)));

export const countLoss = on(customerLost, 'codeNumbers.countLoss', ({ customerId, staffId }, { write }) => write(async (tx) => followRelation(tx, await livingId(tx, customerId), staffId)));

export const codeNumberJobs = [countAdd, countByLink, countLoss];
