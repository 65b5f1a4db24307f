import { setImmediate as breathe } from 'node:timers/promises';
import type { Context } from './context';
import type { ContactWay } from './model';
import { Impossible, makePerson, scan } from './friends';
import { drawNickname } from './seed-people';
import { Random } from './random';

const most = 20_000;
const tick = 50;

/** Many new people scan the same code. They are not listed on the phone page. */
export async function runScans(ctx: Context, way: ContactWay, count: number, perSecond: number): Promise<{ started: number }> {
  if (count < 1 || count > most) throw new Impossible(`一次 1 到 ${most} 人`);
  const random = new Random(ctx.world.sequence + 1);
  const one = () => scan(ctx, makePerson(ctx, drawNickname(random), undefined, false), way);
  one();
  if (perSecond > 0 && ctx.clock.kind === 'real') {
    pace(one, count - 1, perSecond);
    return { started: count };
  }
  for (let at = 1; at < count; at++) {
    one();
    if (at % 50 === 0) await breathe();
  }
  return { started: count };
}

function pace(one: () => void, count: number, perSecond: number): void {
  let done = 0;
  const started = Date.now();
  const timer = setInterval(() => {
    const due = Math.min(count, Math.floor(((Date.now() - started) / 1000) * perSecond));
    try {
      while (done < due) {
        one();
        done += 1;
      }
    } catch {
      // The code was deleted meanwhile: nobody else can scan it.
      done = count;
    }
    if (done >= count) clearInterval(timer);
  }, tick);
}
