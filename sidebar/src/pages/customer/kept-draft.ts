import type { FieldValue } from '@scrm/shared/field-kind';
import type { Me } from '@scrm/shared/session';
import { thisVisit } from '../../kit/memory';

/** What was typed and could not be saved: it waits, until the tab closes, to be offered again. */
export interface Draft {
  value: FieldValue | null;
  none: boolean;
  /** What had been seen when the typing began. */
  seenVersion: number;
}

const keyOf = (me: Me, customerId: string, fieldId: string) => `scrm.draft.${me.corp?.id ?? ''}.${me.staffId ?? ''}.${customerId}.${fieldId}`;

export const keptDraft = {
  has: (me: Me, customerId: string, fieldId: string) => thisVisit.read(keyOf(me, customerId, fieldId)) !== null,
  read(me: Me, customerId: string, fieldId: string): Draft | null {
    const text = thisVisit.read(keyOf(me, customerId, fieldId));
    return text === null ? null : (JSON.parse(text) as Draft);
  },
  keep: (me: Me, customerId: string, fieldId: string, draft: Draft) => thisVisit.write(keyOf(me, customerId, fieldId), JSON.stringify(draft)),
  forget: (me: Me, customerId: string, fieldId: string) => thisVisit.forget(keyOf(me, customerId, fieldId)),
};
