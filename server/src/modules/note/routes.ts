import { In, IsNull, LessThan } from 'typeorm';
import { notes } from '@scrm/shared/note';
import { write } from '../../core/db/scope';
import { done, serve } from '../../core/http/serve';
import { Customer, isVisible, visibleCustomer } from '../customer';
import { checkFiles } from '../file';
import { Note, NoteMention, NoteVersion } from './entity';
import { presentNotes } from './present';
import { createNote, editNote, findNotes, readableNote, removeNote } from './service';

export const noteRoutes = serve('notes', notes, {
  list: async ({ customerId, cursor, limit }, context) => {
    const customer = await visibleCustomer(customerId, context);
    const { rows, total, nextCursor } = await findNotes(context, { customerId: customer.id, before: cursor, limit });
    return { items: await presentNotes(context, rows), total, nextCursor };
  },

  search: async ({ keyword, cursor, limit }, context) => {
    const { rows, total, nextCursor } = await findNotes(context, { keyword, before: cursor, limit });
    return { items: await presentNotes(context, rows), total, nextCursor };
  },

  create: async (input, context) => {
    await checkFiles(context, input.fileIds);
    return (await presentNotes(context, [await createNote(context, input)]))[0]!;
  },

  edit: async (input, context) => {
    await checkFiles(context, input.fileIds, (await readableNote(context, input.id)).fileIds);
    return (await presentNotes(context, [await editNote(context, input)]))[0]!;
  },

  remove: async ({ id }, context) => {
    await removeNote(context, id);
    return done;
  },

  history: async ({ id }, context) => {
    const note = await readableNote(context, id);
    const rows = await context.db.find(NoteVersion, { noteId: note.id }, { order: { id: 'DESC' }, take: 100 });
    return { items: rows.map(({ id, text, at, byName }) => ({ id, text, at, byName })) };
  },

  /** Naming a colleague shows them the note, also where the customer is not theirs. */
  mentions: async ({ cursor, limit }, context) => {
    const { db, actor } = context;
    if (!actor.staffId) return { items: [], total: 0, unread: 0, nextCursor: null };
    const mine = { staffId: actor.staffId };
    const found = await db.find(NoteMention, { ...mine, ...(cursor && { id: LessThan(cursor) }) }, { order: { id: 'DESC' }, take: limit + 1 });
    const shown = found.slice(0, limit);
    const rows = shown.length === 0 ? [] : await db.find(Note, { id: In(shown.map((one) => one.noteId)) });
    const byId = new Map((await presentNotes(context, rows)).map((note) => [note.id, note]));
    const customers = rows.length === 0 ? [] : await db.find(Customer, { id: In(rows.map((row) => row.customerId)) });
    const reachable = new Map(await Promise.all(customers.map(async (customer) => [customer.id, await isVisible(customer, context)] as const)));
    return {
      items: shown.map(({ id, at, readAt, noteId }) => ({ id, at, readAt, note: byId.get(noteId)!, reachable: reachable.get(byId.get(noteId)!.customer.id) ?? false })),
      total: await db.count(NoteMention, mine), unread: await db.count(NoteMention, { ...mine, readAt: IsNull() }),
      nextCursor: found.length > limit ? shown.at(-1)!.id : null,
    };
  },

  readMentions: async ({ ids }, { db, actor, clock }) => {
    if (actor.staffId) await write(db, (tx) => tx.update(NoteMention, { id: In(ids), staffId: actor.staffId!, readAt: IsNull() }, { readAt: clock.now() }));
    return done;
  },
});
