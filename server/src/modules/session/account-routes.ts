import { toDataURL } from 'qrcode';
import { accounts as contract, type Account as AccountReply } from '@scrm/shared/access';
import { isDuplicate } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { checkPassword, hashPassword } from './account';
import { Account, SignInRow } from './entity';
import { renewCodes, spendCode, switchOff, switchOn } from './second-factor';
import { checkTotp, newTotpSecret, totpUrl } from './totp';

const word = '账号';

export const accountRoutes = serve('accounts', contract, {
  list: async (_, context) => {
    const rows = await context.database.everything.find(Account, { order: { createdAt: 'ASC' } });
    return { items: await Promise.all(rows.map((row) => present(row, context))) };
  },

  create: async ({ name, password, role }, context) => {
    const now = context.clock.now();
    const id = newId('acc', now);
    const hash = await hashPassword(password);
    try {
      await context.database.transaction((manager) => manager.insert(Account, { id, name, password: hash, role, totp: null, totpStep: null, disabledAt: null, createdAt: now }));
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('account_name_taken', { name });
      throw error;
    }
    return present(await find(id, context), context);
  },

  setRole: async ({ id, role }, context) => {
    await change(id, { role }, context);
    return present(await find(id, context), context);
  },

  disable: async ({ id }, context) => {
    const { disabledAt } = await find(id, context);
    await change(id, { disabledAt: disabledAt ?? context.clock.now() }, context);
    await context.sessions.revokeSubject(id);
    return present(await find(id, context), context);
  },

  enable: async ({ id }, context) => {
    await change(id, { disabledAt: null }, context);
    return present(await find(id, context), context);
  },

  setPassword: async ({ id, password }, context) => {
    await change(id, { password: await hashPassword(password) }, context);
    await context.sessions.revokeOthers(id, context.actor.sessionId);
    return done;
  },

  resetSecondFactor: async ({ id, reason }, context) => {
    if (id === context.actor.id) throw new AppError('second_factor_own');
    const { name } = await find(id, context);
    context.tell(`of ${name}`, `reason ${reason}`);
    await switchOff(context, id);
    // Whoever has the lost phone may be signed in with it.
    await context.sessions.revokeSubject(id);
    return present(await find(id, context), context);
  },

  changeMyPassword: async ({ old, password }, context) => {
    const mine = await find(context.actor.id, context);
    if (!(await checkPassword(mine.password, old))) throw new AppError('wrong_password');
    await change(mine.id, { password: await hashPassword(password) }, context);
    await context.sessions.revokeOthers(mine.id, context.actor.sessionId);
    return done;
  },

  beginSecondFactor: async (_, context) => {
    const mine = await find(context.actor.id, context);
    const secret = newTotpSecret();
    return { secret, qrUrl: await toDataURL(totpUrl(secret, mine.name, 'SCRM'), { margin: 1, width: 240 }) };
  },

  enableSecondFactor: async ({ secret, code }, context) => {
    const mine = await find(context.actor.id, context);
    if (!/^[A-Z2-7]{32}$/.test(secret)) throw new AppError('bad_input', { detail: 'secret' });
    const step = checkTotp(secret, code, context.clock.now(), null);
    if (step === null) throw new AppError('wrong_code');
    return { codes: await switchOn(context, mine.id, { secret, step }) };
  },

  disableSecondFactor: async ({ code }, context) => {
    const mine = await find(context.actor.id, context);
    if (mine.totp !== null) await context.tries.tryCode(mine.id, () => spendCode(context, mine, code));
    await switchOff(context, mine.id);
    return done;
  },

  renewRecoveryCodes: async ({ code }, context) => {
    const mine = await find(context.actor.id, context);
    if (mine.totp === null) throw new AppError('second_factor_off');
    await context.tries.tryCode(mine.id, () => spendCode(context, mine, code));
    return { codes: await renewCodes(context, mine.id) };
  },
});

async function find(id: string, { database }: CallContext): Promise<Account> {
  const row = await database.everything.findOneBy(Account, { id });
  if (!row) throw new AppError('not_found', { what: word });
  return row;
}

/** Somebody must stay who can manage the accounts: the last owner in use is neither disabled nor lowered. */
async function change(id: string, patch: Partial<Account>, context: CallContext): Promise<void> {
  await find(id, context);
  await context.database.transaction(async (manager) => {
    await manager.update(Account, { id }, patch);
    const all = await manager.find(Account);
    if (!all.some(({ role, disabledAt }) => (role ?? 'owner') === 'owner' && disabledAt === null)) throw new AppError('last_owner');
  });
}

async function present({ id, name, role, totp, createdAt, disabledAt }: Account, { database, actor }: CallContext): Promise<AccountReply> {
  const last = await database.everything.findOne(SignInRow, { where: { subjectId: id, outcome: 'ok' }, order: { id: 'DESC' } });
  return { id, name, role: role ?? 'owner', secondFactor: totp !== null, createdAt, disabledAt, lastSignInAt: last?.at ?? null, current: id === actor.id };
}
