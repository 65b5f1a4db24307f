import type { CallbackCrypto } from './crypto';
import { CallbackError } from './errors';
import { parseJson } from './json';

/** As a router hands it over; a name that came twice is an array and is not accepted. */
export type CallbackQuery = Record<string, string | string[] | undefined>;

export interface OpenedCallback {
  /** The decrypted XML or JSON, as UTF-8. */
  message: Buffer;
  receiveId: string;
  encrypt: string;
}

/**
 * The encrypted text out of `<xml><ToUserName/><AgentID/><Encrypt/></xml>` or the JSON of the same. It is found by
 * searching, not by parsing: nothing in it is trusted before the signature over it was checked.
 */
export function readEncrypt(body: string): string {
  const start = firstLetter(body);
  if (body.charCodeAt(start) === 123) return readJsonEncrypt(body);
  refuseDeclarations(body);
  const encrypt = element(body, 'Encrypt');
  if (!encrypt) throw new CallbackError('callback_malformed', 'no Encrypt element');
  return encrypt;
}

/**
 * WeCom checks an address with GET and wants the decrypted text back within 1 s, as it is.
 * https://developer.work.weixin.qq.com/document/path/91116
 */
export function verifyUrl({ crypto, query }: { crypto: CallbackCrypto; query: CallbackQuery }): { echo: string; receiveId: string } {
  // A `+` that arrives unescaped was read as a space; base64 has no spaces.
  const echostr = parameter(query, 'echostr').replaceAll(' ', '+');
  checkSignature(crypto, query, echostr);
  const { message, receiveId } = crypto.decrypt(echostr);
  return { echo: message, receiveId };
}

/**
 * Signature first, then decryption, then whether it is meant for us. `receiveIds` are ours: the suite's id, the
 * provider's corp id, or the corp's, depending on the address; https://developer.work.weixin.qq.com/document/path/91144
 */
export function openCallback({ crypto, query, body, receiveIds }: {
  crypto: CallbackCrypto;
  query: CallbackQuery;
  body: string;
  receiveIds: readonly string[];
}): OpenedCallback {
  // Unsigned before malformed: a stranger learns nothing about what a body should look like.
  parameter(query, 'msg_signature');
  const encrypt = readEncrypt(body);
  checkSignature(crypto, query, encrypt);
  const { bytes, receiveId } = crypto.decryptBytes(encrypt);
  if (!isOneOf(receiveIds, receiveId)) throw new CallbackError('callback_foreign', `receive id ${receiveId.slice(0, 64)}`);
  return { message: bytes, receiveId, encrypt };
}

/** A plain corp id is the same in either case; https://developer.work.weixin.qq.com/document/path/90968 */
function isOneOf(receiveIds: readonly string[], receiveId: string): boolean {
  return receiveIds.includes(receiveId) || receiveIds.some((own) => own.toLowerCase() === receiveId.toLowerCase());
}

function checkSignature(crypto: CallbackCrypto, query: CallbackQuery, encrypt: string): void {
  const signed = crypto.verify(parameter(query, 'msg_signature'), parameter(query, 'timestamp'), parameter(query, 'nonce'), encrypt);
  if (!signed) throw new CallbackError('callback_bad_signature');
}

function parameter(query: CallbackQuery, name: string): string {
  const value = query[name];
  if (typeof value !== 'string' || value === '') throw new CallbackError('callback_unsigned', `no ${name}`);
  return value;
}

function readJsonEncrypt(body: string): string {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    throw new CallbackError('callback_malformed', 'not JSON');
  }
  const { encrypt } = parsed as { encrypt?: unknown };
  if (typeof encrypt !== 'string' || !encrypt) throw new CallbackError('callback_malformed', 'no encrypt');
  return encrypt;
}

/** The only `<!` that WeCom writes begins CDATA. A DOCTYPE, an entity, even a comment is not from WeCom. */
function refuseDeclarations(body: string): void {
  for (let at = body.indexOf('<!'); at !== -1; at = body.indexOf('<!', at + 2)) {
    if (!body.startsWith('<![CDATA[', at)) throw new CallbackError('callback_malformed', 'a declaration in the envelope');
  }
}

/** The text of the first element of this name, without CDATA and the space around it; '' when there is none. */
function element(body: string, name: string): string {
  const open = `<${name}`;
  let at = body.indexOf(open);
  while (at !== -1 && !endsName(body.charCodeAt(at + open.length))) at = body.indexOf(open, at + 1);
  if (at === -1) return '';
  const start = body.indexOf('>', at) + 1;
  const end = body.indexOf(`</${name}`, start);
  if (start === 0 || end === -1) return '';
  const text = body.slice(start, end).trim();
  if (!text.startsWith('<![CDATA[')) return text;
  const close = text.indexOf(']]>', 9);
  return close === -1 ? '' : text.slice(9, close).trim();
}

/** `>` or white space. */
function endsName(letter: number): boolean {
  return letter === 62 || isSpace(letter);
}

function isSpace(letter: number): boolean {
  return letter === 32 || (letter >= 9 && letter <= 13);
}

function firstLetter(body: string): number {
  let at = body.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (isSpace(body.charCodeAt(at))) at++;
  return at;
}
