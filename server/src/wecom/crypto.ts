import { createCipheriv, createDecipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Decipher } from 'node:crypto';
import { CallbackError } from './errors';

const BLOCK = 16;
/** WeCom pads to multiples of 32, so a pad byte is 1–32; OpenSSL's own unpadding stops at 16. */
const PAD = 32;
/** 16 random bytes and the length of the message, big-endian. */
const HEAD = 20;

export interface DecryptedBytes {
  /** A view of the message inside the decrypted buffer. */
  bytes: Buffer;
  receiveId: string;
}

/**
 * Signs, encrypts and decrypts callbacks with one Token and EncodingAESKey. Keep one per key: it holds a decipher.
 * https://developer.work.weixin.qq.com/document/path/91144
 */
export class CallbackCrypto {
  readonly #token: string;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  readonly #decipher: Decipher;

  /** `aesKey`: 43 letters and digits. Its last one may carry spare bits, which a lenient decoder drops. */
  constructor({ token, aesKey }: { token: string; aesKey: string }) {
    this.#key = Buffer.from(aesKey.trim() + '=', 'base64');
    if (this.#key.length !== 32) throw new CallbackError('callback_undecryptable', 'EncodingAESKey must be 43 letters or digits');
    this.#token = token.trim();
    this.#iv = this.#key.subarray(0, BLOCK);
    this.#decipher = createDecipheriv('aes-256-cbc', this.#key, this.#iv).setAutoPadding(false);
  }

  /** `msg_signature`: 40 hex digits. */
  sign(timestamp: string, nonce: string, encrypt: string): string {
    return hash('sha1', [this.#token, timestamp, nonce, encrypt].sort().join(''));
  }

  /** Compares in constant time. */
  verify(signature: string, timestamp: string, nonce: string, encrypt: string): boolean {
    const given = Buffer.from(signature, 'latin1');
    const wanted = Buffer.from(this.sign(timestamp, nonce, encrypt), 'latin1');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  decrypt(encryptBase64: string): { message: string; receiveId: string } {
    const { bytes, receiveId } = this.decryptBytes(encryptBase64);
    return { message: bytes.toString('utf8'), receiveId };
  }

  /**
   * Check the signature before. One decipher serves every message, because making one costs thirty times what it does.
   * In CBC only the first block depends on what came before, and WeCom fills that block with random bytes which
   * are thrown away, so a decipher that is never finished gives the same message as a new one. Only whole blocks
   * may reach it: half a block left inside would shift every later message.
   */
  decryptBytes(encryptBase64: string): DecryptedBytes {
    const cipherText = Buffer.from(encryptBase64, 'base64');
    if (cipherText.length !== base64Bytes(encryptBase64)) throw undecryptable('not base64');
    if (cipherText.length < 2 * BLOCK || cipherText.length % BLOCK !== 0) throw undecryptable('not whole blocks');
    return open(this.#decipher.update(cipherText));
  }

  /** `random16` is given by tests only. */
  encrypt(message: string, receiveId: string, random16: Buffer = randomBytes(16)): string {
    const messageBytes = Buffer.byteLength(message);
    const length = HEAD + messageBytes + Buffer.byteLength(receiveId);
    const pad = PAD - (length % PAD);
    const plain = Buffer.alloc(length + pad, pad);
    random16.copy(plain, 0, 0, 16);
    plain.writeUInt32BE(messageBytes, 16);
    plain.write(message, HEAD);
    plain.write(receiveId, HEAD + messageBytes);
    const cipher = createCipheriv('aes-256-cbc', this.#key, this.#iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  }

  /** A passive reply, encrypted and signed: https://developer.work.weixin.qq.com/document/path/90241 */
  seal(message: string, receiveId: string, timestamp: string, nonce: string): string {
    const encrypt = this.encrypt(message, receiveId);
    const signature = this.sign(timestamp, nonce, encrypt);
    return `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>`
      + `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`;
  }
}

function open(plain: Buffer): DecryptedBytes {
  const pad = plain[plain.length - 1]!;
  const end = plain.length - pad;
  if (pad < 1 || pad > PAD || end < HEAD) throw undecryptable('bad padding');
  for (let i = end; i < plain.length; i++) if (plain[i] !== pad) throw undecryptable('bad padding');
  const messageEnd = HEAD + plain.readUInt32BE(16);
  if (messageEnd > end) throw undecryptable('bad length');
  return { bytes: plain.subarray(HEAD, messageEnd), receiveId: plain.toString('utf8', messageEnd, end) };
}

/** How many bytes a clean base64 text of this length holds; Node skips letters that are not base64. */
function base64Bytes(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 61) end--;
  return Math.floor((end * 3) / 4);
}

function undecryptable(detail: string): CallbackError {
  return new CallbackError('callback_undecryptable', detail);
}
