import { randomBytes } from 'node:crypto';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { systemClock } from '../../src/core/clock';
import { createLog } from '../../src/core/log';
import { serveParent } from '../serving';
import { fill } from './data';

/** The whole product as a web process: `product.ts <database url> <data folder> <database | memory> <fill | ->`. */
const [databaseUrl, dataDir, store, filling] = process.argv.slice(2) as [string, string, 'database' | 'memory', 'fill' | '-'];

const config = readConfig({
  PORT: '0', HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1', SANDBOX: '0', ROLE: 'web', LOG_LEVEL: 'error',
  SECRET_KEY: randomBytes(32).toString('hex'), DATABASE_URL: databaseUrl, DATA_DIR: dataDir,
});
const app = await createApp({ config, clock: systemClock, log: createLog({ level: config.logLevel }) });
const ids = filling === 'fill' ? await fill(app) : [];
if (store === 'memory') app.services.pageCodes.batches.append = () => Promise.resolve(true);
const port = await app.start();
await app.services.pageCodes.loadAll();
serveParent({ port, ids }, () => app.stop());
