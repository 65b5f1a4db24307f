import { createCipheriv, createDecipheriv, randomBytes, type CipherGCM } from 'node:crypto';
import { pipeline, Writable, type Readable } from 'node:stream';
import { pipeline as drain } from 'node:stream/promises';
import { fileBytes, type Bytes } from './bytes';

/** A key of its own for each file: without the row what lies on the disk is noise. */
export class Seal {
  private readonly key = randomBytes(32);
  private readonly iv = randomBytes(12);
  readonly cipher: CipherGCM = createCipheriv('aes-256-gcm', this.key, this.iv);

  /** What opens the file, once all bytes have gone through; a row keeps it sealed. */
  opener(): string {
    return [this.key, this.iv, this.cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
  }
}

const partsOf = (opener: string) => opener.split('.').map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer, Buffer];

/** The plain bytes. A file that was changed on the disk breaks off before its end. */
export function unseal(source: Readable, opener: string): Readable {
  const [key, iv, tag] = partsOf(opener);
  // A failure reaches whoever reads by the stream itself.
  return pipeline(source, createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag), () => undefined);
}

/** The plain bytes of a file, to be read in any order. Refuses one that was changed, before anything of it is read. */
export async function sealedBytes(path: string, opener: string): Promise<Bytes> {
  const file = await fileBytes(path);
  await drain(unseal(file.read(), opener), new Writable({ write: (_, __, done) => done() }));
  const [key, iv] = partsOf(opener);
  return {
    size: file.size,
    read: ({ start, end } = { start: 0, end: file.size }) => {
      // GCM counts blocks of 16 bytes from 2: NIST SP 800-38D, 7.1.
      const count = Buffer.alloc(4);
      count.writeUInt32BE(2 + Math.floor(start / 16));
      const decipher = createDecipheriv('aes-256-ctr', key, Buffer.concat([iv, count]));
      decipher.update(Buffer.alloc(start % 16));
      return pipeline(file.read({ start, end }), decipher, () => undefined);
    },
  };
}
