import { In, IsNull } from 'typeorm';
import type { z } from 'zod';
import type { notes } from '@scrm/shared/note';
import { truncate } from '@scrm/shared/text';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { BriefLine, Relation } from '../../core/hand-over';
import type { CallContext } from '../../core/http/serve';
import { audienceQuery } from '../audience';
import { isVisible, livingCustomer, recordActivity, visibleCustomer } from '../customer';
import { keepFilesOf } from '../file';
import { getStaff, staffDisplayName, staffRefs } from '../org';
import { Note, NoteMention, NoteVersion } from './entity';
import { tellMention } from './tell';

type Create = z.output<(typeof notes)['create']['input']>;
type Edit = z.output<(typeof notes)['edit']['input']>;
type Draft = Omit<Edit, 'id' | 'updatedAt'>;
/** Who reads or writes notes. */
export type Reader = Pick<CallContext, 'db' | 'actor' | 'reach' | 'clock'>;

export const noteWord = '笔记';

/** Whose notes are mine: a staff member's, or a local account's. */
export const selfOf = ({ actor }: Pick<Reader, 'actor'>): string => actor.staffId ?? actor.id;

export async function createNote(reader: Reader, { customerId, key, ...draft }: Create): Promise<Note> {
  const { db, actor, clock } = reader;
  const customer = await visibleCustomer(customerId, reader);
  await checkDraft(db, draft);
  const authorName = actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
  const writingKey = `${selfOf(reader)}:${key}`;
  return write(db, async (tx) => {
    const now = clock.now();
    const id = newId('nte', now);
    await tx.insertMissing(Note, {
      id, customerId: customer.id, keeperId: selfOf(reader), authorStaffId: actor.staffId, authorName, text: draft.text, isPrivate: draft.isPrivate,
      mentionIds: unique(draft.mentionIds), fileIds: unique(draft.fileIds), edits: 0, writingKey, createdAt: now, updatedAt: now, removedAt: null,
    });
    const note = (await tx.findOne(Note, { writingKey }))!;
    if (note.id !== id) return note;
    await keepFilesOf(tx, customer.id, draft.fileIds);
    await mention(tx, note, draft.mentionIds, now);
    // A private note leaves no trace that others see, and the timeline keeps no words that were taken away.
    if (!note.isPrivate) await recordActivity(tx, { customerId: customer.id, staffId: actor.staffId, kind: 'customer.noted', at: now, data: { noteId: id, by: authorName }, naturalKey: `note:${id}` });
    return note;
  });
}

export async function editNote(reader: Reader, { id, updatedAt, ...draft }: Edit): Promise<Note> {
  const { db, clock } = reader;
  const note = await readableNote(reader, id);
  if (note.keeperId !== selfOf(reader)) throw new AppError('not_allowed', { permission: 'customer.write' });
  await checkDraft(db, draft);
  return write(db, async (tx) => {
    const now = Math.max(clock.now(), updatedAt + 1);
    const before = await tx.get(Note, id, noteWord);
    const met = await tx.update(Note, { id, updatedAt, removedAt: IsNull() }, {
      text: draft.text, isPrivate: draft.isPrivate, mentionIds: unique(draft.mentionIds), fileIds: unique(draft.fileIds), updatedAt: now, edits: before.edits + (before.text === draft.text ? 0 : 1),
    });
    if (met === 0) throw new AppError('stale_edit');
    if (before.text !== draft.text) await tx.insert(NoteVersion, { id: newId('ntv', now), noteId: id, text: before.text, at: before.updatedAt, byName: before.authorName });
    const dropped = before.mentionIds.filter((one) => !draft.mentionIds.includes(one));
    if (dropped.length > 0) await tx.remove(NoteMention, { noteId: id, staffId: In(dropped) });
    await keepFilesOf(tx, note.customerId, draft.fileIds);
    await mention(tx, note, draft.mentionIds, now);
    return tx.get(Note, id, noteWord);
  });
}

/** Whoever keeps it may take it away; a shared one also those who see all customers. */
export async function removeNote(reader: Reader, id: string): Promise<void> {
  const { db, clock } = reader;
  const note = await readableNote(reader, id);
  if (!(await isRemovable(reader, note))) throw new AppError('not_allowed', { permission: 'customer.write' });
  await write(db, async (tx) => {
    // The words go at once; the row stays so that the same writing cannot come again.
    await tx.update(Note, { id }, { removedAt: clock.now(), text: '', fileIds: [], mentionIds: [] });
    await tx.remove(NoteVersion, { noteId: id });
    await tx.remove(NoteMention, { noteId: id });
  });
}

export async function isRemovable(reader: Reader, note: Note): Promise<boolean> {
  return note.keeperId === selfOf(reader) || (!note.isPrivate && (await reader.reach()).staffIds === null);
}

/** A note of a customer within reach; another's private note does not exist. */
export async function readableNote(reader: Reader, id: string): Promise<Note> {
  const note = await reader.db.get(Note, id, noteWord);
  if (!(await seesNote(reader, note))) throw new AppError('not_found', { what: noteWord });
  return note;
}

export async function seesNote(reader: Omit<Reader, 'clock'>, note: Note): Promise<boolean> {
  if (note.removedAt !== null || (note.isPrivate && note.keeperId !== selfOf(reader))) return false;
  const customer = await livingCustomer(reader.db, note.customerId);
  return customer !== null && isVisible(customer, reader);
}

/** Newest first, of one customer or of all within reach. `before`: the id that the last page ended with. */
export async function findNotes(reader: Reader, { customerId, keyword, before, limit }: { customerId?: string; keyword?: string; before?: string; limit: number }) {
  const query = async () => {
    const found = (await audienceQuery(reader.db, {}, await reader.reach()))
      .innerJoin(Note, 'note', 'note.corpId = customer.corpId AND note.customerId = customer.id')
      .andWhere('note.removedAt IS NULL').andWhere('(note.isPrivate = 0 OR note.keeperId = :self)', { self: selfOf(reader) });
    if (customerId) found.andWhere('note.customerId = :customerId', { customerId });
    if (keyword) found.andWhere('LOWER(note.text) LIKE :words ESCAPE \'!\'', { words: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` });
    return found;
  };
  const counted = await (await query()).select('COUNT(*)', 'n').getRawOne<{ n: number }>();
  const page = (await query()).select('note.id', 'id').orderBy('note.id', 'DESC').limit(limit + 1);
  if (before) page.andWhere('note.id < :before', { before });
  const ids = (await page.getRawMany<{ id: string }>()).map((row) => row.id);
  const shown = ids.slice(0, limit);
  const rows = shown.length === 0 ? [] : await reader.db.find(Note, { id: In(shown) }, { order: { id: 'DESC' } });
  return { rows, total: Number(counted?.n ?? 0), nextCursor: ids.length > limit ? shown.at(-1)! : null };
}

/** The newest notes that the new owner will read: shared ones, and the giver's own. */
export async function briefOfNotes(db: ReadDb, { customerId, staffId }: Relation): Promise<BriefLine[]> {
  const where = { customerId, removedAt: IsNull() };
  const rows = await db.find(Note, [{ ...where, isPrivate: false }, { ...where, keeperId: staffId }], { order: { id: 'DESC' }, take: 3 });
  return rows.map(({ text, createdAt }) => ({ kind: 'note', text: truncate(text, 200), at: createdAt }));
}

/**
 * A customer goes from one staff member to another: what the first kept for themselves is the second's from now on.
 * Shared notes hang on the customer and need nothing. Again it changes nothing.
 */
export async function handOverNotes(tx: WriteDb, { customerId, fromStaffId, toStaffId }: { customerId: string; fromStaffId: string; toStaffId: string }): Promise<void> {
  await tx.update(Note, { customerId, keeperId: fromStaffId, removedAt: IsNull() }, { keeperId: toStaffId });
}

async function mention(tx: WriteDb, note: Note, staffIds: readonly string[], now: number): Promise<void> {
  if (staffIds.length === 0) return;
  const before = new Set((await tx.find(NoteMention, { noteId: note.id })).map((one) => one.staffId));
  const added = unique(staffIds).filter((staffId) => !before.has(staffId)).map((staffId) => ({ id: newId('ntm', now), noteId: note.id, staffId, at: now, readAt: null }));
  if (added.length > 0) await tx.insertMissing(NoteMention, added);
  // Named again after they were left out, they are told no second time.
  for (const { id, staffId } of added) await tx.enqueue(tellMention, { mentionId: id }, { key: `note.tellMention:${note.id}:${staffId}` });
}

async function checkDraft(db: ReadDb, { isPrivate, mentionIds }: Draft): Promise<void> {
  if (isPrivate && mentionIds.length > 0) throw new AppError('note_private_mention');
  if ((await staffRefs(db, mentionIds)).size < unique(mentionIds).length) throw new AppError('not_found', { what: '员工' });
}

const unique = (ids: readonly string[]) => [...new Set(ids)];
