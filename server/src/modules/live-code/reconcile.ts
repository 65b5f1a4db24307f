import type { JobContext } from '../../core/jobs/define';
import { addToReconciliation } from '../customer';
import { readWay, removeWayById, unknownWays } from './contact-way';
import { LiveCode } from './entity';
import { keepAligned } from './keep';
import { LiveCodeWay } from './page/entity';

/** Seconds. WeCom lists no contact way made before: https://developer.work.weixin.qq.com/document/path/92572 */
export const firstListed = Date.UTC(2021, 6, 10) / 1000;

/**
 * Compares WeCom's contact ways with our rows. A way that carries the id of a code of ours, but is not that code's way, is
 * deleted: an attempt that died after asking made it, and nobody ever saw its picture. A way with an id that we never gave is
 * left alone: it is another installation's. A row whose way is gone gets a new one.
 */
export async function reconcileContactWays({ db, wecom, write, corpId, log }: JobContext, reconciliationId: string): Promise<void> {
  const app = await wecom(corpId);
  const listed = new Set<string>();
  let orphans = 0;
  for await (const way of unknownWays(db, app, firstListed, (ids) => ids.forEach((id) => listed.add(id)))) {
    if (way.state.startsWith('lw_') && (await isOrphan(db, way))) {
      await removeWayById(app, way.config_id);
      orphans++;
    }
    if (!way.state.startsWith('lc_')) continue;
    const code = await db.findOne(LiveCode, { id: way.state });
    if (!code) log.warn({ configId: way.config_id, state: way.state }, 'a contact way carries a live code’s id that is not ours');
    // A row that waits for its way will find this one and keep it; another has got it since it was listed.
    if (!code || code.configId === way.config_id || (code.state === 'preparing' && code.configId === '')) continue;
    await removeWayById(app, way.config_id);
    orphans++;
  }
  let missing = 0;
  for (const code of await db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL AND code.configId <> :none', { none: '' }).getMany()) {
    if (listed.has(code.configId) || (await readWay(app, code.configId))) continue;
    await write(async (tx) => {
      await tx.update(LiveCode, { id: code.id, configId: code.configId }, { configId: '', qrUrl: '', known: null, state: 'preparing', problem: null });
      await tx.enqueue(keepAligned, { id: code.id });
    });
    missing++;
  }
  await write((tx) => addToReconciliation(tx, reconciliationId, { orphanContactWays: orphans, missingContactWays: missing }));
}

/** The same for a way by which a code's page adds somebody. */
async function isOrphan(db: JobContext['db'], { config_id, state }: { config_id: string; state: string }): Promise<boolean> {
  const row = await db.findOne(LiveCodeWay, { id: state });
  return row !== null && row.configId !== config_id && !(row.configId === '' && row.askedAt !== null);
}
