import { join } from 'node:path';
import { createSandbox } from './sandbox';

/** The sandbox as a process of its own. */
const dataDir = process.env.DATA_DIR ?? './data';
const sandbox = await createSandbox({
  port: Number(process.env.SANDBOX_PORT ?? 3100),
  host: process.env.SANDBOX_HOST ?? '127.0.0.1',
  dataDir: join(dataDir, 'sandbox'),
  serverUrl: process.env.PUBLIC_URL ?? 'http://127.0.0.1:3000',
  ...(process.env.SANDBOX_PUBLIC_URL && { publicUrl: process.env.SANDBOX_PUBLIC_URL }),
});
console.log(`sandbox  ${sandbox.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
