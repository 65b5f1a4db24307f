import type { JobContext } from '../../core/jobs/define';
import { getExternalContact } from '../../wecom/api/external-contact';
import { within } from './within';

/** How long a customer may wait for what only WeCom knows of them. */
const limitMs = 2_000;

export type AskWecom = () => Promise<{ name: string; addWay: number | null } | null>;

/** Asks WeCom for the customer's name and the way they came, however often it is called once; null when no answer comes in time. */
export function askOnce({ wecom, corpId, signal }: JobContext, { userId, externalUserid }: { userId: string; externalUserid: string }): AskWecom {
  let answer: ReturnType<AskWecom> | null = null;
  return () => (answer ??= within(limitMs, async (late) => {
    const reply = await getExternalContact(await wecom(corpId), externalUserid, undefined, { retries: 0, signal: AbortSignal.any([signal, late]) });
    return { name: reply.external_contact.name, addWay: reply.follow_user.find((one) => one.userid === userId)?.add_way ?? null };
  }));
}
