import { pino, type Logger } from 'pino';
import { maskPersonalIds } from './personal/mask';

export type Log = Logger;

/** Names whose values never reach a log, wherever they stand in an object. */
const secretNames = [
  'password', 'secret', 'token', 'ticket', 'permanentCode', 'aesKey', 'authorization', 'cookie', 'set-cookie',
  'access_token', 'suite_access_token', 'provider_access_token', 'suite_ticket', 'permanent_code', 'welcomeCode', 'phone', 'mobile',
];

/** `write` takes each line, standard output where it is left out. Ids of people outside never stand in one. */
export function createLog({ level = 'info', write = (line) => void process.stdout.write(line) }: { level?: string; write?: (line: string) => void } = {}): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [quote(name), `*.${name}`.replace(/\*\.(.*-.*)/, '*["$1"]')]), censor: '[hidden]' },
  }, { write: (line: string) => write(maskPersonalIds(line)) });
}

const quote = (name: string) => (name.includes('-') ? `["${name}"]` : name);
