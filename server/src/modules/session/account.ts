import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../core/clock';
import { isDuplicate, type Database } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { Account } from './entity';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(password, salt, 32)).toString('base64url')}`;
}

/** Takes as long for an unknown name as for a known one. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  const [salt, hash] = (stored ?? `${'A'.repeat(22)}.${'A'.repeat(43)}`).split('.') as [string, string];
  const wanted = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), 32);
  return timingSafeEqual(wanted, given) && stored !== null;
}

/** The owner account, made on the first start. The password comes back once, to be printed; later calls give null. */
export async function ensureOwner(database: Database, clock: Clock, name = 'owner', password = randomBytes(9).toString('base64url')): Promise<string | null> {
  if (await database.everything.countBy(Account, {}) > 0) return null;
  const now = clock.now();
  const hash = await hashPassword(password);
  const account = { id: newId('acc', now), name, password: hash, createdAt: now, role: 'owner' as const, totp: null, totpStep: null, disabledAt: null };
  return database.transaction((manager) => manager.insert(Account, account)).then(() => password, (error: unknown) => {
    // Another process that started at the same moment made it.
    if (isDuplicate(error)) return null;
    throw error;
  });
}
