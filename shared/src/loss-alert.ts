import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { CustomerBrief, Worth } from './transfer';

/** Who left whom: a customer deleted the staff member, or the staff member deleted the customer. */
export const lossKinds = ['byCustomer', 'byStaff'] as const;
export const LossKind = z.enum(lossKinds);
export type LossKind = z.infer<typeof LossKind>;

export const LossRule = z.object({
  on: z.boolean(),
  when: z.enum(['atOnce', 'daily']),
  toSelf: z.boolean(),
  /** Those who lead the staff member's departments. */
  toManagers: z.boolean(),
  staffIds: z.array(Id).max(50),
});
export type LossRule = z.infer<typeof LossRule>;

export const LossSettings = z.object({
  byCustomer: LossRule,
  byStaff: LossRule,
  /** By the company's clock, 0–23. */
  digestHour: z.int().min(0).max(23),
});
export type LossSettings = z.infer<typeof LossSettings>;

export const LossAlert = z.object({
  id: Id,
  kind: LossKind,
  customer: CustomerBrief,
  /** The caller may open the customer; whom nobody in their reach has any more they may not. */
  reachable: z.boolean(),
  staff: StaffRef,
  at: Time,
  /** They have been friends again since. */
  isBack: z.boolean(),
  /** Who was told, and when; null: nobody (yet). */
  toldAt: Time.nullable(),
  told: z.array(StaffRef),
  worth: Worth,
});
export type LossAlert = z.infer<typeof LossAlert>;

export const LossFilter = z.object({ kind: LossKind.optional(), staffId: Id.optional(), from: Time.optional(), to: Time.optional() });

export const lossAlerts = contract({
  list: { allow: 'customer.read', input: LossFilter.extend(PageInput.shape), reply: Page(LossAlert) },
  /** Counts of the same rows as `list`, most deletions by staff first. */
  summary: {
    allow: 'customer.read', input: LossFilter,
    reply: z.object({ byCustomer: z.int(), byStaff: z.int(), /** Of these customers, each once. */ worth: Worth, staff: z.array(z.object({ staff: StaffRef, byCustomer: z.int(), byStaff: z.int() })) }),
  },
  settings: { allow: 'transfer.read', input: Empty, reply: LossSettings.extend({ chosen: z.array(StaffRef), updatedAt: Time }) },
  saveSettings: { allow: 'transfer.write', input: LossSettings.extend({ updatedAt: Time }), reply: Done },
});
