import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallbackCrypto } from './crypto';
import { CallbackError } from './errors';

const docs = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const own = { token: 'unitTestToken1', aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY' };
const ownRandom = Buffer.from('abcdefghijklmnop');

/** Published by WeCom's documents and samples and by other open-source clients. */
const published = [
  {
    name: 'address check of the documents', keys: docs, timestamp: '1409659589', nonce: '263014780', signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    encrypt: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    message: '1616140317555161061', receiveId: 'wx5823bf96d3bd56c7',
  },
  {
    name: 'XML message of the documents', keys: docs, timestamp: '1409659813', nonce: '1372623149', signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    encrypt: 'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
    message: [
      '<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>', '<FromUserName><![CDATA[mycreate]]></FromUserName>', '<CreateTime>1409659813</CreateTime>',
      '<MsgType><![CDATA[text]]></MsgType>', '<Content><![CDATA[hello]]></Content>', '<MsgId>4561255354251345929</MsgId>', '<AgentID>218</AgentID>', '</xml>',
    ].join('\n'),
    receiveId: 'wx5823bf96d3bd56c7',
  },
  {
    name: 'JSON message of the samples', keys: docs, timestamp: '1409659813', nonce: '1372623149', signature: '0623cbc5a8cbee5bcc137c70de99575366fc2af3',
    encrypt: 'CZWs4CWRpI4VolQlvn4dlEC1alN2MUEY2VklGehgBVLBrlVF7SyT+SV+Toj43l4ayJ9UMGKphktKKmP7B2j/P1ey67XB8PBgS7Wr5/8+w/yWriZv3Vmoo/MH3/1HsIWZrPQ3N2mJrelStIfI2Y8kLKXA7EhfZgZX4o+ffdkZDM76SEl79Ib9mw7TGjZ9Aw/x/A2VjNbV1E8BtEbRxYYcQippYNw7hr8sFfa3nW1xLdxokt8QkRX83vK3DFP2F6TQFPL2Tu98UwhcUpPvdJBuu1/yiOQIScppV3eOuLWEsko=',
    message: '{"ToUserName":"wx5823bf96d3bd56c7","FromUserName":"mycreate","CreateTime": 1409659813,"MsgType":"text","Content":"hello","MsgId":4561255354251345929,"AgentID": 218}',
    receiveId: 'wx5823bf96d3bd56c7',
  },
  {
    name: 'address check of the official test tool', keys: { token: 'kjr2TKI8umCBfVF3wAHk8JiPwma5VBme', aesKey: '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws' },
    timestamp: '1583940690', nonce: 'VHh7ymSeb0jc4lSb', signature: '1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011',
    encrypt: '6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==',
    message: '94966531020182955848408', receiveId: 'ww6a112864f8022910',
  },
  {
    name: 'message with binary random bytes', keys: { token: 'kz7Yx62CH8SaLN', aesKey: 'cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP' },
    timestamp: '1583995625', nonce: '1584392382', signature: 'f265ae551b1932727204c3d707628d01376a6940',
    encrypt: 'EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZucK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328=',
    message: expect.stringContaining('x123') as unknown as string, receiveId: 'ww6a112864f8022910',
  },
];

/** Made with a fixed random prefix, so that encryption can be checked too. */
const made = [
  { keys: { token: '', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }, random: Buffer.from('aaaabbbbccccdddd'), message: '我是中文abcd123', receiveId: 'wxb11529c136998cb6', signature: null,
    encrypt: 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==' },
  { keys: own, random: ownRandom, receiveId: 'wwsuite0000000001', signature: 'c325fdab3f69c7a286ebcd08a9078f4d669cc8db',
    message: '<xml><SuiteId><![CDATA[wwsuite0000000001]]></SuiteId><InfoType><![CDATA[suite_ticket]]></InfoType><TimeStamp>1700000000</TimeStamp><SuiteTicket><![CDATA[ticket-demo-0001]]></SuiteTicket></xml>',
    encrypt: '734H5rOppjjhWnfkswouTC+PyOoEV1JfQblUDNl40HqtxvFuwTbtZ/psq1ywXCr5LVOSFAvEbAWeZgm107mBwbKjdGT2LI1ZiNIq19gKxM4MBMRBh/qsTXloZVBTloxth4kxHm2eD3AhYq8hHE2K/g/zEuXFliPTurA44xKvjJ096CjmOROxlKuZBzxg8QwwgiEpCsNxcwB8JKr9+wq8haDTXLYNAaCn9QrkkL5/47HutkKe1PsO5Wsp2hCBaFnpXCdX6Zv2qg6B2dTEnfofb4Y5t0+ls+6SuRQ3EXseDf6frFqMH1TfWfW7/UJC7qySA4IqMtP1/CUvpqpuUlJ4LQ==' },
  { keys: own, random: ownRandom, message: '1234567890', receiveId: 'wpProviderCorp01', signature: '38a526aaf20eb482e446b9a1d7bc9a73ddb39421',
    encrypt: '734H5rOppjjhWnfkswouTCLxbIU3KL9KjiiavtJ4qZEBUnKSXWbHVZUIT0TKLb5WFj3CIWuO9fzk5VUcnQJs+A==' },
  { keys: own, random: ownRandom, message: '你好,SCRM', receiveId: '', signature: '34b896a213ebcbeb0ceb308dd8ff86f1c38ef76c',
    encrypt: '734H5rOppjjhWnfkswouTBA84wNwiUGHIZbWJOU59G4=' },
  { keys: own, random: ownRandom, message: 'x'.repeat(59), receiveId: 'wwsuite0000000001', signature: '7a0acb96a0403e8f568bb44b86e8b9d006f108e1',
    encrypt: '734H5rOppjjhWnfkswouTFl9OFDJ15LSd5lcwG01hSrwIebq4AHu5/NMEhk/TEDy2T5hrJCc90FHioQ2OqabJPG945Y/k1IP/3VJeIKC5b4xO37DbPMCDPqm6aPNUGPDK8t2RVH5HBC1/VF1I1LfDqF0G6EF0A7zTFci0CpQWEg=' },
];

test.each(published)('callback crypto: $name', ({ keys, timestamp, nonce, signature, encrypt, message, receiveId }) => {
  const crypto = new CallbackCrypto(keys);
  expect(crypto.sign(timestamp, nonce, encrypt)).toBe(signature);
  expect(crypto.verify(signature, timestamp, nonce, encrypt)).toBe(true);
  expect(crypto.decrypt(encrypt)).toEqual({ message, receiveId });
});

test.each(made)('callback crypto: a known random prefix gives the known text for "$receiveId"', ({ keys, random, message, receiveId, signature, encrypt }) => {
  const crypto = new CallbackCrypto(keys);
  expect(crypto.encrypt(message, receiveId, random)).toBe(encrypt);
  expect(crypto.decrypt(encrypt)).toEqual({ message, receiveId });
  if (signature) expect(crypto.sign('1700000000', 'nonce12345', encrypt)).toBe(signature);
});

/** The way of the documents: a new decipher for every message. */
function decryptPlainly(aesKey: string, encrypt: string) {
  const key = Buffer.from(aesKey + '=', 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
  const plain = padded.subarray(0, padded.length - padded[padded.length - 1]!);
  const end = 20 + plain.readUInt32BE(16);
  return { pad: padded[padded.length - 1]!, message: plain.toString('utf8', 20, end), receiveId: plain.toString('utf8', end) };
}

test('callback crypto: every padding from 1 to 32 reads the same as with a decipher made anew', () => {
  const crypto = new CallbackCrypto(own);
  const pads = new Set<number>();
  for (let length = 0; length < 96; length++) {
    const encrypt = crypto.encrypt('x'.repeat(length), 'wwcorp');
    const { pad, ...plainly } = decryptPlainly(own.aesKey, encrypt);
    pads.add(pad);
    expect(crypto.decrypt(encrypt)).toEqual(plainly);
  }
  expect([...pads].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
});

test('callback crypto: any text and receive id come back, and the one decipher agrees with new ones', () => {
  const crypto = new CallbackCrypto(own);
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 64 }), (message, receiveId) => {
    const encrypt = crypto.encrypt(message, receiveId);
    const { pad: _, ...plainly } = decryptPlainly(own.aesKey, encrypt);
    expect(crypto.decrypt(encrypt)).toEqual({ message, receiveId });
    expect(crypto.decrypt(encrypt)).toEqual(plainly);
  }));
});

test('callback crypto: garbage, cut and odd lengths between messages never spoil the next message', () => {
  const crypto = new CallbackCrypto(own);
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.string({ maxLength: 100 }),
    fc.tuple(fc.string({ maxLength: 80 }), fc.nat({ max: 200 })).map(([text, cut]) => crypto.encrypt(text, 'ww').slice(0, cut)),
  );
  fc.assert(fc.property(fc.array(noise, { maxLength: 8 }), fc.string(), (noises, message) => {
    for (const text of noises) {
      try {
        crypto.decrypt(text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'callback_undecryptable' });
      }
    }
    expect(crypto.decrypt(crypto.encrypt(message, 'wwcorp'))).toEqual({ message, receiveId: 'wwcorp' });
  }));
});

test('callback crypto: one changed letter of the signature, the time, the nonce or the text is refused', () => {
  const crypto = new CallbackCrypto(own);
  const encrypt = crypto.encrypt('hello', 'wwcorp');
  const signature = crypto.sign('1700000000', 'nonce', encrypt);
  expect(crypto.verify(signature, '1700000000', 'nonce', encrypt)).toBe(true);
  const last = signature.endsWith('0') ? '1' : '0';
  expect(crypto.verify(signature.slice(0, -1) + last, '1700000000', 'nonce', encrypt)).toBe(false);
  expect(crypto.verify(signature.slice(0, -1), '1700000000', 'nonce', encrypt)).toBe(false);
  expect(crypto.verify('', '1700000000', 'nonce', encrypt)).toBe(false);
  expect(crypto.verify(signature, '1700000001', 'nonce', encrypt)).toBe(false);
  expect(crypto.verify(signature, '1700000000', 'nonce2', encrypt)).toBe(false);
  expect(crypto.verify(signature, '1700000000', 'nonce', encrypt.replace(/.$/, 'A'))).toBe(false);
});

test('callback crypto: another key, a wrong length inside and a key of the wrong size are told apart from good ones', () => {
  const crypto = new CallbackCrypto(own);
  const encrypt = crypto.encrypt('hello', 'wwcorp');
  expect(() => new CallbackCrypto(docs).decrypt(encrypt)).toThrow(CallbackError);
  // Flipping a bit of the first block changes the length that stands in the second.
  const bytes = Buffer.from(encrypt, 'base64');
  bytes[0]! ^= 0x7f;
  expect(() => crypto.decrypt(bytes.toString('base64'))).toThrow('bad length');
  expect(() => crypto.decrypt(crypto.encrypt('x'.repeat(64), 'wwcorp').slice(0, -4))).toThrow('not whole blocks');
  expect(() => crypto.decrypt(`${encrypt.slice(0, 20)}!*${encrypt.slice(22)}`)).toThrow('not base64');
  expect(() => crypto.decrypt('')).toThrow('not whole blocks');
  expect(() => new CallbackCrypto({ token: 't', aesKey: 'short' })).toThrow(CallbackError);
});

test('callback crypto: padding must be 1 to 32 bytes that all say how many they are', () => {
  const key = Buffer.from(own.aesKey + '=', 'base64');
  const encryptRaw = (tail: Buffer) => {
    const plain = Buffer.concat([ownRandom, Buffer.from([0, 0, 0, 2]), Buffer.from('hi'), Buffer.alloc(96 - 22 - tail.length, 'w'), tail]);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  };
  const crypto = new CallbackCrypto(own);
  expect(crypto.decrypt(encryptRaw(Buffer.alloc(32, 32))).message).toBe('hi');
  expect(() => crypto.decrypt(encryptRaw(Buffer.alloc(33, 33)))).toThrow('bad padding');
  expect(() => crypto.decrypt(encryptRaw(Buffer.alloc(32, 0)))).toThrow('bad padding');
  expect(() => crypto.decrypt(encryptRaw(Buffer.from([3, 4, 4, 4])))).toThrow('bad padding');
});

test('callback crypto: a passive reply opens with the same keys', () => {
  const crypto = new CallbackCrypto(own);
  const xml = crypto.seal('<xml>hi</xml>', 'wwcorp', '1700000000', 'nonce');
  const part = (name: string) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^\\]<]+)`).exec(xml)![1]!;
  expect(crypto.verify(part('MsgSignature'), part('TimeStamp'), part('Nonce'), part('Encrypt'))).toBe(true);
  expect(crypto.decrypt(part('Encrypt'))).toEqual({ message: '<xml>hi</xml>', receiveId: 'wwcorp' });
});
