import { readConfig } from '../../src/config';
import { createApp } from '../../src/app';
import { systemClock } from '../../src/core/clock';
import { createLog } from '../../src/core/log';
import { connectApp } from '../../src/modules/corp';
import { demo } from '../../sandbox/demo';

/** The whole server as a process that can be killed at any moment; says where the app's callbacks go once it listens. */
const config = { ...readConfig(process.env), host: '127.0.0.1' };
const app = await createApp({ config, clock: systemClock, log: createLog({ level: 'error' }) });
await app.start();
const { name, corpId, agentId, secret, token, aesKey } = demo.corps.selfBuilt;
const corp = await connectApp({ database: app.database, secrets: app.services.secrets, now: Date.now() }, { kind: 'selfBuilt', name, wecomCorpId: corpId, agentId, secret, token, aesKey });
process.stdout.write(`ready ${corp.appId}\n`);
