import { decodeTime } from 'ulid';
import { idSince } from '../../core/db/ids';
import type { LiveTopic } from '../../core/http/live';
import type { ReadDb } from '../../core/db/scope';

/** What each topic's newest mark is read from: the table whose rows are only ever added, or a count that moves. */
const marks: Record<LiveTopic, string> = {
  customers: 'activity',
  liveCodes: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM live_code WHERE corpId = ?',
  callbacks: 'inbox',
  jobs: 'job',
  welcome: 'welcome',
  tags: 'SELECT COUNT(*) AS n, MAX(id) AS mark FROM tag WHERE corpId = ?',
  org: 'SELECT value AS mark FROM progress WHERE corpId = ? AND name = \'orgSync\'',
  tasks: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM task WHERE corpId = ?',
  exports: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM data_export WHERE corpId = ?',
  corps: 'SELECT value AS mark FROM progress WHERE corpId = ? AND name = \'customerSync\'',
};

/** ms. Processes commit in another order than they give out ids: a row may appear behind the newest for this long. */
const late = 30_000;

export async function liveMarks(db: ReadDb): Promise<Partial<Record<LiveTopic, string>>> {
  const ask = (sql: string, ...more: string[]) => db.database.query<{ mark: string | null }>(sql, [db.corpId, ...more]);
  const markOf = async (source: string) => {
    if (source.includes(' ')) return ask(source);
    const newest = await ask(`SELECT MAX(id) AS mark FROM ${source} WHERE corpId = ?`);
    const [prefix, time] = newest[0]?.mark?.split('_') ?? [];
    return time ? [newest, await ask(`SELECT COUNT(*) AS n FROM ${source} WHERE corpId = ? AND id >= ?`, idSince(prefix!, decodeTime(time) - late))] : newest;
  };
  return Object.fromEntries(await Promise.all(Object.entries(marks).map(async ([topic, source]) => [topic, JSON.stringify(await markOf(source))] as const)));
}
