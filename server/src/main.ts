import { ConfigError, readConfig, type Config } from './config';
import { createApp } from './app';
import { systemClock } from './core/clock';
import { createLog } from './core/log';
import { connectDemoCorps, demoCorps, httpControl, startSandbox, waitForTicket, withDemoSuite } from './demo';
import { ensureOwner } from './modules/session';

/** config → app → listen and work → stop gently. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog({ level: config.logLevel });
  const sandbox = config.sandbox && config.role !== 'worker' ? await startSandbox(config.sandbox, config) : null;
  const app = await createApp({ config: config.sandbox ? withDemoSuite(config) : config, clock: systemClock, log });
  const password = await ensureOwner(app.database, systemClock, 'owner', config.ownerPassword ?? undefined);
  const port = await app.start();
  if (config.sandbox && sandbox) {
    await connectDemoCorps(app, httpControl(config.sandbox.url), demoCorps, () => waitForTicket(app))
      .catch((error: unknown) => log.error({ err: error }, 'a demo corp could not be connected; start again to try once more'));
  }
  tellHowToSignIn({ ...config, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) }, password);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await app.stop();
    sandbox?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

function tellHowToSignIn(config: Config, password: string | null): void {
  const lines = [
    '',
    `  Console    ${config.publicUrl}/admin/`,
    `  Sidebar    ${config.publicUrl}/sidebar/   (opens inside a WeCom chat)`,
    ...(config.sandbox ? [`  Sandbox    ${config.sandbox.url}/   (be the customer and the sales rep)`] : []),
    '',
    password === null
      ? '  Sign in with the account "owner" and its password, or with WeCom.'
      : `  Sign in with the account "owner" and the password "${password}" (shown once; set OWNER_PASSWORD to choose it), or with WeCom.`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
