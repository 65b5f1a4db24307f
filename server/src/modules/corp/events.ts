import { event, type EventDef } from '../../core/events';
import type { CorpKind } from '@scrm/shared/session';

/** A company has installed or connected an app, or installed it again. */
export const corpInstalled = event<{ kind: CorpKind }>('corp.installed');
/** What the app may see has changed: people and departments are to be read again. */
export const corpScopeChanged = event<object>('corp.scopeChanged');
/** The authorisation was taken back. */
export const corpCancelled = event<object>('corp.cancelled');

/** The company's own workdays and days off are not as they were. */
export const ownDaysChanged = event<object>('corp.ownDaysChanged');

/** What a callback of WeCom carries to its subscribers. `fields` is what `wecom/events.ts` says for this name. */
export interface CallbackData<F = Record<string, unknown>> {
  fields: F;
  /** When WeCom says that it happened, ms. */
  at: number;
  /** When it reached us, ms. */
  receivedAt: number;
  callbackId: string;
}

/** A callback as an event: `callback('change_external_contact.add_external_contact')`. */
export function callback<F = Record<string, unknown>>(name: string): EventDef<CallbackData<F>> {
  return event<CallbackData<F>>(`wecom.${name}`);
}
