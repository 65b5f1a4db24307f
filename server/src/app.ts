import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '@scrm/shared/error';
import type { Config } from './config';
import type { Clock } from './core/clock';
import { Database } from './core/db/database';
import { openDurable } from './core/db/durable';
import { newId } from './core/db/ids';
import { AppError } from './core/errors';
import { createHttp } from './core/http/server';
import type { Screen } from './core/http/screens';
import { Sessions } from './core/http/session';
import { countWaiting, Inbox } from './core/inbox/inbox';
import type { Log } from './core/log';
import { createMetrics } from './core/metrics';
import { checkModules } from './core/module';
import { RedisWorker } from './core/jobs/redis';
import { JobQueue } from './core/jobs/queue';
import { Scheduler } from './core/jobs/schedule';
import { Worker } from './core/jobs/worker';
import { inCopies } from './core/sealed';
import { Secrets } from './core/secrets';
import type { Services } from './core/services';
import { migrations } from './migrations';
import { modules } from './modules';
import { createTrail } from './modules/audit';
import { CorpDirectory, DatabaseQuotaStore, DatabaseTokenStore, Dispatcher, WecomFailure } from './modules/corp';
import { Audiences } from './modules/audience';
import { createFileStore } from './modules/file';
import { PageCodes } from './modules/live-code';
import { Scans } from './modules/scan';
import { createAccess, Tries } from './modules/session';
import { StorePlaces, storeMates, tencentGeocoder } from './modules/store';
import { liveMarks } from './modules/system';
import { createWecom } from './wecom/client';
import { CallbackCrypto } from './wecom/crypto';
import { WeComError, WecomUnreachable, reasonOf } from './wecom/errors';
import type { CallInfo } from './wecom/http';
import { QuotaExceeded } from './wecom/quota';
import { WechatClient } from './wechat/client';
import { WechatError, WechatUnreachable } from './wechat/errors';
import { WechatPay } from './wechat/pay';
import { payReason, PayRefused, PayUnclear } from './wechat/pay-errors';

export interface AppParts {
  config: Config;
  clock: Clock;
  log: Log;
  /** Background work is left to whoever calls `drain`; for tests. */
  idle?: boolean;
}

export type App = Awaited<ReturnType<typeof createApp>>;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Puts all parts together: the only file that knows everything. */
export async function createApp({ config, clock, log, idle = false }: AppParts) {
  checkModules(modules);
  const secrets = new Secrets(config.secretKeys);
  const metrics = createMetrics();
  const database = await Database.open({ url: config.databaseUrl, entities: modules.flatMap((module) => module.entities ?? []), migrations, findsNesting: idle });
  await database.migrate();
  const sessions = new Sessions(database, clock);
  const durable = openDurable(database);
  const inbox = new Inbox(durable, clock);
  const queue = new JobQueue(database, clock, secrets, modules.flatMap((module) => module.jobs ?? []));
  const corps = new CorpDirectory(database, secrets);
  const platform = createWecom({
    baseUrl: config.hosts.api, hosts: config.hosts, clock, log,
    suite: config.suite && { id: config.suite.suiteId, secret: config.suite.secret }, provider: config.suite?.provider ?? null,
    tokens: new DatabaseTokenStore(database, secrets, clock), quotas: new DatabaseQuotaStore(database, clock),
    onCall: (info) => {
      metrics.wecomCalls.inc({ api: info.api, errcode: String(info.errcode) });
      if (info.errcode !== 0) void noteFailure(info).catch((error: unknown) => log.warn({ err: error }, 'cannot note a failed call'));
    },
  });
  const suite = config.suite && { suiteId: config.suite.suiteId, providerCorpId: config.suite.provider.corpId, crypto: new CallbackCrypto(config.suite) };

  const access = createAccess(database, clock, storeMates);
  const sealed = modules.flatMap((module) => module.sealed ?? []);
  const services: Services = {
    wecom: async (corpId) => platform.forApp(corps.credentials(await corps.get(corpId))),
    wechat: new WechatClient({ baseUrl: config.wechatUrl, mini: config.mini, official: config.official, log, onCall: (call) => metrics.wecomCalls.inc(call) }),
    pay: new WechatPay({ baseUrl: config.payUrl, onCall: (call) => metrics.wecomCalls.inc(call) }),
    audiences: new Audiences({ database, secrets, log, metrics, corpIds: async () => (await corps.active()).map(({ id }) => id) }),
    platform, suite, corps, secrets,
    sealedColumns: [...sealed, ...modules.flatMap(({ sealedCopies }) => (sealedCopies ? inCopies(sealed, sealedCopies) : []))],
    metrics, sessions, access, standingOf: access.standingOf, inbox, queue,
    scans: new Scans(database, clock), pageCodes: new PageCodes({ database, durable, clock, log }), codeKinds: new Map(modules.flatMap((module) => module.codeKinds ?? []).map((kind) => [kind.prefix, kind])),
    tries: new Tries(), storeMates, places: new StorePlaces(clock), geocoder: config.geocoder && tencentGeocoder(config.geocoder), mapTiles: config.mapTiles,
    files: createFileStore(join(config.dataDir, 'files')),
    taskKinds: new Map(modules.flatMap((module) => module.taskKinds ?? []).map((kind) => [kind.kind, kind])), uses: modules.flatMap((module) => module.uses ?? []), tagLimit: config.tagLimit,
    exportKinds: new Map(modules.flatMap((module) => module.exportKinds ?? []).map((kind) => [kind.kind, kind])), exportDays: config.exportDays,
    imports: { folder: join(config.dataDir, 'imports'), ...config.imports },
    handOvers: modules.flatMap((module) => module.handOver ?? []),
    fileKeepers: modules.flatMap((module) => module.fileKeeper ?? []),
    personalData: modules.flatMap((module) => module.personalData ?? []), freeWords: modules.flatMap((module) => module.freeWords ?? []),
    publicUrl: config.publicUrl, sandboxUrl: config.sandbox?.url ?? null, openDataUrl: config.openDataUrl,
    callsOf: (may) => api.callsOf(may),
    rights: () => api.rights(),
    dispatcher: new Dispatcher({ database, queue, corps, suite, clock, log }),
  };
  const trusted = [...new Set([config.sandbox?.url, new URL(config.openDataUrl).origin].filter((each) => each !== undefined))];
  const { listener, api, live } = createHttp({
    // A worker answers for its health and its figures only.
    ...(config.role === 'worker' ? { modules: [], screens: [] } : { modules, screens: screensOf(config) }), trustedOrigins: trusted, trustedProxies: config.trustedProxies, database, sessions, access, trail: createTrail(database, clock), clock, log, metrics, services, publicUrl: config.publicUrl,
    isReady: () => database.isAlive(), translate,
  });
  live.marks = (corpId) => liveMarks(database.corp(corpId));
  const worker = new Worker({ database, queue, clock, log, metrics, services });
  const redis = config.redisUrl ? await RedisWorker.open(config.redisUrl, { queue, worker, database, clock, log }) : null;
  const scheduler = new Scheduler(queue, log);
  const works = config.role !== 'web' && !idle;
  let server: Server | null = null;
  let exchanging: NodeJS.Timeout | null = null;

  async function noteFailure(info: CallInfo): Promise<void> {
    const corp = (await corps.all()).find((each) => each.wecomCorpId === info.wecomCorpId);
    if (!corp) return;
    await database.write(corp.id, (tx) => tx.insert(WecomFailure, { id: newId('fai', clock.now()), at: info.at, api: info.api, errcode: info.errcode, message: info.message.slice(0, 500) }));
  }

  return {
    config, clock, database, queue, worker, inbox, services, api,
    dispatcher: services.dispatcher,

    /** Serves and works. The port that was given, or the one that was found for port 0. */
    async start(): Promise<number> {
      if (works) {
        services.dispatcher.start(inbox);
        if (redis) await redis.start();
        else worker.start();
        await scheduler.start();
      }
      if (!idle) exchanging = setInterval(() => void platform.quota.exchange().catch((error: unknown) => log.warn({ err: error }, 'cannot keep the quotas')), 5000);
      if (!idle) services.audiences.start();
      if (!idle) services.pageCodes.start({ unpacks: works });
      const created = createServer({ keepAliveTimeout: 65_000 }, listener);
      server = created;
      await new Promise<void>((resolve, reject) => {
        created.once('error', reject);
        created.listen(config.port, config.host, resolve);
      });
      return (created.address() as AddressInfo).port;
    },

    /** Takes nothing new, ends what runs, gives back what does not end. */
    async stop(): Promise<void> {
      live.close();
      const closing = server && new Promise((resolve) => server!.close(resolve));
      server?.closeIdleConnections();
      await scheduler.stop();
      await services.audiences.stop();
      await services.pageCodes.stop();
      await services.dispatcher.stop();
      await redis?.stop();
      await worker.stop();
      const cut = setTimeout(() => server?.closeAllConnections(), 3000);
      await closing;
      clearTimeout(cut);
      if (exchanging) clearInterval(exchanging);
      await platform.quota.leave().catch(() => undefined);
      platform.close();
      services.wechat.close();
      await durable.close();
      await database.close();
    },

    /** Every callback that is stored and every job that is due, until nothing is. */
    async drain(): Promise<void> {
      do {
        await services.dispatcher.drain();
        await services.pageCodes.unpacker.drain();
        await worker.drain();
      } while ((await countWaiting(database)) > 0);
    },
  };
}

/** What WeCom or the way to it had against a call, for the person who caused it. */
function translate(error: unknown): AppError | null {
  const reason = (language: Language, errcode: number) => reasonOf(errcode, language);
  if (error instanceof WeComError) return new AppError('wecom_failed', { errcode: error.errcode, api: error.api, reason: `${reason('zh', error.errcode)} ${error.errmsg}`.trim() }, { cause: error });
  if (error instanceof WecomUnreachable) return new AppError('wecom_unreachable', { api: error.api }, { cause: error });
  if (error instanceof QuotaExceeded) return new AppError('wecom_quota', { api: error.api, seconds: Math.ceil(error.retryAfterMs / 1000) }, { cause: error });
  if (error instanceof WechatError) return new AppError(error.code, { errcode: error.errcode, api: error.api }, { cause: error });
  if (error instanceof PayRefused) return new AppError('pay_refused', { reason: payReason(error.code, 'zh') }, { cause: error });
  if (error instanceof PayUnclear) return new AppError('pay_unclear', {}, { cause: error });
  if (error instanceof WechatUnreachable) return new AppError('wechat_unreachable', {}, { cause: error });
  return null;
}

function screensOf(config: Config): Screen[] {
  return [
    { path: '/admin/', folder: join(root, 'admin/dist'), historyRouting: true },
    { path: '/sidebar/', folder: join(root, 'sidebar/dist'), script: config.sandbox ? `${config.sandbox.url}/sandbox/wecom-client.js` : undefined },
    { path: '/m/', folder: join(root, 'miniprogram/dist/h5') },
  ];
}
