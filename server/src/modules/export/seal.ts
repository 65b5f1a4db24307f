import { createHash } from 'node:crypto';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import type { SealedColumn } from '../../core/sealed';
import { unseal } from '../../core/sealed-file';
import type { Secrets } from '../../core/secrets';
import type { FileStore } from '../file';
import type { DataExport } from './entity';

// Sealed with the row's id: the key of one file does not open another.
export const keyContext = (id: string | null | undefined) => `data_export.fileKey:${id}`;
export const urlContext = (id: string | null | undefined) => `data_export_named.url:${id}`;
export const sealedColumns: SealedColumn[] = [
  { table: 'data_export', column: 'fileKey', context: ({ id }) => keyContext(id) },
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

/** The plain bytes. A file that was changed on the disk breaks off before its end. */
export function unsealed(files: FileStore, secrets: Secrets, { id, corpId, fileId, fileKey }: DataExport): Readable {
  return unseal(files.read(corpId, fileId!), secrets.open(fileKey!, keyContext(id)));
}
