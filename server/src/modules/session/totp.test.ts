import { expect, test } from 'vitest';
import { checkTotp, decodeBase32, hotp, newTotpSecret } from './totp';

/** ASCII 12345678901234567890, as both RFCs use it. */
const key = Buffer.from('12345678901234567890');
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('PM-03 HOTP gives the values of RFC 4226, appendix D', () => {
  expect(Array.from({ length: 10 }, (_, counter) => hotp(key, counter))).toEqual(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']);
});

test('PM-03 TOTP gives the values of RFC 6238, appendix B', () => {
  const vectors: [seconds: number, code: string][] = [[59, '94287082'], [1111111109, '07081804'], [1111111111, '14050471'], [1234567890, '89005924'], [2000000000, '69279037'], [20000000000, '65353130']];
  for (const [seconds, code] of vectors) {
    expect(hotp(key, Math.floor(seconds / 30), 8)).toBe(code);
    expect(checkTotp(secret, code.slice(2), seconds * 1000, null)).toBe(Math.floor(seconds / 30));
  }
});

test('PM-03 a code is good for one step before and after, once, and in base32 as people have it', () => {
  expect(decodeBase32(secret).equals(key)).toBe(true);
  const code = hotp(key, 100);
  expect([98, 99, 100, 101, 102].map((step) => checkTotp(secret, code, step * 30_000, null))).toEqual([null, 100, 100, 100, null]);
  expect(checkTotp(secret, code, 100 * 30_000, 100)).toBeNull();
  expect(checkTotp(secret, '000000', 100 * 30_000, null)).toBeNull();
  expect(decodeBase32(newTotpSecret())).toHaveLength(20);
});
