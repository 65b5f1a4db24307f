import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, randomBytes, sign, timingSafeEqual } from 'node:crypto';

/**
 * Field encryption: AES-256-GCM with the key's id in front, so that keys can be rotated, and a blind index (HMAC)
 * for exact look-ups of what is encrypted. `keys[0]` writes; the others can still be read.
 */
export class Secrets {
  private readonly keys: { id: string; cipher: Buffer; index: Buffer; seed: Buffer }[];

  constructor(keys: readonly string[]) {
    if (keys.length === 0) throw new Error('SECRET_KEY is empty');
    this.keys = keys.map((key) => {
      if (key.length < 32) throw new Error('SECRET_KEY needs at least 32 characters');
      return {
        id: createHash('sha256').update(key).digest('base64url').slice(0, 6),
        cipher: Buffer.from(hkdfSync('sha256', key, 'scrm', 'field', 32)),
        index: Buffer.from(hkdfSync('sha256', key, 'scrm', 'index', 32)),
        seed: Buffer.from(hkdfSync('sha256', key, 'scrm', 'certificate', 32)),
      };
    });
  }

  /** `keyId.iv.tag.text`, base64url. `context` (table and column, say) must be the same when it is opened. */
  seal(plain: string, context: string): string {
    const key = this.keys[0]!;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.cipher, iv).setAAD(Buffer.from(context));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [key.id, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), text.toString('base64url')].join('.');
  }

  open(sealed: string, context: string): string {
    const [id, iv, tag, text] = sealed.split('.');
    const key = this.keys.find((one) => one.id === id);
    if (!key || iv === undefined || tag === undefined || text === undefined) throw new Error(`No key can open this field (${context})`);
    const decipher = createDecipheriv('aes-256-gcm', key.cipher, Buffer.from(iv, 'base64url')).setAAD(Buffer.from(context));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  }

  /** The same for equal values: what a unique index or a look-up of an encrypted field uses. */
  blindIndex(value: string, context: string): string {
    return createHmac('sha256', this.keys[0]!.index).update(context).update('\0').update(value).digest('base64url');
  }

  /** The same under every key that can still read: while keys change, a look-up tries them all. */
  blindIndexes(value: string, context: string): string[] {
    return this.keys.map(({ index }) => createHmac('sha256', index).update(context).update('\0').update(value).digest('base64url'));
  }

  /** Sealed values that the newest key made begin with this. */
  get currentMark(): string {
    return `${this.keys[0]!.id}.`;
  }

  /** An Ed25519 signature that anybody can check with the public key (base64url of the raw 32 bytes). */
  certify(text: string): { publicKey: string; signature: string } {
    const key = privateKeyOf(this.keys[0]!.seed);
    return { publicKey: publicKeyOf(key), signature: sign(null, Buffer.from(text), key).toString('base64url') };
  }

  /** The public keys of all keys that we have, the newest first. */
  certificateKeys(): string[] {
    return this.keys.map(({ seed }) => publicKeyOf(privateKeyOf(seed)));
  }

  /** A short proof that we made `text`, in letters and digits only, for OAuth `state`. */
  sign(text: string): string {
    return createHmac('sha256', this.keys[0]!.index).update('sign\0').update(text).digest('hex').slice(0, 32);
  }

  verify(text: string, signature: string): boolean {
    const wanted = Buffer.from(this.sign(text));
    const given = Buffer.from(signature);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}

/** What stands before a seed in PKCS #8: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const ed25519Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKeyOf = (seed: Buffer) => createPrivateKey({ key: Buffer.concat([ed25519Head, seed]), format: 'der', type: 'pkcs8' });
const publicKeyOf = (key: ReturnType<typeof createPrivateKey>) => createPublicKey(key).export({ format: 'jwk' }).x!;

/** A random token for sessions and tickets: 32 bytes, base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url');
/** What is stored of a token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
