import type { Progress } from '@scrm/shared/corp';
import type { JobContext } from '../../core/jobs/define';
import { countSealed, resealPage } from '../../core/sealed';
import { readCursor, readProgress, saveProgress } from '../corp';

const pageSize = 200;

/** Seals anew what was sealed with an older key, page by page; it goes on where it stopped. */
export async function rotateKeys({ db, write, corpId, secrets, sealedColumns, clock, signal }: JobContext): Promise<void> {
  const before = await readProgress(db, 'keyRotation');
  const goesOn = before.state === 'running' || before.state === 'failed';
  const { old } = await countSealed(db.database, secrets, sealedColumns, corpId);
  const resumed = goesOn ? placeOf(await readCursor(db, 'keyRotation')) : { column: 0, after: '' };
  let done = goesOn ? before.done : 0;
  const progress = (state: Progress['state'], error = ''): Progress => ({
    state, done, total: (goesOn ? before.done : 0) + old, startedAt: goesOn ? before.startedAt : clock.now(), finishedAt: state === 'running' ? null : clock.now(), error,
  });
  try {
    for (let { column, after } = resumed; column < sealedColumns.length;) {
      if (signal.aborted) return;
      const { last, resealed } = await resealPage(db.database, secrets, sealedColumns[column]!, { corpId, after, limit: pageSize });
      done += resealed;
      if (last === null) [column, after] = [column + 1, ''];
      else after = last;
      await write((tx) => saveProgress(tx, 'keyRotation', progress('running'), `${column} ${after}`));
    }
  } catch (error) {
    // Most often a value whose key is not among SECRET_KEY any more.
    await write((tx) => saveProgress(tx, 'keyRotation', progress('failed', error instanceof Error ? error.message : String(error))));
    throw error;
  }
  await write((tx) => saveProgress(tx, 'keyRotation', progress('done')));
}

function placeOf(cursor: string): { column: number; after: string } {
  const [column = '', after = ''] = cursor.split(' ');
  return { column: Number(column) || 0, after };
}
