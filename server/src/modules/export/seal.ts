import { createCipheriv, createDecipheriv, createHash, randomBytes, type CipherGCM } from 'node:crypto';
import { pipeline, Transform, type Readable, type TransformCallback } from 'node:stream';
import type { SealedColumn } from '../../core/sealed';
import type { Secrets } from '../../core/secrets';
import type { FileStore } from '../file';
import type { DataExport } from './entity';

// Sealed with the row's id: the key of one file does not open another.
const contextOf = (id: string | null | undefined) => `data_export.fileKey:${id}`;
export const urlContext = (id: string | null | undefined) => `data_export_named.url:${id}`;
export const sealedColumns: SealedColumn[] = [
  { table: 'data_export', column: 'fileKey', context: ({ id }) => contextOf(id) },
  { table: 'data_export_named', column: 'url', context: ({ id }) => urlContext(id) },
];

/** A stream that lets everything pass, counts it and takes its fingerprint. */
export class Fingerprint extends Transform {
  size = 0;
  private readonly hash = createHash('sha256');

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** A key of its own for each file: without the row what lies on the disk is noise. */
export class Seal {
  private readonly key = randomBytes(32);
  private readonly iv = randomBytes(12);
  readonly cipher: CipherGCM = createCipheriv('aes-256-gcm', this.key, this.iv);

  /** What the row keeps, once all bytes have gone through. */
  keep(secrets: Secrets, exportId: string): string {
    return secrets.seal([this.key, this.iv, this.cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.'), contextOf(exportId));
  }
}

/** The plain bytes. A file that was changed on the disk breaks off before its end. */
export function unseal(files: FileStore, secrets: Secrets, { id, corpId, fileId, fileKey }: DataExport): Readable {
  const [key, iv, tag] = secrets.open(fileKey!, contextOf(id)).split('.').map((part) => Buffer.from(part, 'base64url'));
  const decipher = createDecipheriv('aes-256-gcm', key!, iv!).setAuthTag(tag!);
  // A failure reaches whoever reads by the stream itself.
  return pipeline(files.read(corpId, fileId!), decipher, () => undefined);
}
