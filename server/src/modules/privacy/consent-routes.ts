import { consents as contract } from '@scrm/shared/privacy';
import { serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { visibleCustomer } from '../customer';
import { consentsOf, createPurpose, listPurposes, presentPurposes, recordConsent, retirePurpose, updatePurpose } from './consent';
import type { ConsentPurpose } from './entity';
import { readLedger } from './ledger';
import { nameOfActor } from './who';

export const consentRoutes = serve('consents', contract, {
  purposes: async (_, context) => ({ items: await presentPurposes(context.db, await listPurposes(context.db), await countedReach(context)) }),

  createPurpose: async (draft, context) => presentOne(await createPurpose(context.db, draft, { by: await nameOfActor(context), now: context.clock.now() }), context),

  updatePurpose: async ({ id, ...draft }, context) => {
    const by = await nameOfActor(context);
    return presentOne(await write(context.db, (tx) => updatePurpose(tx, id, draft, { by, now: context.clock.now() })), context);
  },

  retirePurpose: async ({ id, retired }, context) => presentOne(await write(context.db, (tx) => retirePurpose(tx, id, { retired, now: context.clock.now() })), context),

  ofCustomer: async ({ customerId }, context) => ({ items: await consentsOf(context.db, (await visibleCustomer(customerId, context)).id) }),

  record: async ({ customerId, purposeId, given, evidence, channel }, context) => {
    const { db, actor, clock } = context;
    const customer = await visibleCustomer(customerId, context);
    const by = await nameOfActor(context);
    await write(db, (tx) => recordConsent(tx, { customerId: customer.id, purposeId, given, evidence, channel, by, staffId: actor.staffId, now: clock.now() }));
    return { items: await consentsOf(db, customer.id) };
  },

  ledger: async (filter, { db, reach }) => readLedger(db, filter, await reach()),
});

const countedReach = ({ access, actor }: CallContext) => access.reachOf(actor, 'consent.read');

async function presentOne(purpose: ConsentPurpose, context: CallContext) {
  return (await presentPurposes(context.db, [purpose], await countedReach(context)))[0]!;
}
