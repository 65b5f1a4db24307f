import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { CallContext } from '../../core/http/serve';
import { Account, RecoveryCode } from './entity';
import { checkTotp } from './totp';

type Context = Pick<CallContext, 'database' | 'secrets' | 'clock'>;

const derive = promisify<string, string, number, Buffer>(scrypt);
const sealedAs = 'account.totp';
const howMany = 10;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Ten codes of 50 random bits. They are shown once; only what scrypt makes of them is kept. */
const newCodes = () => Array.from({ length: howMany }, () => [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join('').replace(/^.{5}/, '$&-'));

/** As it is compared: people write spaces, small letters, and 0 and 1 for the letters that look so. */
const plain = (code: string) => code.toUpperCase().replace(/[\s-]/g, '').replaceAll('0', 'O').replaceAll('1', 'I');
const hashOf = async (accountId: string, code: string) => (await derive(plain(code), `recovery:${accountId}`, 32)).toString('base64url');

export const isRecoveryCode = (code: string): boolean => /^[A-Z2-7]{10}$/.test(plain(code));

/** Whether the code, six digits or a recovery code, is right; it opens once, also when two come at the same moment. */
export async function spendCode({ database, secrets, clock }: Context, { id, totp, totpStep }: Account, code: string): Promise<boolean> {
  if (isRecoveryCode(code)) {
    const { affected } = await database.execute('DELETE FROM account_recovery WHERE accountId = ? AND hash = ?', [id, await hashOf(id, code)]);
    return affected === 1;
  }
  const step = checkTotp(secrets.open(totp!, sealedAs), code, clock.now(), totpStep);
  if (step === null) return false;
  const { affected } = await database.execute('UPDATE account SET totpStep = ? WHERE id = ? AND (totpStep IS NULL OR totpStep < ?)', [step, id, step]);
  return affected === 1;
}

export const recoveryCodesLeft = ({ database }: Pick<Context, 'database'>, accountId: string): Promise<number> => database.everything.countBy(RecoveryCode, { accountId });

/** Gives the recovery codes. Who has it on already turns it off first, which needs a code of it. */
export async function switchOn({ database, secrets, clock }: Context, id: string, { secret, step }: { secret: string; step: number }): Promise<string[]> {
  const fresh = await prepare(id, clock.now());
  await database.transaction(async (manager) => {
    const { affected } = await manager.update(Account, { id, totp: IsNull() }, { totp: secrets.seal(secret, sealedAs), totpStep: step });
    if (affected !== 1) throw new AppError('second_factor_on');
    await replace(manager, id, fresh.rows);
  });
  return fresh.codes;
}

export async function switchOff({ database }: Pick<Context, 'database'>, id: string): Promise<void> {
  await database.transaction(async (manager) => {
    await manager.update(Account, { id }, { totp: null, totpStep: null });
    await replace(manager, id, []);
  });
}

/** The codes of before open nothing from now on. */
export async function renewCodes({ database, clock }: Context, id: string): Promise<string[]> {
  const fresh = await prepare(id, clock.now());
  await database.transaction(async (manager) => {
    // The row is written first: of two at once the second replaces what the first made, and one set stands.
    const { affected } = await manager.update(Account, { id, totp: Not(IsNull()) }, { id });
    if (affected !== 1) throw new AppError('second_factor_off');
    await replace(manager, id, fresh.rows);
  });
  return fresh.codes;
}

async function prepare(accountId: string, now: number): Promise<{ codes: string[]; rows: RecoveryCode[] }> {
  const codes = newCodes();
  return { codes, rows: await Promise.all(codes.map(async (code) => ({ id: newId('rec', now), accountId, hash: await hashOf(accountId, code) }))) };
}

async function replace(manager: EntityManager, accountId: string, rows: RecoveryCode[]): Promise<void> {
  await manager.delete(RecoveryCode, { accountId });
  if (rows.length > 0) await manager.insert(RecoveryCode, rows);
}
