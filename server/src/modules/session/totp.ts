import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepMs = 30_000;

/** 20 bytes, as authenticators expect them: base32 without padding. */
export function newTotpSecret(): string {
  return [...randomBytes(32)].map((byte) => alphabet[byte % 32]).join('');
}

/** What an authenticator reads from a picture. https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function totpUrl(secret: string, account: string, issuer: string): string {
  return `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}

/** RFC 4226: https://www.rfc-editor.org/rfc/rfc4226#section-5.3 */
export function hotp(key: Buffer, counter: number, digits = 6): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', key).update(moving).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * RFC 6238: the step whose code this is, one before and one after `now` (ms) included for clocks that differ; null when it
 * is none, or not later than `lastStep`, so that a code that somebody saw is worth nothing. https://www.rfc-editor.org/rfc/rfc6238
 */
export function checkTotp(secret: string, code: string, now: number, lastStep: number | null): number | null {
  const key = decodeBase32(secret);
  const given = Buffer.from(code.trim());
  const current = Math.floor(now / stepMs);
  for (const step of [current, current - 1, current + 1]) {
    const wanted = Buffer.from(hotp(key, step));
    if (given.length === wanted.length && timingSafeEqual(given, wanted) && (lastStep === null || step > lastStep)) return step;
  }
  return null;
}

export function decodeBase32(text: string): Buffer {
  let bits = 0;
  let value = 0;
  const bytes: number[] = [];
  for (const letter of text.toUpperCase().replace(/=+$/, '')) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) throw new Error('Not base32');
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}
