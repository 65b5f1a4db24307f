import { In } from 'typeorm';
import { views, type SavedView as ViewReply } from '@scrm/shared/audience';
import { AppError } from '../../core/errors';
import { isDuplicate } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { done, serve, type CallContext } from '../../core/http/serve';
import { SavedView, SavedViewDefault } from './entity';

const most = 100;

export const viewRoutes = serve('views', views, {
  list: async (_, context) => {
    const { db } = context;
    const rows = (await db.find(SavedView, {}, { order: { name: 'ASC', id: 'ASC' } })).filter((view) => isFor(view, context));
    const chosen = await db.findOne(SavedViewDefault, { userId: context.actor.id });
    return { items: rows.map((row) => present(row, context, chosen?.viewId ?? null)) };
  },

  create: async ({ name, filter, columns, shared }, context) => {
    const { db, actor, clock } = context;
    if ((await db.count(SavedView, { ownerId: actor.id })) >= most) throw new AppError('too_many_views', { limit: most });
    const now = clock.now();
    const id = newId('view');
    await named(name, () => write(db, (tx) => tx.insert(SavedView, {
      id, ownerId: actor.id, ownerName: actor.name, name, filter, columns, shared, sharedRole: shared === 'role' ? actor.role : null, createdAt: now, updatedAt: now,
    })));
    return read(id, context);
  },

  update: async ({ id, updatedAt, name, filter, columns, shared }, context) => {
    const { db, actor, clock } = context;
    const view = await ownView(db, id, actor.id);
    const changed = await named(name ?? view.name, () => write(db, (tx) => tx.update(SavedView, { id, updatedAt }, {
      ...(name !== undefined && { name }), ...(filter && { filter: filter as object }), ...(columns && { columns }),
      ...(shared && { shared, sharedRole: shared === 'role' ? actor.role : null }), updatedAt: Math.max(clock.now(), view.updatedAt + 1),
    })));
    if (changed === 0) throw new AppError('stale_edit');
    return read(id, context);
  },

  remove: async ({ id }, { db, actor }) => {
    await ownView(db, id, actor.id);
    await write(db, async (tx) => {
      await tx.remove(SavedView, { id });
      await tx.remove(SavedViewDefault, { viewId: id });
    });
    return done;
  },

  setDefault: async ({ id }, context) => {
    const { db, actor } = context;
    if (id !== null) await visibleView(id, context);
    await write(db, async (tx) => {
      if (id === null) await tx.remove(SavedViewDefault, { userId: actor.id });
      else await tx.upsert(SavedViewDefault, { id: newId('vwd'), userId: actor.id, viewId: id }, ['userId'], ['viewId']);
    });
    return done;
  },
});

const isFor = ({ ownerId, shared, sharedRole }: SavedView, { actor }: CallContext): boolean =>
  ownerId === actor.id || shared === 'everyone' || (shared === 'role' && sharedRole === actor.role);

/** Somebody else's view that is not shared does not exist. */
async function visibleView(id: string, context: CallContext): Promise<SavedView> {
  const view = await context.db.get(SavedView, id, '视图');
  if (!isFor(view, context)) throw new AppError('not_found', { what: '视图' });
  return view;
}

async function ownView(db: ReadDb, id: string, ownerId: string): Promise<SavedView> {
  const [view] = await db.find(SavedView, { id: In([id]), ownerId });
  if (!view) throw new AppError('not_found', { what: '视图' });
  return view;
}

async function read(id: string, context: CallContext): Promise<ViewReply> {
  const chosen = await context.db.findOne(SavedViewDefault, { userId: context.actor.id });
  return present(await context.db.get(SavedView, id, '视图'), context, chosen?.viewId ?? null);
}

function present({ id, name, filter, columns, shared, ownerId, ownerName, updatedAt }: SavedView, { actor }: CallContext, defaultId: string | null): ViewReply {
  return { id, name, filter, columns, shared, own: ownerId === actor.id, ownerName, isDefault: id === defaultId, updatedAt };
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) throw new AppError('view_name_taken', { name });
    throw error;
  }
}
