import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * The callback envelope: https://developer.work.weixin.qq.com/document/path/91144
 * Written apart from the suite's own code on purpose: when both sides agree, the format is right and not merely
 * wrong in the same way twice.
 */
const blockSize = 32;

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function signCallback(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return sha1([token, timestamp, nonce, encrypted].sort().join(''));
}

/** `random(16) + length(4, big-endian) + message + receiveId`, padded to 32, AES-256-CBC with the key's head as IV. */
export function encryptCallback(aesKey: string, message: string, receiveId: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const body = Buffer.from(message, 'utf8');
  const head = Buffer.alloc(20);
  randomBytes(16).copy(head);
  head.writeUInt32BE(body.length, 16);
  const plain = Buffer.concat([head, body, Buffer.from(receiveId, 'utf8')]);
  const padding = blockSize - (plain.length % blockSize);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64');
}

export function decryptCallback(aesKey: string, encrypted: string): { message: string; receiveId: string } {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  const padding = padded[padded.length - 1] ?? 0;
  if (padding < 1 || padding > blockSize) throw new Error('Bad padding');
  const plain = padded.subarray(0, padded.length - padding);
  const length = plain.readUInt32BE(16);
  if (20 + length > plain.length) throw new Error('Bad length');
  return { message: plain.subarray(20, 20 + length).toString('utf8'), receiveId: plain.subarray(20 + length).toString('utf8') };
}

/** The signature of `config` and `agentConfig`: https://developer.work.weixin.qq.com/document/path/96909 */
export function signPage(ticket: string, nonceStr: string, timestamp: string, url: string): string {
  return sha1(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`);
}

/** An id that is always the same for the same words: how encrypted ids are made here. */
export function stableId(prefix: string, length: number, ...words: string[]): string {
  const digest = createHmac('sha256', 'wecom-sandbox').update(words.join('\u0000')).digest('base64');
  return prefix + digest.replace(/[^A-Za-z0-9]/g, '').padEnd(length, 'A').slice(0, length);
}

export function randomId(prefix: string, bytes: number): string {
  return prefix + randomBytes(bytes).toString('base64url');
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
