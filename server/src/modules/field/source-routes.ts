import { sources } from '@scrm/shared/field';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { visibleCustomer, visibleCustomerIds } from '../customer';
import { tellerOf } from './routes';
import { assignSource, createSource, findSource, getSource, leadSourceNamesOf, listSources, mergeSources, restoreSource, retireSource, sourceOf, sourceWord, updateSource } from './source';

export const sourceRoutes = serve('sources', sources, {
  list: async (_, context) => ({ items: await counted(context) }),

  create: async (draft, context) => {
    const id = await write(context.db, (tx) => createSource(tx, draft));
    return (await counted(context)).find((source) => source.id === id)!;
  },

  update: async ({ id, ...draft }, context) => {
    await write(context.db, (tx) => updateSource(tx, id, draft));
    return (await counted(context)).find((source) => source.id === id)!;
  },

  retire: async ({ id }, { db, clock }) => {
    await write(db, (tx) => retireSource(tx, id, clock.now()));
    return done;
  },

  restore: async ({ id }, { db }) => {
    await write(db, (tx) => restoreSource(tx, id));
    return done;
  },

  merge: async ({ id, intoId }, { db }) => {
    await write(db, (tx) => mergeSources(tx, id, intoId));
    return done;
  },

  of: async ({ customerId }, context) => {
    const { id } = await visibleCustomer(customerId, context);
    return { source: await sourceOf(context.db, id) };
  },

  ofMany: async ({ customerIds }, { db, reach }) => {
    const names = await leadSourceNamesOf(db, [...await visibleCustomerIds(db, customerIds, await reach())]);
    return { items: [...names].map(([customerId, name]) => ({ customerId, name })) };
  },

  assign: async ({ customerId, sourceId, name, seenAt, via }, context) => {
    const { db, clock } = context;
    const customer = await visibleCustomer(customerId, context);
    if (sourceId === undefined && name === undefined) throw new AppError('bad_input', { detail: sourceWord });
    const source = name !== undefined ? await findSource(db, name) : sourceId ? await getSource(db, sourceId) : null;
    const teller = await tellerOf(via, context);
    await write(db, (tx) => assignSource(tx, customer.id, source, teller, clock.now(), seenAt));
    return done;
  },
});

/** Whoever merges sources moves everybody, so they are told of everybody; others count whom they see. */
async function counted({ db, access, actor }: CallContext) {
  return listSources(db, (await access.permissionsOf(actor)).has('field.write') ? { staffIds: null } : await access.reachOf(actor, 'customer.read'));
}
