import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { systemClock } from '../../src/core/clock';
import { createLog } from '../../src/core/log';
import { corpId } from './data';

/** The child process that starts with nothing but the rows, and leaves a copy of the index for the next start. */
export interface StartOrder {
  env: Record<string, string>;
}

export interface StartReport {
  /** Until the index answers. */
  seconds: number;
  cpuSeconds: number;
  copySeconds: number;
}

async function begin({ env }: StartOrder): Promise<StartReport> {
  const config = readConfig(env);
  const { services: { audiences } } = await createApp({ config, clock: systemClock, log: createLog({ level: config.logLevel }), idle: true });
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await audiences.ready(corpId);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  // It ends once the copy is made.
  await audiences.stop();
  return { seconds, cpuSeconds: (user + system) / 1e6, copySeconds: (performance.now() - startedAt) / 1000 - seconds };
}

process.on('message', (order: StartOrder) => {
  begin(order).then((report) => process.send!(report), (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
