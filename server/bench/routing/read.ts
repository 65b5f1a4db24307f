import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { serveParent } from '../serving';

/** A database read for each request, by the driver alone: the staff of the code with their counts, the fewest first: `read.ts <database url>`. */
const [databaseUrl] = process.argv.slice(2) as [string];
const pool = createPool({ uri: databaseUrl, connectionLimit: 32 });
const sql = 'SELECT way.staffId, way.qrUrl, way.id FROM live_code code JOIN live_code_way way ON way.liveCodeId = code.id AND way.corpId = code.corpId WHERE code.id = ? AND code.deletedAt IS NULL';
let turn = 0;

const server = createServer((request, response) => {
  pool.execute<RowDataPacket[]>(sql, [request.url!.slice('/c/'.length)]).then(([rows]) => {
    const chosen = rows[turn++ % rows.length]!;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<img src="${chosen.qrUrl}">`);
  }, (error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }, () => pool.end()));
