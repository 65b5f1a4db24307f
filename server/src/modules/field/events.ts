import { event } from '../../core/events';
import type { ValueSource } from '@scrm/shared/field';

/** Values of a customer's fields were changed: rules, segments and indexes look again. */
export const fieldValuesChanged = event<{ customerId: string; fieldIds: string[]; source: ValueSource; staffId: string | null; at: number }>('field.valuesChanged');

/** Somebody was shown a sensitive value in full: the audit log hears of it here. */
export const fieldRevealed = event<{ revealId: string; customerId: string; fieldId: string; actorId: string; actorName: string; reason: string; at: number }>('field.revealed');
