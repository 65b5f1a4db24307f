import type { Me } from '@scrm/shared/session';

/** The same fact that the server enforces: may this person make the call? */
export function can(me: Me, call: string): boolean {
  return me.calls.includes(call);
}
