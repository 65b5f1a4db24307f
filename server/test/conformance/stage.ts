import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '../../sandbox';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { createLog } from '../../src/core/log';
import { connectDemoCorps, withDemoSuite, type Control } from '../../src/demo';

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The app over real HTTP with a suite and a self-built app, both connected to a sandbox whose clock is turned by hand. */
export async function openStage() {
  const dataDir = mkdtempSync(join(tmpdir(), 'scrm-conformance-'));
  const sandbox = await createSandbox({ dataDir: null, serverUrl: 'http://127.0.0.1:1', clock: 'manual', now: Date.UTC(2026, 8, 1, 2), customersPerCorp: 20, silent: true });
  const clock = { now: () => sandbox.now() };
  const config = {
    ...withDemoSuite(readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, SANDBOX: '1', WECOM_API_URL: sandbox.url, DATABASE_URL: `sqlite:${join(dataDir, 'conformance.db')}`, LOG_LEVEL: 'silent' })),
    hosts: { api: sandbox.url, authorize: sandbox.url, login: sandbox.url, install: sandbox.url },
    sandbox: { port: sandbox.port, url: sandbox.url },
  };
  const app = await createApp({ config, clock, log: createLog({ level: config.logLevel }), idle: true });
  const url = `http://127.0.0.1:${await app.start()}`;
  config.publicUrl = url;
  sandbox.setServerUrl(url);

  /** Until no callback is on its way and no job is due. */
  const settle = async () => {
    for (;;) {
      await sandbox.settle();
      await app.drain();
      const [due] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM job WHERE state = \'waiting\' AND runAt <= ?', [clock.now()]);
      if (Number(due!.n) === 0) return;
    }
  };

  const control: Control = (method, path, body) => sandbox.control(method, path, body);
  await connectDemoCorps(app, control, ['suite', 'selfBuilt']);
  await settle();
  const corps = await app.services.corps.all();

  return {
    app, url, settle,
    suiteCorp: corps.find((corp) => corp.kind === 'suite')!,
    ownCorp: corps.find((corp) => corp.kind === 'selfBuilt')!,

    /** Turns the clock until every job that failed has been tried as often as it may. */
    async settleRetries(): Promise<void> {
      for (;;) {
        await settle();
        const [next] = await app.database.query<{ at: number | null }>('SELECT MIN(runAt) AS at FROM job WHERE state = \'waiting\' AND attempts > 0');
        if (next?.at === null || next?.at === undefined) return;
        await sandbox.advance(Math.max(1, Number(next.at) - clock.now()));
      }
    },

    async close(): Promise<void> {
      await app.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
