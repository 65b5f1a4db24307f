import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Hosts } from './wecom/hosts';
import { realHosts } from './wecom/hosts';

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const url = z.url().transform((value) => value.replace(/\/+$/, ''));
const port = z.coerce.number().int().min(0).max(65_535);

/** Every variable that is read, with what it means when it is missing. */
const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: url.optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  DATABASE_URL: z.string().regex(/^(sqlite:.+|mysql:\/\/.+)$/, 'must be sqlite:<path> or mysql://user:password@host/name').optional(),
  REDIS_URL: z.string().regex(/^rediss?:\/\/.+$/, 'must be redis://…').optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  SECRET_KEY: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SANDBOX: flag.optional(),
  SANDBOX_PORT: port.default(3100),
  OWNER_PASSWORD: z.string().min(8, 'needs at least 8 characters').optional(),
  WECOM_API_URL: url.optional(),
  WECOM_AUTHORIZE_URL: url.optional(),
  WECOM_LOGIN_URL: url.optional(),
  WECOM_INSTALL_URL: url.optional(),
  WECOM_OPEN_DATA_URL: z.url().optional(),
  WECOM_SUITE_ID: z.string().optional(),
  WECOM_SUITE_SECRET: z.string().optional(),
  WECOM_SUITE_TOKEN: z.string().optional(),
  WECOM_SUITE_AES_KEY: z.string().length(43, 'has 43 characters').optional(),
  WECOM_PROVIDER_CORPID: z.string().optional(),
  WECOM_PROVIDER_SECRET: z.string().optional(),
  /** Tags that WeCom lets a company have; https://developer.work.weixin.qq.com/document/path/92117 */
  WECOM_TAG_LIMIT: z.coerce.number().int().min(1).default(10_000),
  /** How long a file that somebody exported can be fetched. */
  EXPORT_DAYS: z.coerce.number().int().min(1).max(90).default(7),
  /** Largest file of an import, in MB, and for how many days one can be rolled back. */
  IMPORT_LIMIT_MB: z.coerce.number().int().min(1).max(2000).default(100),
  IMPORT_UNDO_DAYS: z.coerce.number().int().min(0).max(3650).default(30),
  WECHAT_API_URL: url.optional(),
  WECHAT_PAY_URL: url.optional(),
  WECHAT_MINI_APPID: z.string().optional(),
  WECHAT_MINI_SECRET: z.string().optional(),
  WECHAT_OFFICIAL_APPID: z.string().optional(),
  WECHAT_OFFICIAL_SECRET: z.string().optional(),
  GEOCODER_KEY: z.string().optional(),
  GEOCODER_URL: z.url().optional(),
  MAP_TILES_URL: z.string().refine((text) => ['{x}', '{y}', '{z}'].every((part) => text.includes(part)), 'must hold {x}, {y} and {z}').optional(),
});

export interface SuiteSettings {
  suiteId: string;
  secret: string;
  token: string;
  aesKey: string;
  provider: { corpId: string; secret: string };
}

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  /** How many proxies stand before this server and add to `X-Forwarded-For`; what anybody else writes there is not believed. */
  trustedProxies: number;
  databaseUrl: string;
  redisUrl: string | null;
  role: 'all' | 'web' | 'worker';
  /** The first writes, the others can still be read. */
  secretKeys: string[];
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Run against the sandbox that this process starts. */
  sandbox: { port: number; url: string } | null;
  ownerPassword: string | null;
  hosts: Hosts;
  openDataUrl: string;
  suite: SuiteSettings | null;
  /** Tags that a company may have. */
  tagLimit: number;
  /** Days until an exported file is deleted. */
  exportDays: number;
  /** Of imports: the largest file, in bytes, and for how many ms one can be rolled back. */
  imports: { limit: number; undoMs: number };
  /** Origin of WeChat's API. */
  wechatUrl: string;
  /** Origin of WeChat Pay. */
  payUrl: string;
  /** The customers' mini-program. */
  mini: { appid: string; secret: string } | null;
  /** The official account (服务号) by which the customers' web pages learn who they are. */
  official: { appid: string; secret: string } | null;
  /** Finds addresses (Tencent Location Service). */
  geocoder: { url: string; key: string } | null;
  /** Of a map in GCJ-02, with {x} {y} {z}; '' for none. */
  mapTiles: string;
}

/** A mistake in the environment, in words. */
export class ConfigError extends Error {}

/** The only reader of the environment; every mistake is reported at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const suiteNames = ['WECOM_SUITE_ID', 'WECOM_SUITE_SECRET', 'WECOM_SUITE_TOKEN', 'WECOM_SUITE_AES_KEY', 'WECOM_PROVIDER_CORPID', 'WECOM_PROVIDER_SECRET'] as const;
  const present = suiteNames.filter((name) => given[name]);
  if (present.length > 0 && present.length < suiteNames.length) {
    mistakes.push(`A suite needs all of ${suiteNames.join(', ')}; missing: ${suiteNames.filter((name) => !given[name]).join(', ')}`);
  }
  if (Boolean(given.WECHAT_MINI_APPID) !== Boolean(given.WECHAT_MINI_SECRET)) mistakes.push('A mini-program needs both WECHAT_MINI_APPID and WECHAT_MINI_SECRET');
  if (Boolean(given.WECHAT_OFFICIAL_APPID) !== Boolean(given.WECHAT_OFFICIAL_SECRET)) mistakes.push('An official account needs both WECHAT_OFFICIAL_APPID and WECHAT_OFFICIAL_SECRET');
  // Without credentials, and unless told otherwise, everything runs against the sandbox.
  const sandbox = given.SANDBOX ? given.SANDBOX === '1' : present.length === 0 && !given.WECOM_API_URL;
  if (!sandbox && !given.SECRET_KEY) mistakes.push('SECRET_KEY is missing: at least 32 random characters, kept safe; it encrypts every secret in the database');
  if (!sandbox && !given.PUBLIC_URL) mistakes.push('PUBLIC_URL is missing: the https address under which WeCom and people reach this server');
  if (given.SECRET_KEY && given.SECRET_KEY.split(',').some((key) => key.trim().length < 32)) mistakes.push('SECRET_KEY: each key needs at least 32 characters');
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(`The configuration is not right:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);

  const value = parsed.data;
  const sandboxUrl = `http://localhost:${value.SANDBOX_PORT}`;
  const api = value.WECOM_API_URL ?? (sandbox ? sandboxUrl : realHosts.api);
  const other = (host: keyof Hosts, chosen?: string) => chosen ?? (sandbox ? sandboxUrl : realHosts[host]);
  return {
    port: value.PORT,
    host: value.HOST ?? (sandbox ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: value.PUBLIC_URL ?? `http://localhost:${value.PORT}`,
    // We speak no TLS: behind an https address stands a proxy.
    trustedProxies: value.TRUSTED_PROXIES ?? (value.PUBLIC_URL?.startsWith('https:') ? 1 : 0),
    databaseUrl: value.DATABASE_URL ?? `sqlite:${join(value.DATA_DIR, 'scrm.db')}`,
    redisUrl: value.REDIS_URL ?? null,
    role: value.ROLE,
    secretKeys: value.SECRET_KEY ? value.SECRET_KEY.split(',').map((key) => key.trim()) : [localKey(value.DATA_DIR)],
    dataDir: value.DATA_DIR,
    logLevel: value.LOG_LEVEL,
    tagLimit: value.WECOM_TAG_LIMIT,
    exportDays: value.EXPORT_DAYS,
    imports: { limit: value.IMPORT_LIMIT_MB * 1_000_000, undoMs: value.IMPORT_UNDO_DAYS * 86_400_000 },
    sandbox: sandbox ? { port: value.SANDBOX_PORT, url: sandboxUrl } : null,
    ownerPassword: value.OWNER_PASSWORD ?? null,
    hosts: { api, authorize: other('authorize', value.WECOM_AUTHORIZE_URL), login: other('login', value.WECOM_LOGIN_URL), install: other('install', value.WECOM_INSTALL_URL) },
    openDataUrl: value.WECOM_OPEN_DATA_URL ?? `${sandbox ? sandboxUrl : 'https://open.work.weixin.qq.com'}/wwopen/js/jwxwork-1.0.0.js`,
    suite: present.length === 0 ? null : {
      suiteId: value.WECOM_SUITE_ID!, secret: value.WECOM_SUITE_SECRET!, token: value.WECOM_SUITE_TOKEN!, aesKey: value.WECOM_SUITE_AES_KEY!,
      provider: { corpId: value.WECOM_PROVIDER_CORPID!, secret: value.WECOM_PROVIDER_SECRET! },
    },
    // The sandbox is both platforms at one address.
    wechatUrl: value.WECHAT_API_URL ?? (sandbox ? api : 'https://api.weixin.qq.com'),
    payUrl: value.WECHAT_PAY_URL ?? (sandbox ? api : 'https://api.mch.weixin.qq.com'),
    mini: value.WECHAT_MINI_APPID ? { appid: value.WECHAT_MINI_APPID, secret: value.WECHAT_MINI_SECRET! } : null,
    official: value.WECHAT_OFFICIAL_APPID ? { appid: value.WECHAT_OFFICIAL_APPID, secret: value.WECHAT_OFFICIAL_SECRET! } : null,
    geocoder: value.GEOCODER_KEY ? { url: value.GEOCODER_URL ?? 'https://apis.map.qq.com', key: value.GEOCODER_KEY } : sandbox ? { url: api, key: 'sandbox' } : null,
    mapTiles: value.MAP_TILES_URL ?? '',
  };
}

/** For trying things out: a key of this machine's own, made once. */
function localKey(dataDir: string): string {
  const path = join(dataDir, 'secret.key');
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(path, 'utf8').trim();
}
