import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/**
 * The thread that commits on SQLite: one statement a message, flushed to disk before it answers. Plain JavaScript, because
 * the loader of the other files does not reach into threads on Node 20.
 */
const db = new Sqlite(workerData.path, { timeout: 10_000 });
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('secure_delete = ON');
const prepared = new Map();

parentPort.on('message', ({ number, sql, parameters }) => {
  let error = null;
  try {
    let statement = prepared.get(sql);
    if (!statement) prepared.set(sql, (statement = db.prepare(sql)));
    statement.run(parameters);
  } catch (cause) {
    error = { message: cause instanceof Error ? cause.message : String(cause), code: cause?.code };
  }
  parentPort.postMessage({ number, error });
});
