import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import type { Me } from '@scrm/shared/session';
import type { CallName } from '../api';

export type CorpRef = NonNullable<Me['corp']>;
/** Somebody who is signed in and has chosen a corp: what every screen inside the shell stands on. */
export type MeInCorp = Me & { corp: CorpRef };

export const MeContext = createContext<MeInCorp | null>(null);

export function useMe(): MeInCorp {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe stands outside of the shell');
  return me;
}

export function useAllowed(): (call: CallName) => boolean {
  const { calls } = useMe();
  return (call) => calls.includes(call);
}

/** Shows its children to those who may make the call; the same fact that the server enforces. */
export function Allow({ to, children, otherwise = null }: { to: CallName; children: ReactNode; otherwise?: ReactNode }) {
  return useAllowed()(to) ? children : otherwise;
}
