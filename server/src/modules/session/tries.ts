import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../core/errors';

/** Ten wrong passwords for a name, thirty from an address, or ten wrong codes of a signed-in account, hold it up for a quarter of an hour. */
const byIp = new RateLimiterMemory({ points: 30, duration: 900 });
const byName = new RateLimiterMemory({ points: 10, duration: 900 });
const byAccount = new RateLimiterMemory({ points: 10, duration: 900 });

export const countTry = (ip: string, name: string, onLimit: () => Promise<void>): Promise<void> => limited(async () => {
  await byIp.consume(ip);
  await byName.consume(name);
}, onLimit);

export const forgetTries = async (name: string): Promise<void> => void await byName.delete(name);

/** A try at a code of an account that is signed in already; right ones are not counted. */
export async function tryCode(accountId: string, work: () => Promise<boolean>): Promise<void> {
  await limited(() => byAccount.consume(accountId));
  if (!(await work())) throw new AppError('wrong_code');
  await byAccount.delete(accountId);
}

async function limited(count: () => Promise<unknown>, onLimit?: () => Promise<void>): Promise<void> {
  try {
    await count();
  } catch (error) {
    // Noted once, or a flood of tries would fill the log.
    if (error instanceof RateLimiterRes && error.isFirstInDuration === false && [11, 31].includes(error.consumedPoints)) await onLimit?.();
    if (error instanceof RateLimiterRes) throw new AppError('too_many_tries', { seconds: Math.ceil(error.msBeforeNext / 1000) });
    throw error;
  }
}
