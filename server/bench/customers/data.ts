import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { newId } from '../../src/core/db/ids';

export const corpId = 'corp_bench';
export const tagIds = Array.from({ length: 500 }, (_, n) => `tag_bench${String(n).padStart(20, '0')}`);
export const staffIds = Array.from({ length: 200 }, (_, n) => `stf_bench${String(n).padStart(20, '0')}`);
export const levelIds = ['opt_a', 'opt_b', 'opt_c', 'opt_d'];
/** A choice, a number and a text, of which each customer has one. */
export const fields = [{ id: 'fld_level', kind: 'choice' as const }, { id: 'fld_budget', kind: 'number' as const }, { id: 'fld_street', kind: 'text' as const }];
const day = 86_400_000;
export const now = Date.UTC(2026, 10, 1);
const years = 3;

const surnames = [...'李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲飞鹏浩宇欣怡子涵梓轩晨曦雨桐嘉豪思远文博佳琪'];
const companies = ['晨星茶饮', '海棠家居', '青山物流', '远航教育'];

/** The same numbers on every run. */
function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Some tags are common and most are rare: the first has a fifth of all customers. */
function drawTag(random: () => number, sums: Float64Array): number {
  const wanted = random() * sums.at(-1)!;
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What stands in the files of our tables. */
const columns = {
  customer: 'id, corpId, externalUserid, name, avatarUrl, type, gender, corpName, position, unionid, firstAddedAt, lastAddedAt, lastActiveAt, lostAt, lostBy',
  follow_user: 'id, corpId, customerId, staffId, remark, description, state, addWay, operUserid, sourceKind, sourceId, sourceName, addedAt, lostAt, lostBy, remarkEditedByHand, stateAt, stateCause, touchedAt',
  follow_tag: 'id, corpId, followId, customerId, staffId, tagId, addedAt',
  customer_field: 'id, corpId, customerId, fieldId, state, value, sealed, sortText, sortNumber, blind, source, staffId, byName, at, version',
  customer_field_option: 'id, corpId, customerId, fieldId, optionId',
};
const peerColumns = 'id, external_userid, customer_name, remark_name, remark_corp_name, add_user_id, tag_ids, add_time, track_state, del_flag';

/** Puts the files that MariaDB read into an SQLite database of ours. */
export async function fillSqlite(path: string, folder: string): Promise<void> {
  const db = new Sqlite(path);
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -1000000');
  for (const [name, list] of Object.entries(columns)) {
    const put = db.prepare(`INSERT INTO ${name} (${list}) VALUES (${list.split(',').map(() => '?').join(', ')})`);
    db.exec('BEGIN');
    for await (const line of createInterface({ input: createReadStream(join(folder, `${name}.tsv`)) })) put.run(line.split('\t').map((cell) => (cell === '\\N' ? null : cell)));
    db.exec('COMMIT');
  }
  db.exec('ANALYZE');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Writes `count` customers as files and lets MariaDB read them: our tables, and the table of the peer with tags in one column. */
export async function fillMariadb(url: string, folder: string, count: number): Promise<void> {
  const random = dice(7);
  const sums = new Float64Array(tagIds.length);
  tagIds.reduce((sum, _, n) => (sums[n] = sum + (n + 1) ** -0.62), 0);
  const out = Object.fromEntries(['customer', 'follow_user', 'follow_tag', 'customer_field', 'customer_field_option', 'we_customer'].map((name) => [name, createWriteStream(join(folder, `${name}.tsv`), { highWaterMark: 1 << 22 })]));
  const put = async (name: string, ...cells: (string | number | null)[]) => {
    const row = `${cells.map((cell) => (cell === null ? '\\N' : cell)).join('\t')}\n`;
    if (!out[name]!.write(row)) await once(out[name]!, 'drain');
  };
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (let n = 0; n < count; n++) {
    // Most came one after the other; some came again much later than they first came.
    const first = now - Math.floor((1 - n / count) * years * 365 * day);
    const at = random() < 0.1 ? first + Math.floor(random() * (now - first)) : first;
    const [customer, follow] = [newId('cus'), newId('fol')];
    const external = `wm${String(n).padStart(30, '0')}`;
    const name = one(surnames) + one(given) + (random() < 0.7 ? one(given) : '');
    const remark = random() < 0.2 ? `${name}${one(['老客户', '门店', '意向高', ''])}` : '';
    const company = random() < 0.1 ? one(companies) : '';
    const lost = random() < 0.08 ? at + Math.floor(random() * (now - at)) : null;
    const tags = new Set<number>();
    while (tags.size < 5) tags.add(drawTag(random, sums));
    const staff = one(staffIds);
    const add = [1, 3, 4, 16, 201][Math.floor(random() * 5)]!;
    await put('customer', customer, corpId, external, name, '', 1, 0, company, '', null, first, at, lost ?? at, lost, lost === null ? null : 'customer');
    await put('follow_user', follow, corpId, customer, staff, remark, '', '', add, '', 'addWay', null, '', at, lost, lost === null ? null : 'customer', 0, at, '', 0);
    for (const tag of tags) await put('follow_tag', newId('ft'), corpId, follow, customer, staff, tagIds[tag]!, at);
    const level = Math.floor(random() ** 2 * levelIds.length);
    const place = one(surnames) + one(given) + one(['路', '街', '大道']);
    for (const [fieldId, text, number] of [['fld_level', null, null], ['fld_budget', null, Math.floor(random() * 100_000) * 10_000], ['fld_street', place, null]] as const) {
      const value = fieldId === 'fld_level' ? levelIds[level]! : number === null ? place : number / 10_000;
      await put('customer_field', newId('val'), corpId, customer, fieldId, 'value', JSON.stringify(value), 0, text, number, null, 'import', null, '', at, 1);
    }
    await put('customer_field_option', newId('opt'), corpId, customer, 'fld_level', levelIds[level]!);
    await put('we_customer', n + 1, external, name, remark, company, staff, [...tags].map((tag) => tagIds[tag]).join(','), new Date(at).toISOString().slice(0, 19).replace('T', ' '), lost === null ? 1 : 5, 0);
  }
  await Promise.all(Object.values(out).map((stream) => new Promise((resolve) => stream.end(resolve))));
  const connection = await createConnection(url);
  await connection.query(`CREATE TABLE we_customer (id BIGINT PRIMARY KEY, external_userid VARCHAR(64), customer_name VARCHAR(128), remark_name VARCHAR(128), remark_corp_name VARCHAR(128),
    add_user_id VARCHAR(64), tag_ids TEXT, add_time DATETIME, track_state INT, del_flag INT, KEY ix_time (add_time), KEY ix_user (add_user_id), KEY ix_external (external_userid)) CHARACTER SET utf8mb4`);
  await connection.query('SET SESSION unique_checks = 0, foreign_key_checks = 0');
  for (const [name, list] of Object.entries({ ...columns, we_customer: peerColumns })) {
    await connection.query(`LOAD DATA INFILE '${join(folder, `${name}.tsv`)}' INTO TABLE ${name} CHARACTER SET utf8mb4 (${list})`);
    await connection.query(`ANALYZE TABLE ${name}`);
  }
  await flush(connection);
  await connection.end();
}

/** What was loaded goes to the disk now, not for minutes beside what is measured. */
async function flush(connection: Connection): Promise<void> {
  const told = async (sql: string) => ((await connection.query<RowDataPacket[]>(sql))[0] as { Variable_name: string; Value: string }[]);
  const before = await told('SHOW GLOBAL VARIABLES WHERE Variable_name IN (\'innodb_max_dirty_pages_pct\', \'innodb_io_capacity\')');
  await connection.query('SET GLOBAL innodb_max_dirty_pages_pct = 0, innodb_io_capacity = 20000');
  while (Number((await told('SHOW GLOBAL STATUS LIKE \'Innodb_buffer_pool_pages_dirty\''))[0]!.Value) > 500) await sleep(100);
  for (const { Variable_name, Value } of before) await connection.query(`SET GLOBAL ${Variable_name} = ${Number(Value)}`);
}
