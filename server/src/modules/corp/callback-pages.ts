import { parse } from 'node:querystring';
import { AppError } from '../../core/errors';
import { leanPage, type LeanRequest, type PageContext } from '../../core/http/page';
import { readBody } from '../../core/http/body';
import type { InboxRow } from '../../core/inbox/entity';
import { openCallback, verifyUrl, type CallbackQuery } from '../../wecom/callback';
import type { CallbackCrypto } from '../../wecom/crypto';
import { CallbackError } from '../../wecom/errors';

/** Who may speak at an address: the keys that open it, newest first, and the receive ids that are ours. */
interface Address {
  endpoint: InboxRow['endpoint'];
  ref: string;
  cryptos: readonly CallbackCrypto[];
  receiveIds: readonly string[];
}

type FindAddress = (params: Record<string, string | undefined>, context: PageContext) => Promise<Address> | Address;

/** WeCom sends a few kB; more is not WeCom, nor does it fit the 64 kB of a text column. */
const bodyLimit = 60_000;

const command: FindAddress = (_, { suite }) => {
  if (!suite) throw new CallbackError('callback_unknown_app');
  return { endpoint: 'command', ref: '', cryptos: [suite.crypto], receiveIds: [suite.suiteId, suite.providerCorpId] };
};

const data: FindAddress = (params, { suite }) => {
  if (!suite) throw new CallbackError('callback_unknown_app');
  const corpId = params.corpId ?? '';
  return { endpoint: 'data', ref: corpId.slice(0, 64), cryptos: [suite.crypto], receiveIds: [corpId, suite.suiteId, suite.providerCorpId] };
};

const app: FindAddress = async (params, { corps }) => {
  const known = await corps.app(params.appId ?? '');
  if (!known) throw new CallbackError('callback_unknown_app');
  return { endpoint: 'app', ref: known.corp.appId, cryptos: known.cryptos, receiveIds: [known.corp.wecomCorpId] };
};

export const callbackPages = [
  leanPage('GET', '/wecom/suite/command', verifying(command)),
  leanPage('POST', '/wecom/suite/command', receiving(command)),
  leanPage('GET', '/wecom/suite/data/:corpId', verifying(data)),
  leanPage('POST', '/wecom/suite/data/:corpId', receiving(data)),
  leanPage('GET', '/wecom/app/:appId', verifying(app)),
  leanPage('POST', '/wecom/app/:appId', receiving(app)),
];

/** WeCom checks an address before it is saved: the decrypted text, and nothing else, is the answer. */
function verifying(find: FindAddress) {
  return async ({ params, querystring }: LeanRequest, context: PageContext): Promise<string> => {
    try {
      const address = await find(params, context);
      return withKeys(address, (crypto) => verifyUrl({ crypto, query: parse(querystring) as CallbackQuery })).echo;
    } catch (error) {
      throw refusal(error, context);
    }
  };
}

/** Verify, store, answer: `success` is said after the commit and never before. */
function receiving(find: FindAddress) {
  return async ({ raw, params, querystring }: LeanRequest, context: PageContext): Promise<string> => {
    try {
      const address = await find(params, context);
      const query = parse(querystring) as CallbackQuery;
      const body = (await readBody(raw, bodyLimit)).toString('utf8');
      const { encrypt } = withKeys(address, (crypto) => openCallback({ crypto, query, body, receiveIds: address.receiveIds }));
      await context.inbox.add({ endpoint: address.endpoint, ref: address.ref, query: querystring.slice(0, 300), raw: encrypt });
      context.metrics.callbacks.inc({ endpoint: address.endpoint });
      return 'success';
    } catch (error) {
      throw refusal(error, context);
    }
  };
}

/** After a change of keys the ones before are still good for what is under way. */
function withKeys<T>(address: Address, open: (crypto: CallbackCrypto) => T): T {
  let first: unknown;
  for (const crypto of address.cryptos) {
    try {
      return open(crypto);
    } catch (error) {
      first ??= error;
      if (!(error instanceof CallbackError) || error.code !== 'callback_bad_signature') throw error;
    }
  }
  throw first ?? new CallbackError('callback_unknown_app');
}

/** What is refused leaves a count and a clear answer, nothing else. */
function refusal(error: unknown, context: PageContext): unknown {
  const code = error instanceof CallbackError || error instanceof AppError ? error.code : null;
  if (code) context.metrics.callbacksRefused.inc({ code });
  return error instanceof CallbackError ? new AppError(error.code, {}, { cause: error }) : error;
}
