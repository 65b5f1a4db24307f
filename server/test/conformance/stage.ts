import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '../../sandbox';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { createLog } from '../../src/core/log';
import { connectDemoCorps, withDemoSuite, type Control } from '../../src/demo';

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Real seconds, which a busy machine may need; the documented 5 s are not what is examined here. */
const patient = { cutMs: 60_000, hurryCutMs: 60_000 };

/** The app over real HTTP with a suite and a self-built app, both connected to a sandbox whose clock is turned by hand. */
export async function openStage() {
  const dataDir = mkdtempSync(join(tmpdir(), 'scrm-conformance-'));
  const sandbox = await createSandbox({ dataDir: null, serverUrl: 'http://127.0.0.1:1', clock: 'manual', now: Date.UTC(2026, 8, 1, 2), customersPerCorp: 20, silent: true, delivery: patient });
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

  /** Turns the clock until every job that failed has been tried as often as it may. */
  const settleRetries = async () => {
    for (;;) {
      await settle();
      const [next] = await app.database.query<{ at: number | null }>('SELECT MIN(runAt) AS at FROM job WHERE state = \'waiting\' AND attempts > 0');
      if (next?.at === null || next?.at === undefined) return;
      await sandbox.advance(Math.max(1, Number(next.at) - clock.now()));
    }
  };

  const control: Control = (method, path, body) => sandbox.control(method, path, body);
  await connectDemoCorps(app, control, ['suite', 'selfBuilt'], settle);
  await settleRetries();
  const corps = await app.services.corps.all();
  const connected = (kind: 'suite' | 'selfBuilt') => {
    const corp = corps.find((each) => each.kind === kind);
    if (!corp) throw new Error(`The demo corp of kind ${kind} could not be connected`);
    return corp;
  };

  return {
    app, url, settle, settleRetries, suiteCorp: connected('suite'), ownCorp: connected('selfBuilt'),

    async close(): Promise<void> {
      await app.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
