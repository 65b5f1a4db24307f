import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../core/errors';

/** Ten wrong passwords for a name, thirty from an address, or ten wrong codes of a signed-in account, hold it up for a quarter of an hour. */
export class Tries {
  private readonly byIp = new RateLimiterMemory({ points: 30, duration: 900 });
  private readonly byName = new RateLimiterMemory({ points: 10, duration: 900 });
  private readonly byAccount = new RateLimiterMemory({ points: 10, duration: 900 });

  async count(ip: string, name: string, onLimit: () => Promise<void>): Promise<void> {
    await limited(async () => {
      await this.byIp.consume(ip);
      await this.byName.consume(name);
    }, onLimit);
  }

  async forget(name: string): Promise<void> {
    await this.byName.delete(name);
  }

  /** A try at a code of an account that is signed in already; right ones are not counted. */
  async tryCode(accountId: string, work: () => Promise<boolean>): Promise<void> {
    await limited(() => this.byAccount.consume(accountId));
    if (!(await work())) throw new AppError('wrong_code');
    await this.byAccount.delete(accountId);
  }
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
