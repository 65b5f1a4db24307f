import { redPackets } from '@scrm/shared/red-packet';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { begunExport, startExport } from '../export';
import { sightOf, visibleLiveCode } from '../live-code';
import { accountOf, pauseAccount, presentAccount, resumeAccount, saveAccount } from './account';
import { sendAgain } from './again';
import { RedPacket } from './entity';
import { ledgerQuery, presentPackets, sumsByDay } from './ledger';
import { sendPacket } from './orders';
import { readRule, saveRule } from './rule';
import { lookAtPacket } from './settle';

export const redPacketRoutes = serve('redPackets', redPackets, {
  account: async (_, context) => {
    const { db, corps, corpId, pay, language } = context;
    const [account, corp] = [await accountOf(db), await corps.get(corpId)];
    return { account: account && await presentAccount(context, account, language), needsCertificate: pay.needsCertificate, suggestedAppId: corp.kind === 'selfBuilt' ? corp.wecomCorpId : '' };
  },

  saveAccount: async (input, context) => {
    context.tell(`mchId ${input.mchId}`, `dayFen ${input.dayFen}`, `personFen ${input.personFen}`);
    await saveAccount(context, input, context.pay);
    return done;
  },

  pause: async (_, { db }) => {
    await pauseAccount(db);
    return done;
  },

  resume: async ({ waiting }, context) => {
    context.tell(`waiting ${waiting}`);
    await resumeAccount(context, waiting);
    return done;
  },

  rule: async ({ liveCodeId }, context) => {
    const { db, clock } = context;
    const [code, account] = [await visibleLiveCode(db, liveCodeId, await sightOf(context)), await accountOf(db)];
    return { rule: await readRule(db, clock, code, account), account: account && { state: account.state, personFen: account.personFen, sceneId: account.sceneId } };
  },

  saveRule: async (input, context) => {
    const { db, clock, actor } = context;
    const code = await visibleLiveCode(db, input.liveCodeId, await sightOf(context));
    context.tell(`minFen ${input.minFen}`, `maxFen ${input.maxFen}`, `dayFen ${input.dayFen}`, `totalFen ${input.totalFen}`, `on ${input.isOn}`);
    await saveRule(db, clock, code, input, actor.staffId ?? actor.id);
    return done;
  },

  days: async (input, context) => sumsByDay(context.db, input, await context.reach()),

  packets: async ({ cursor, limit, ...filter }, context) => {
    const { db, access, actor, language } = context;
    const all = async () => ledgerQuery(db, filter, await context.reach());
    const query = await all();
    if (cursor) query.andWhere('packet.id < :cursor', { cursor });
    const found = await query.orderBy('packet.id', 'DESC').take(limit + 1).getMany();
    const rows = found.slice(0, limit);
    return {
      items: await presentPackets(db, rows, { customers: await access.reachOf(actor, 'customer.read'), language }),
      total: await (await all()).getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null,
    };
  },

  check: async ({ id }, context) => {
    const { db, database, corpId } = context;
    const packet = await visiblePacket(context, id);
    await lookAtPacket({ ...context, db, write: (work) => database.write(corpId, work) }, packet);
    // Whatever kept it waiting, it is tried again by the same number.
    if (packet.state === 'wanted') await write(db, (tx) => tx.enqueue(sendPacket, { id }));
    return presentPacket(context, id);
  },

  sendAgain: async ({ id }, context) => {
    const packet = await visiblePacket(context, id);
    const billNo = await sendAgain(context, packet);
    context.tell(`fen ${packet.amountFen}`, `from ${packet.billNo}`, `to ${billNo}`);
    return presentPacket(context, id);
  },

  export: async ({ key, format, ...filter }, context) => begunExport(await startExport(context, { kind: 'redPacket', key, format, filter, ids: null, wanted: filter, revealed: false }), context),
});

/** For a customer of the staff within reach. */
async function visiblePacket({ db, reach }: CallContext, id: string): Promise<RedPacket> {
  const packet = await db.findOne(RedPacket, { id });
  const { staffIds } = await reach();
  if (!packet || (staffIds !== null && !staffIds.includes(packet.staffId))) throw new AppError('not_found', { what: '红包' });
  return packet;
}

async function presentPacket({ db, access, actor, language }: CallContext, id: string) {
  return (await presentPackets(db, [await db.get(RedPacket, id, '红包')], { customers: await access.reachOf(actor, 'customer.read'), language }))[0]!;
}
