import { z } from 'zod';
import { contract } from './contract';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

export const jobStates = ['waiting', 'running', 'done', 'dead', 'expired'] as const;
export const lanes = ['urgent', 'normal', 'bulk'] as const;

export const Job = z.object({
  id: Id,
  name: z.string(),
  lane: z.enum(lanes),
  key: z.string(),
  state: z.enum(jobStates),
  attempts: z.int(),
  runAt: Time,
  createdAt: Time,
  finishedAt: Time.nullable(),
  /** Milliseconds the last run took. */
  ms: z.int().nullable(),
  error: z.string(),
});
export type Job = z.infer<typeof Job>;

export const callbackStates = ['stored', 'handled', 'ignored', 'failed'] as const;
export const CallbackRow = z.object({
  id: Id,
  at: Time,
  endpoint: z.enum(['command', 'data', 'app']),
  /** `change_external_contact.add_external_contact`, `suite_ticket`… */
  event: z.string(),
  state: z.enum(callbackStates),
  /** Why it was ignored or failed. */
  reason: z.string(),
  /** From arrival to the end of the last job, or null. */
  ms: z.int().nullable(),
  jobs: z.object({ waiting: z.int(), done: z.int(), dead: z.int() }),
});
export type CallbackRow = z.infer<typeof CallbackRow>;
export const CallbackDetail = CallbackRow.extend({
  /** As it came: query and encrypted text. */
  raw: z.string(),
  /** Decrypted; secrets in it (tickets, codes) are masked. */
  decrypted: z.string(),
  triggered: z.array(Job),
});
export type CallbackDetail = z.infer<typeof CallbackDetail>;

export const callbacks = contract({
  list: { allow: 'system.read', input: PageInput.extend({ state: z.enum(callbackStates).optional(), event: z.string().max(128).optional() }), reply: Page(CallbackRow) },
  get: { allow: 'system.read', input: z.object({ id: Id }), reply: CallbackDetail },
  /** Runs the jobs of these callbacks again; each is safe to run twice. */
  replay: { allow: 'system.write', input: z.object({ ids: z.array(Id).min(1).max(200) }), reply: z.object({ jobs: z.int() }) },
  /** Refused requests (unsigned, foreign, malformed…) leave only a count. */
  refused: { allow: 'system.read', input: Empty, reply: z.object({ items: z.array(z.object({ code: z.string(), count: z.int() })) }) },
});

export const jobs = contract({
  list: { allow: 'system.read', input: PageInput.extend({ state: z.enum(jobStates).optional(), lane: z.enum(lanes).optional(), name: z.string().max(100).optional() }), reply: Page(Job) },
  summary: {
    allow: 'system.read', input: Empty,
    reply: z.object({ lanes: z.array(z.object({ lane: z.enum(lanes), waiting: z.int(), running: z.int(), dead: z.int(), oldestWaitingAt: Time.nullable() })) }),
  },
  /** Puts dead or finished jobs back into their lane. */
  runAgain: { allow: 'system.write', input: z.object({ ids: z.array(Id).min(1).max(200) }), reply: z.object({ jobs: z.int() }) },
});

export const wecom = contract({
  status: {
    allow: 'system.read', input: Empty,
    reply: z.object({
      tokens: z.array(z.object({ kind: z.string(), owner: z.string(), fetchedAt: Time, expiresAt: Time })),
      quotas: z.array(z.object({
        api: z.string(), usedMinute: z.int(), limitMinute: z.int(), usedHour: z.int(), limitHour: z.int(), blockedUntil: Time.nullable(),
      })),
      errors: z.array(z.object({ at: Time, api: z.string(), errcode: z.int(), message: z.string() })),
      suiteTicketAt: Time.nullable(),
      lastCallbackAt: Time.nullable(),
    }),
  },
  /** For `ww.register`: `agent` signs with the app's ticket, `corp` with the company's. The page must be ours. */
  sign: {
    allow: 'signedIn', input: z.object({ kind: z.enum(['corp', 'agent']), url: z.string().max(2048) }),
    reply: z.object({ corpId: z.string(), agentId: z.int(), timestamp: z.int(), nonceStr: z.string(), signature: z.string() }),
  },
});

export const DoctorStep = z.object({
  name: z.enum(['publicUrl', 'tokenAndKey', 'receiveId', 'suiteTicket', 'accessToken', 'trustedIp', 'appScope', 'clock', 'delivery', 'welcome']),
  state: z.enum(['ok', 'failed', 'skipped']),
  /** What was found, in one sentence. */
  detail: z.object({ zh: z.string(), en: z.string() }),
  /** What to do about it. */
  fix: z.object({ zh: z.string(), en: z.string() }).nullable(),
});
export type DoctorStep = z.infer<typeof DoctorStep>;

export const Reconciliation = z.object({
  id: Id, startedAt: Time, finishedAt: Time.nullable(), state: z.enum(['running', 'done', 'failed']),
  /** What differed and was put right. */
  missedAdds: z.int(), missedLosses: z.int(), orphanContactWays: z.int(), missingContactWays: z.int(), checked: z.int(), error: z.string(),
});

export const doctor = contract({
  run: { allow: 'system.read', input: Empty, reply: z.object({ steps: z.array(DoctorStep) }) },
  reconciliations: { allow: 'system.read', input: Empty, reply: z.object({ items: z.array(Reconciliation) }) },
  reconcile: { allow: 'system.write', input: Empty, reply: Done },
});
