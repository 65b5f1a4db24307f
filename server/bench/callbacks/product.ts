import { randomBytes } from 'node:crypto';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { systemClock } from '../../src/core/clock';
import { forgetful } from '../../src/core/db/durable';
import { createLog } from '../../src/core/log';
import { connectApp } from '../../src/modules/corp';
import { serveParent } from '../serving';

/** The whole product as a web process: `product.ts <database url> <data folder> <database | memory>`. */
const [databaseUrl, dataDir, store] = process.argv.slice(2) as [string, string, 'database' | 'memory'];

const config = readConfig({
  PORT: '0', HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1', SANDBOX: '0', ROLE: 'web', LOG_LEVEL: 'error',
  SECRET_KEY: randomBytes(32).toString('hex'), DATABASE_URL: databaseUrl, DATA_DIR: dataDir,
});
const app = await createApp({ config, clock: systemClock, log: createLog({ level: config.logLevel }) });
if (store === 'memory') app.inbox.durable = forgetful;
const keys = { token: 'BenchToken0123456789', aesKey: `${randomBytes(32).toString('base64url').slice(0, 42).replace(/[-_]/g, 'x')}A` };
const corp = await connectApp({ database: app.database, secrets: app.services.secrets, now: Date.now() }, {
  kind: 'selfBuilt', name: 'Bench', wecomCorpId: 'ww0123456789abcdef', agentId: 1000002, secret: 'bench-secret', ...keys,
});
const port = await app.start();
serveParent({ port, path: `/wecom/app/${corp.appId}`, receiveId: corp.wecomCorpId, ...keys }, () => app.stop());
