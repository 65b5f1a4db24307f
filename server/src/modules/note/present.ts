import { In } from 'typeorm';
import type { Note as NoteReply } from '@scrm/shared/note';
import { customerRefs } from '../customer';
import { presentFile, StoredFile } from '../file';
import { staffRefs } from '../org';
import type { Note } from './entity';
import { isRemovable, selfOf, type Reader } from './service';

export async function presentNotes(reader: Reader, rows: readonly Note[]): Promise<NoteReply[]> {
  const { db } = reader;
  const staff = await staffRefs(db, rows.flatMap((row) => [...(row.authorStaffId ? [row.authorStaffId] : []), ...row.mentionIds]));
  const customers = await customerRefs(db, rows.map((row) => row.customerId));
  const fileIds = rows.flatMap((row) => row.fileIds);
  const files = new Map((fileIds.length === 0 ? [] : await db.find(StoredFile, { id: In(fileIds) })).map((file) => [file.id, file]));
  return Promise.all(rows.map(async (row) => {
    const customer = customers.get(row.customerId);
    return {
      id: row.id, customer: { id: row.customerId, name: customer?.name ?? '', avatarUrl: customer?.avatarUrl ?? '' }, text: row.text, isPrivate: row.isPrivate,
      author: row.authorStaffId ? staff.get(row.authorStaffId) ?? null : null, authorName: row.authorName,
      mentions: row.mentionIds.flatMap((id) => staff.get(id) ?? []), files: row.fileIds.flatMap((id) => files.get(id) ?? []).map(presentFile),
      createdAt: row.createdAt, updatedAt: row.updatedAt, edits: row.edits, mine: row.keeperId === selfOf(reader), removable: await isRemovable(reader, row),
    };
  }));
}
