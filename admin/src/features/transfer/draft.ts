import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import type { Assignment, TransferKind, TransferPlan } from '@scrm/shared/transfer';

/** What the three steps of the wizard collect. */
export interface Draft {
  kind: TransferKind;
  from: StaffRef | undefined;
  which: 'all' | 'tags' | 'chosen';
  tags: TagRef[];
  /** Chosen in the list of customers. */
  chosen: { id: string; name: string; avatarUrl: string }[];
  way: Assignment['way'];
  takers: StaffRef[];
  departmentId: number | undefined;
  rules: { tag: TagRef | undefined; staff: StaffRef | undefined }[];
  otherwise: StaffRef | undefined;
  /** By customer. */
  pairs: Record<string, StaffRef | undefined>;
}

export const emptyDraft = (kind: TransferKind): Draft => ({
  kind, from: undefined, which: 'all', tags: [], chosen: [], way: 'even', takers: [], departmentId: undefined, rules: [{ tag: undefined, staff: undefined }], otherwise: undefined, pairs: {},
});

/** The plan, once each step says enough; nothing before that. */
export function planOf(draft: Draft): TransferPlan | undefined {
  const to = assignmentOf(draft);
  if (!draft.from || !to || !isWhoComplete(draft)) return undefined;
  return {
    kind: draft.kind, fromStaffId: draft.from.id, to,
    ...(draft.which === 'tags' && { tagIds: draft.tags.map((tag) => tag.id) }),
    ...(draft.which === 'chosen' && { customerIds: draft.chosen.map((one) => one.id) }),
  };
}

export function isWhoComplete({ which, tags, chosen }: Draft): boolean {
  return which === 'all' || (which === 'tags' ? tags.length > 0 : chosen.length > 0);
}

function assignmentOf({ way, takers, departmentId, rules, otherwise, chosen, pairs }: Draft): Assignment | undefined {
  if (way === 'even') return takers.length > 0 ? { way, staffIds: takers.map((one) => one.id) } : undefined;
  if (way === 'department') return departmentId === undefined ? undefined : { way, departmentId };
  if (way === 'tag') {
    const whole = rules.flatMap(({ tag, staff }) => (tag && staff ? [{ tagId: tag.id, staffId: staff.id }] : []));
    return whole.length > 0 && otherwise ? { way, rules: whole, otherwise: otherwise.id } : undefined;
  }
  const given = chosen.flatMap(({ id }) => (pairs[id] ? [{ customerId: id, staffId: pairs[id].id }] : []));
  return given.length > 0 && given.length === chosen.length ? { way, pairs: given } : undefined;
}
