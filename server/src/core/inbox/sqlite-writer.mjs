import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/**
 * The thread that commits callbacks on SQLite: one statement a message, flushed to disk before it answers. Plain
 * JavaScript, because the loader of the other files does not reach into threads on Node 20.
 */
const db = new Sqlite(workerData.path, { timeout: 10_000 });
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('secure_delete = ON');
const insert = db.prepare(workerData.insert);

parentPort.on('message', ({ batch, arrival }) => {
  let error = null;
  try {
    insert.run(arrival);
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  parentPort.postMessage({ batch, error });
});
