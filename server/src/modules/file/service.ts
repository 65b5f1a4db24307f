import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import type { StoredFile as StoredFileReply } from '@scrm/shared/file';
import type { Message } from '@scrm/shared/message';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { FileUse, StoredFile } from './entity';
import { refreshMedia } from './jobs';
import { kindNames, recognise, safeName, type FileKind } from './kind';
import type { FileStore } from './store';

export const fileWord = '文件';

/** Keeps an upload; its kind is read from the bytes. */
export async function storeFile(db: ReadDb, files: FileStore, { name, bytes, uploadedBy, now }: { name: string; bytes: Buffer; uploadedBy: string; now: number }): Promise<StoredFile> {
  const found = recognise(bytes, name);
  const id = newId('fil', now);
  // Bytes first: a row must never point to nothing.
  await files.put(db.corpId, id, bytes);
  try {
    await write(db, (tx) => tx.insert(StoredFile, {
      id, name: safeName(name, found), kind: found.kind, mime: found.mime, size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'), wecomMediaId: '', wecomMediaAt: null, uploadedBy, createdAt: now,
    }));
  } catch (error) {
    await files.remove(db.corpId, id);
    throw error;
  }
  return db.get(StoredFile, id, fileWord);
}

/** A file and what it is sent as; a document cannot be sent as a picture. */
export interface FileWish {
  fileId: string;
  kind: FileKind;
}

/** The files that a message sends. */
export function filesOf(message: Message): FileWish[] {
  return message.attachments.flatMap((attachment): FileWish[] => {
    if (attachment.kind === 'link') return [];
    if (attachment.kind === 'miniprogram') return [{ fileId: attachment.coverFileId, kind: 'image' }];
    return [{ fileId: attachment.fileId, kind: attachment.kind }];
  });
}

/**
 * Says that `usedBy` sends these files and no others from now on, so that their media ids are kept good. Throws
 * `not_found` for a file that this corp does not have, `file_kind` for one that is of another kind.
 */
export async function useFiles(tx: WriteDb, usedBy: string, wishes: FileWish[]): Promise<void> {
  const wanted = [...new Set(wishes.map((wish) => wish.fileId))];
  const known = new Map((wanted.length === 0 ? [] : await tx.find(StoredFile, { id: In(wanted) })).map((file) => [file.id, file]));
  for (const { fileId, kind } of wishes) {
    const file = known.get(fileId);
    if (!file) throw new AppError('not_found', { what: fileWord });
    if (file.kind !== kind) throw new AppError('file_kind', { kinds: kindNames[kind] });
  }
  const before = await tx.find(FileUse, { usedBy });
  const dropped = before.filter((use) => !wanted.includes(use.fileId));
  if (dropped.length > 0) await tx.remove(FileUse, { id: In(dropped.map((use) => use.id)) });
  const added = wanted.filter((fileId) => !before.some((use) => use.fileId === fileId));
  if (added.length > 0) await tx.insertMissing(FileUse, added.map((fileId) => ({ id: newId('use'), fileId, usedBy })));
  for (const fileId of added) await tx.enqueue(refreshMedia, { fileId });
}

/** These files are about this customer, not sent by anybody: they go with the person. To be called by whatever keeps a file of a customer. */
export async function keepFilesOf(tx: WriteDb, customerId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length > 0) await tx.insertMissing(FileUse, fileIds.map((fileId) => ({ id: newId('use'), fileId, usedBy: customerId })));
}

export function present({ id, name, mime, size }: StoredFile): StoredFileReply {
  return { id, name, mime, size, url: `/api/files.content?id=${id}` };
}
