import { quality } from '@scrm/shared/field';
import { AppError } from '../../core/errors';
import { write } from '../../core/db/scope';
import { done, serve } from '../../core/http/serve';
import { countSealed } from '../../core/sealed';
import { readProgress } from '../corp';
import { visibleCustomer } from '../customer';
import { checkFiles } from '../file';
import { canReveal, viewerOf, visibleField } from './access';
import { fileIdIn } from './files';
import { rotate } from './jobs';
import { closeQuarantined, correctQuarantined, openEntry, rawText } from './outside';
import { recordReveal } from './past';
import { listQuarantined, readQuality } from './quality';
import { tellerOf } from './routes';

export const qualityRoutes = serve('quality', quality, {
  get: async (_, context) => readQuality(context.db, await context.reach(), await viewerOf(context)),

  quarantine: async (page, context) => listQuarantined(context.db, context.secrets, await context.reach(), await viewerOf(context), page),

  reveal: async ({ id, reason }, context) => {
    const { db, secrets, clock, actor } = context;
    const entry = await openEntry(db, id);
    await visibleCustomer(entry.customerId, context);
    const viewer = await viewerOf(context);
    if (!canReveal(await visibleField(db, entry.fieldId, viewer), viewer)) throw new AppError('not_allowed', { permission: 'field.reveal' });
    await write(db, (tx) => recordReveal(tx, { customerId: entry.customerId, fieldId: entry.fieldId, actor, reason, now: clock.now() }));
    return { text: rawText(entry, secrets) };
  },

  correct: async ({ id, value }, context) => {
    const { db, secrets, clock, language } = context;
    const entry = await openEntry(db, id);
    await visibleCustomer(entry.customerId, context);
    await checkFiles(context, fileIdIn(value));
    const doing = { teller: await tellerOf('console', context), viewer: await viewerOf(context), secrets, now: clock.now(), language };
    await write(db, (tx) => correctQuarantined(tx, entry, value, doing));
    return done;
  },

  dismiss: async ({ id }, context) => {
    const { db, clock } = context;
    const entry = await openEntry(db, id);
    await visibleCustomer(entry.customerId, context);
    const teller = await tellerOf('console', context);
    await write(db, (tx) => closeQuarantined(tx, id, 'dismissed', { teller, now: clock.now() }));
    return done;
  },

  keys: async (_, { db, corpId, secrets, sealedColumns }) => ({
    ...(await countSealed(db.database, secrets, sealedColumns, corpId)), progress: await readProgress(db, 'keyRotation'),
  }),

  rotate: async (_, { db, clock }) => {
    await write(db, (tx) => tx.enqueue(rotate, {}, { key: `rotate:${clock.now()}` }));
    return done;
  },
});
