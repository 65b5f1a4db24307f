import { addContactWay, deleteContactWay, getContactWay, listContactWays, type ContactWayInput } from './api/contact-way';
import type { WecomApp } from './client';
import { WeComError } from './errors';

/** The contact way is asked for within this time, so that a late answer cannot meet the next attempt. */
const askMs = 20_000;
/** WeCom's clock and ours may differ by this much. */
const skewMs = 600_000;
/** 41044: there is no such contact way. https://developer.work.weixin.qq.com/document/path/90313 */
export const isGone = (error: unknown) => error instanceof WeComError && error.errcode === 41044;

export interface WayMade {
  config_id: string;
  qr_code: string;
}

/**
 * A contact way whose `state` is the id of its row. Before it is asked for, `noteAsked` writes so into the row: whoever comes
 * after a crash (`askedAt`) looks first whether it was made.
 */
export async function askWay(app: WecomApp, input: ContactWayInput, { askedAt, noteAsked, now }: { askedAt: number | null; noteAsked: () => Promise<unknown>; now: number }): Promise<WayMade> {
  const found = askedAt === null ? null : await findWay(app, input.state, askedAt);
  if (found) return found;
  if (askedAt === null) await noteAsked();
  return addContactWay(app, input, { deadline: now + askMs });
}

/** A clear no means that nothing was made; silence may mean that it was. */
export const isRefused = (error: unknown) => error instanceof WeComError && error.reaction !== 'retry';

async function findWay(app: WecomApp, state: string, since: number) {
  let cursor: string | undefined;
  do {
    const page = await listContactWays(app, { startTime: Math.floor((since - skewMs) / 1000), cursor });
    for (const { config_id } of page.contact_way) {
      const way = await readWay(app, config_id);
      if (way?.state === state) return way;
    }
    cursor = page.next_cursor || undefined;
  } while (cursor);
  return null;
}

/** Null when WeCom has none of this id. */
export async function readWay(app: WecomApp, configId: string) {
  try {
    return (await getContactWay(app, configId)).contact_way;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Gone already is as good. */
export async function removeWay(app: WecomApp, configId: string): Promise<void> {
  try {
    await deleteContactWay(app, configId);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
