import type { z } from 'zod';
import { myPrivacy as contract, type MyPrivacy } from '@scrm/shared/privacy';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { recogniseVisitor, Visitor } from '../visitor';
import { consentsOf, listPurposes, recordConsent } from './consent';
import { PrivacyRequest } from './entity';
import { findPerson } from './person';
import { openRequest } from './requests';

export const myPrivacyRoutes = serve('myPrivacy', contract, {
  get: async (_, context) => describe(context, await whoIs(context)),

  setConsent: async ({ purposeId, given }, context) => {
    const customerId = await customerOnly(context);
    await write(context.db, (tx) => recordConsent(tx, { customerId, purposeId, given, channel: 'miniprogram', evidence: '', by: '', staffId: null, now: context.clock.now() }));
    return describe(context, customerId);
  },

  ask: async ({ type, note }, context) => {
    const customerId = await customerOnly(context);
    await write(context.db, (tx) => openRequest(tx, { customerId, type, note, channel: 'miniprogram', createdBy: '', now: context.clock.now() }));
    return describe(context, customerId);
  },
});

async function whoIs(context: CallContext): Promise<string | null> {
  return recogniseVisitor(context, await context.db.get(Visitor, context.actor.id, '访客'));
}

async function customerOnly(context: CallContext): Promise<string> {
  const customerId = await whoIs(context);
  if (!customerId) throw new AppError('not_a_customer');
  return customerId;
}

async function describe(context: CallContext, customerId: string | null): Promise<z.input<typeof MyPrivacy>> {
  const { db, corps, corpId, language } = context;
  const { id, name, logoUrl } = await corps.get(corpId);
  const brand = { corp: id, name, logoUrl };
  if (!customerId) return { brand, isCustomer: false, summary: [], consents: [], requests: [] };
  const person = await findPerson(context, customerId);
  const counted = await Promise.all(context.personalData.filter((data) => data.isShown).map(async (data) => ({ label: data.label[language], rows: (await data.count(context, person)) ?? 0 })));
  const requests = await db.find(PrivacyRequest, { customerId }, { order: { receivedAt: 'DESC' }, take: 20 });
  const offered = new Set((await listPurposes(db)).filter((one) => one.channels.includes('miniprogram')).map((one) => one.id));
  return {
    brand, isCustomer: true, summary: counted.filter(({ rows }) => rows > 0),
    // What somebody said by another way can be taken back here too.
    consents: (await consentsOf(db, customerId)).filter((one) => offered.has(one.purposeId) || one.state === 'given').map((one) => ({ ...one, evidence: '' })),
    requests,
  };
}
