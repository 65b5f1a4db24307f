import { fields, type Field as FieldReply } from '@scrm/shared/field';
import { kindOf, type FieldKind } from '@scrm/shared/field-kind';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { visibleCustomer, visibleCustomerIds } from '../customer';
import { checkFiles } from '../file';
import { getStaff, staffDisplayName } from '../org';
import { byOrder, canReveal, canSee, fieldWord, viewerOf, visibleField } from './access';
import { convertValues, previewConversion } from './convert';
import { addStarters, archiveField, checkOptions, createField, holdField, impactOf, later, nameOptions, orderFields, restoreField, updateField } from './define';
import { CustomerField, Field } from './entity';
import { fileIdIn } from './files';
import { listReveals, readHistory, recordReveal } from './past';
import { presentField } from './present';
import { saidBy, type Form } from './stored';
import { readValues, setValues, type Teller } from './values';

export const fieldRoutes = serve('fields', fields, {
  list: async ({ archived }, context) => {
    const { db, clock } = context;
    // Corps that were connected before there were fields get theirs at the first look.
    if ((await db.count(Field)) === 0) await write(db, (tx) => addStarters(tx, clock.now()));
    const viewer = await viewerOf(context);
    const rows = (await db.find(Field)).filter((field) => (viewer.mayDefine || canSee(field, viewer)) && (archived ? viewer.mayDefine && field.archivedAt !== null : field.archivedAt === null));
    return { items: rows.sort(byOrder).map(presentField) };
  },

  create: async (draft, { db, clock }) => one(db, await write(db, (tx) => createField(tx, draft, clock.now()))),

  update: async ({ id, updatedAt, ...draft }, { db, clock, secrets }) => {
    await write(db, (tx) => updateField(tx, id, draft, updatedAt, { now: clock.now(), secrets }));
    return one(db, id);
  },

  order: async ({ ids }, { db, clock }) => {
    await write(db, (tx) => orderFields(tx, ids, clock.now()));
    return done;
  },

  impact: ({ id }, { db }) => impactOf(db, id),

  archive: async ({ id }, { db, clock }) => {
    await write(db, (tx) => archiveField(tx, id, clock.now()));
    return one(db, id);
  },

  restore: async ({ id }, { db, clock }) => {
    await write(db, (tx) => restoreField(tx, id, clock.now()));
    return one(db, id);
  },

  previewKind: async ({ id, kind, options }, { db, secrets, reach }) => {
    const field = await db.get(Field, id, fieldWord);
    const { samples, failures, ...counts } = await previewConversion(db, field, formOf(field, kind, options), secrets);
    const seen = await reach();
    const visible = await visibleCustomerIds(db, failures.map(({ customerId }) => customerId), seen);
    // How many is everybody's, for the change is; whose and what only of those whom the caller sees.
    return { ...counts, samples: seen.staffIds === null ? samples : [], failures: failures.filter(({ customerId }) => visible.has(customerId)) };
  },

  changeKind: async ({ id, kind, options, acceptLosing, updatedAt }, context) => {
    const { db, clock, secrets } = context;
    const by = await tellerOf('console', context);
    await write(db, async (tx) => {
      const field = await holdField(tx, id, updatedAt);
      const to = formOf(field, kind, options);
      const { fails } = await previewConversion(tx, field, to, secrets);
      if (fails > acceptLosing) throw new AppError('field_would_lose', { fails });
      const now = clock.now();
      await convertValues(tx, field, to, { now, secrets, by });
      await tx.update(Field, { id }, { kind, options: to.options, updatedAt: later(field, now) });
    });
    return one(db, id);
  },

  values: async ({ customerId }, context) => {
    await visibleCustomer(customerId, context);
    return readValues(context.db, customerId, await viewerOf(context), context.secrets, context.language);
  },

  setValues: async ({ customerId, seenVersion, via, values }, context) => {
    const { db, secrets, clock, language } = context;
    await visibleCustomer(customerId, context);
    await checkFiles(context, values.flatMap(({ value }) => fileIdIn(value)));
    const [viewer, teller] = [await viewerOf(context), await tellerOf(via, context)];
    await write(db, (tx) => setValues(tx, { customerId, seenVersion, values, viewer, teller, secrets, now: clock.now(), language }));
    return readValues(db, customerId, viewer, secrets, language);
  },

  history: async ({ customerId, fieldId, cursor, limit }, context) => {
    await visibleCustomer(customerId, context);
    return readHistory(context.db, { customerId, fieldId }, await viewerOf(context), context.secrets, context.language, { cursor, limit });
  },

  reveal: async ({ customerId, fieldId, reason }, context) => {
    const { db, secrets, clock, actor } = context;
    await visibleCustomer(customerId, context);
    const viewer = await viewerOf(context);
    const field = await visibleField(db, fieldId, viewer);
    if (field.archivedAt !== null) throw new AppError('not_found', { what: fieldWord });
    if (!canReveal(field, viewer)) throw new AppError('not_allowed', { permission: 'field.reveal' });
    const said = saidBy((await db.findOne(CustomerField, { customerId, fieldId })) ?? undefined, secrets);
    if (said.state !== 'value') throw new AppError('not_found', { what: field.name });
    await write(db, (tx) => recordReveal(tx, { customerId, fieldId, actor, reason, now: clock.now() }));
    return { value: said.value, text: kindOf(field.kind).show(said.value, field.options) };
  },

  reveals: async ({ cursor, limit }, { db, reach }) => listReveals(db, await reach(), { cursor, limit }),
});

async function one(db: ReadDb, id: string): Promise<FieldReply> {
  return presentField(await db.get(Field, id, fieldWord));
}

/** Options that the field has already keep their ids; those of another field are new ones. */
function formOf(field: Field, kind: FieldKind, options: Parameters<typeof nameOptions>[0]): Form {
  if (field.sensitive && !kindOf(kind).canSeal) throw new AppError('field_not_sealable');
  checkOptions(options, kind);
  return { kind, options: nameOptions(options, field.options, kind), sensitive: field.sensitive };
}

/** Who is speaking, for the record. */
export async function tellerOf(source: Teller['source'], { db, actor }: Pick<CallContext, 'db' | 'actor'>): Promise<Teller> {
  return { source, staffId: actor.staffId, name: actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name };
}
