import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Names whose values never reach a log, wherever they stand in an object. */
const secretNames = [
  'password', 'secret', 'token', 'ticket', 'permanentCode', 'aesKey', 'authorization', 'cookie', 'set-cookie',
  'access_token', 'suite_access_token', 'provider_access_token', 'suite_ticket', 'permanent_code', 'welcomeCode', 'phone', 'mobile',
];

export function createLog(options: { level?: string; pretty?: boolean } = {}): Log {
  return pino({
    level: options.level ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [quote(name), `*.${name}`.replace(/\*\.(.*-.*)/, '*["$1"]')]), censor: '[hidden]' },
  });
}

const quote = (name: string) => (name.includes('-') ? `["${name}"]` : name);
