import type { LiveTopic } from '../../core/http/live';
import type { ReadDb } from '../../core/db/scope';

/** What each topic's newest mark is read from: an indexed look at one corp's newest row, or a count that moves. */
const marks: Record<LiveTopic, string> = {
  customers: 'SELECT MAX(id) AS mark FROM activity WHERE corpId = ?',
  liveCodes: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM live_code WHERE corpId = ?',
  callbacks: 'SELECT MAX(id) AS mark FROM inbox WHERE corpId = ?',
  jobs: 'SELECT MAX(id) AS mark FROM job WHERE corpId = ?',
  welcome: 'SELECT MAX(id) AS mark FROM welcome WHERE corpId = ?',
  tags: 'SELECT COUNT(*) AS n, MAX(id) AS mark FROM tag WHERE corpId = ?',
  org: 'SELECT value AS mark FROM progress WHERE corpId = ? AND name = \'orgSync\'',
  tasks: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM task WHERE corpId = ?',
  exports: 'SELECT COUNT(*) AS n, MAX(updatedAt) AS mark FROM data_export WHERE corpId = ?',
  corps: 'SELECT value AS mark FROM progress WHERE corpId = ? AND name = \'customerSync\'',
};

export async function liveMarks(db: ReadDb): Promise<Partial<Record<LiveTopic, string>>> {
  const found = await Promise.all(Object.entries(marks).map(async ([topic, sql]) => [topic, JSON.stringify(await db.database.query(sql, [db.corpId]))] as const));
  return Object.fromEntries(found);
}
