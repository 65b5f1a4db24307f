import { z } from 'zod';
import { contract } from './contract';
import { CorpKind } from './session';
import { Empty, Id, Time } from './page';

export const Progress = z.object({
  state: z.enum(['idle', 'running', 'done', 'failed']),
  done: z.int(),
  /** 0 while it is not known. */
  total: z.int(),
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  error: z.string(),
});
export type Progress = z.infer<typeof Progress>;

export const Corp = z.object({
  id: Id,
  name: z.string(),
  kind: CorpKind,
  /** WeCom's id of the corp (provider-encrypted for suites). */
  wecomCorpId: z.string(),
  logoUrl: z.string(),
  state: z.enum(['active', 'cancelled']),
  agentId: z.int().nullable(),
  /** Where WeCom must send callbacks. */
  callbackUrl: z.string(),
  installedAt: Time,
  cancelledAt: Time.nullable(),
  lastCallbackAt: Time.nullable(),
  orgSync: Progress,
  customerSync: Progress,
});
export type Corp = z.infer<typeof Corp>;

const AppInput = z.object({
  name: z.string().trim().min(1).max(64),
  kind: z.enum(['agency', 'selfBuilt']),
  wecomCorpId: z.string().trim().min(4).max(64),
  agentId: z.int().min(1),
  /** Self-built: the app's secret. Agency: the permanent code. */
  secret: z.string().trim().min(8).max(512),
  token: z.string().trim().regex(/^[A-Za-z0-9]{1,32}$/, '1–32 位字母或数字'),
  aesKey: z.string().trim().regex(/^[A-Za-z0-9]{43}$/, '43 位字母或数字'),
});

export const corps = contract({
  list: { allow: 'corp.read', input: Empty, reply: z.object({ items: z.array(Corp) }) },
  get: { allow: 'corp.read', input: Empty, reply: Corp },
  /** A fresh token and EncodingAESKey to paste into WeCom's console. */
  suggestKeys: { allow: 'corp.write', action: 'view', input: Empty, reply: z.object({ token: z.string(), aesKey: z.string() }) },
  /** Connects a self-built or agency-built app; the same app given again replaces its credentials. */
  connectApp: { allow: 'corp.write', input: AppInput, reply: Corp },
  /** Where an admin of a company installs the suite. Null when no suite is configured. */
  installLink: { allow: 'corp.write', action: 'view', input: Empty, reply: z.object({ url: z.string().nullable() }) },
});
