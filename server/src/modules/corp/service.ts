import type { Corp as CorpReply } from '@scrm/shared/corp';
import { idSince, newId } from '../../core/db/ids';
import type { Database } from '../../core/db/database';
import { WriteDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { appKey, callbackKeys, suiteKey } from './directory';
import { Corp } from './entity';
import { corpCancelled, corpInstalled } from './events';
import { readProgress } from './progress';

/** What an install flow has learnt of a corp. */
export interface SuiteInstall {
  suiteId: string;
  wecomCorpId: string;
  name: string;
  logoUrl: string;
  agentId: number | null;
  permanentCode: string;
}

export interface AppConnection {
  kind: 'agency' | 'selfBuilt';
  name: string;
  wecomCorpId: string;
  agentId: number;
  secret: string;
  token: string;
  aesKey: string;
}

interface Parts {
  database: Database;
  secrets: Secrets;
  now: number;
}

/**
 * A suite was installed: the same corp again, by the redirect or by `create_auth` and in whichever order, is one
 * corp with the newest permanent code.
 */
export function installSuite(parts: Parts, install: SuiteInstall): Promise<Corp> {
  return saveCorp(parts, suiteKey(install.suiteId, install.wecomCorpId), {
    kind: 'suite', name: install.name, logoUrl: install.logoUrl, wecomCorpId: install.wecomCorpId, agentId: install.agentId,
    secret: parts.secrets.seal(install.permanentCode, 'corp.secret'), callbackKeys: '',
  });
}

/** A self-built or agency-built app was entered; the same app again replaces its credentials. */
export async function connectApp(parts: Parts, app: AppConnection): Promise<Corp> {
  const naturalKey = appKey(app.wecomCorpId, app.agentId);
  const known = await parts.database.everything.findOneBy(Corp, { naturalKey });
  const keys = { token: app.token, aesKey: app.aesKey };
  // The keys before stay readable, so that callbacks under way and stored ones can still be opened.
  const before = known ? callbackKeys(known, parts.secrets).filter((one) => one.token !== keys.token || one.aesKey !== keys.aesKey) : [];
  return saveCorp(parts, naturalKey, {
    kind: app.kind, name: app.name, logoUrl: known?.logoUrl ?? '', wecomCorpId: app.wecomCorpId, agentId: app.agentId,
    secret: parts.secrets.seal(app.secret, 'corp.secret'),
    callbackKeys: parts.secrets.seal(JSON.stringify([keys, ...before].slice(0, 3)), 'corp.callbackKeys'),
  });
}

async function saveCorp({ database, secrets, now }: Parts, naturalKey: string, fields: Pick<Corp, 'kind' | 'name' | 'logoUrl' | 'wecomCorpId' | 'agentId' | 'secret' | 'callbackKeys'>): Promise<Corp> {
  return database.transaction(async (manager, committed) => {
    const known = await manager.findOneBy(Corp, { naturalKey });
    const id = known?.id ?? newId('co', now);
    const corp: Corp = {
      id, naturalKey, ...fields, appId: known?.appId ?? newId('app', now), state: 'active',
      installedAt: known?.installedAt ?? now, cancelledAt: null, lastCallbackAt: known?.lastCallbackAt ?? null,
    };
    if (known) await manager.update(Corp, { id }, corp);
    else await manager.insert(Corp, corp);
    const tx = new WriteDb(database, manager, id, committed);
    const fresh = !known || known.state === 'cancelled' || secrets.open(known.secret, 'corp.secret') !== secrets.open(fields.secret, 'corp.secret');
    if (fresh) await tx.publish(corpInstalled, { kind: corp.kind }, { key: `installed:${now}` });
    // Callbacks that came before the install had ended wait for this.
    await manager.query('UPDATE inbox SET state = \'stored\', reason = \'\' WHERE state = \'ignored\' AND id > ? AND wecomCorpId = ? AND reason LIKE \'unknown corp%\'', [idSince('cb', now - 86_400_000), corp.wecomCorpId]);
    return corp;
  });
}

/** The authorisation was taken back: nothing is called for this corp any more. */
export async function cancelCorp(database: Database, corp: Corp, now: number): Promise<void> {
  await database.transaction(async (manager, committed) => {
    await manager.update(Corp, { id: corp.id }, { state: 'cancelled', cancelledAt: now, secret: '' });
    await new WriteDb(database, manager, corp.id, committed).publish(corpCancelled, {}, { key: `cancelled:${now}` });
  });
}

export async function presentCorp(database: Database, corp: Corp, publicUrl: string): Promise<CorpReply> {
  const db = database.corp(corp.id);
  return {
    id: corp.id, name: corp.name, kind: corp.kind, wecomCorpId: corp.wecomCorpId, logoUrl: corp.logoUrl, state: corp.state, agentId: corp.agentId,
    callbackUrl: corp.kind === 'suite' ? `${publicUrl}/wecom/suite/command` : `${publicUrl}/wecom/app/${corp.appId}`,
    installedAt: corp.installedAt, cancelledAt: corp.cancelledAt, lastCallbackAt: corp.lastCallbackAt,
    orgSync: await readProgress(db, 'orgSync'), customerSync: await readProgress(db, 'customerSync'),
  };
}
