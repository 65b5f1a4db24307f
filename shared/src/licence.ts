import { z } from 'zod';
import { contract } from './contract';
import { Progress } from './corp';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** `none`: no licence. `expiring`: within 30 days. */
export const licenceStates = ['valid', 'expiring', 'expired', 'none'] as const;
export type LicenceState = (typeof licenceStates)[number];

export const Licence = z.object({
  id: Id,
  staff: StaffRef,
  state: z.enum(licenceStates),
  /** `external`: 互通账号, needed for whoever looks after customers. `basic`: 基础账号. */
  type: z.enum(['basic', 'external']).nullable(),
  activeAt: Time.nullable(),
  expiresAt: Time.nullable(),
  canReceive: z.boolean(),
});
export type Licence = z.infer<typeof Licence>;

export const licence = contract({
  /** WeCom's interface licences; this software itself has no seats and no fee. `needed` false: a self-built app needs none. */
  summary: {
    allow: 'licence.read', input: Empty,
    reply: z.object({
      needed: z.boolean(),
      counts: z.record(z.enum(licenceStates), z.int()),
      /** Look after customers but have no valid 互通账号: WeCom sends us none of their customers. */
      uncovered: z.int(),
      nextExpiryAt: Time.nullable(),
      /** WeCom's free trial of this app. */
      trialEndsAt: Time.nullable(),
      sync: Progress,
    }),
  },
  list: { allow: 'licence.read', input: PageInput.extend({ state: z.enum(licenceStates).optional() }), reply: Page(Licence) },
  sync: { allow: 'licence.read', action: 'run', input: Empty, reply: Done },
});
