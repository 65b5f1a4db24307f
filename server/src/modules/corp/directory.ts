import type { Corp } from './entity';
import { Corp as CorpEntity } from './entity';
import type { Database } from '../../core/db/database';
import type { Secrets } from '../../core/secrets';
import { AppError } from '../../core/errors';
import { CallbackCrypto } from '../../wecom/crypto';
import type { AppCredentials } from '../../wecom/client';

declare module '../../core/services' {
  interface Services {
    corps: CorpDirectory;
  }
}

/**
 * Which companies there are, kept in memory for the callbacks' sake and read again when one changes. Another
 * process may change one too: an entry is believed for `trustMs`, an unknown name is always looked up.
 */
export class CorpDirectory {
  private readonly byApp = new Map<string, { corp: Corp; cryptos: CallbackCrypto[]; until: number }>();

  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly trustMs = 5000) {}

  async find(corpId: string): Promise<Corp | null> {
    return this.database.everything.findOneBy(CorpEntity, { id: corpId });
  }

  async get(corpId: string): Promise<Corp> {
    const corp = await this.find(corpId);
    if (!corp) throw new AppError('not_found', { what: '企业' });
    return corp;
  }

  all(): Promise<Corp[]> {
    return this.database.everything.find(CorpEntity, { order: { id: 'ASC' } });
  }

  active(): Promise<Corp[]> {
    return this.database.everything.find(CorpEntity, { where: { state: 'active' }, order: { id: 'ASC' } });
  }

  bySuite(suiteId: string, wecomCorpId: string): Promise<Corp | null> {
    return this.database.everything.findOneBy(CorpEntity, { naturalKey: suiteKey(suiteId, wecomCorpId) });
  }

  /** The app that a callback's path names, and the keys that may open it, newest first. */
  async app(appId: string): Promise<{ corp: Corp; cryptos: CallbackCrypto[] } | null> {
    const known = this.byApp.get(appId);
    if (known && known.until > performance.now()) return known;
    const corp = await this.database.everything.findOneBy(CorpEntity, { appId });
    if (!corp || corp.kind === 'suite') return null;
    const entry = { corp, cryptos: callbackKeys(corp, this.secrets).map((keys) => new CallbackCrypto(keys)), until: performance.now() + this.trustMs };
    this.byApp.set(appId, entry);
    return entry;
  }

  forget(corp: Corp): void {
    this.byApp.delete(corp.appId);
  }

  /** What the WeCom client needs to act for this corp. */
  credentials(corp: Corp): AppCredentials {
    if (corp.state !== 'active') throw new AppError('wecom_not_authorised');
    const secret = this.secrets.open(corp.secret, 'corp.secret');
    return corp.kind === 'suite'
      ? { kind: 'suite', wecomCorpId: corp.wecomCorpId, agentId: corp.agentId ?? 0, permanentCode: secret }
      : { kind: corp.kind, wecomCorpId: corp.wecomCorpId, agentId: corp.agentId ?? 0, secret };
  }
}

export const suiteKey = (suiteId: string, wecomCorpId: string) => `suite:${suiteId}:${wecomCorpId}`;
export const appKey = (wecomCorpId: string, agentId: number) => `app:${wecomCorpId}:${agentId}`;

export interface CallbackKeys {
  token: string;
  aesKey: string;
}

export function callbackKeys(corp: Corp, secrets: Secrets): CallbackKeys[] {
  return corp.callbackKeys === '' ? [] : (JSON.parse(secrets.open(corp.callbackKeys, 'corp.callbackKeys')) as CallbackKeys[]);
}
