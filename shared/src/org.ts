import { z } from 'zod';
import { contract } from './contract';
import { Progress } from './corp';
import { Done, Empty, Id, Page, PageInput } from './page';

/** A staff member as shown anywhere. `name` null: WeCom keeps it from us, show `<ww-open-data openid={userId}>`. */
export const StaffRef = z.object({ id: Id, userId: z.string(), name: z.string().nullable(), avatarUrl: z.string() });
export type StaffRef = z.infer<typeof StaffRef>;

export const Department = z.object({
  /** WeCom's department id. */
  departmentId: z.int(),
  parentId: z.int(),
  /** Null: show by `ww-open-data type="departmentName"`. */
  name: z.string().nullable(),
  staffCount: z.int(),
});
export type Department = z.infer<typeof Department>;

/** What a staff member is good for, in the company's own words: a language, a product, a region. */
export const StaffLabel = z.string().trim().min(1).max(20);
export const labelsPerStaff = 20;

export const Staff = StaffRef.extend({
  position: z.string(),
  departmentIds: z.array(z.int()),
  state: z.enum(['active', 'disabled', 'notActivated', 'left']),
  /** Has 客户联系, so customers can be assigned. */
  canReceive: z.boolean(),
  /** Why WeCom lets them receive nobody though they have it; '' where it does not say no. */
  refusal: z.string(),
  /** Friends. Null where their customers are not the caller's to see. */
  customerCount: z.int().nullable(),
  labels: z.array(z.string()),
});
export type Staff = z.infer<typeof Staff>;

export const org = contract({
  departments: { allow: 'org.read', input: Empty, reply: z.object({ items: z.array(Department) }) },
  staff: {
    allow: 'org.read',
    input: PageInput.extend({ keyword: z.string().max(64).optional(), departmentId: z.int().optional(), onlyReceiving: z.boolean().optional() }),
    reply: Page(Staff),
  },
  /** All labels that somebody has, with how many. */
  labels: { allow: 'org.read', input: Empty, reply: z.object({ items: z.array(z.object({ label: z.string(), count: z.int() })) }) },
  /** From now on a staff member has these and no others; codes that go by labels follow. */
  setLabels: { allow: 'liveCode.write', input: z.object({ staffId: Id, labels: z.array(StaffLabel).max(labelsPerStaff) }), reply: Done },
  sync: { allow: 'org.sync', input: Empty, reply: Done },
  progress: { allow: 'org.read', input: Empty, reply: Progress },
});
