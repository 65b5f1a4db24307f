import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { emptyWay } from '../add-way';
import { VisitorContactWay } from './entity';

/** The row of this staff member's contact way, made where it is missing. */
export async function holdWay(db: ReadDb, staffId: string, now: number): Promise<VisitorContactWay> {
  const known = await db.findOne(VisitorContactWay, { staffId });
  if (known) return known;
  return write(db, async (tx) => {
    await tx.insertMissing(VisitorContactWay, { id: newId('vc', now), staffId, ...emptyWay });
    return (await tx.findOne(VisitorContactWay, { staffId }))!;
  });
}
