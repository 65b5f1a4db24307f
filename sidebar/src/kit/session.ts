import { isError } from '@scrm/shared/client';
import type { Me } from '@scrm/shared/session';
import { signInAddress, takeTicket } from './address';
import { api, token, whenSignedOut } from './api';
import { thisVisit } from './memory';
import { store } from './store';

export type Session =
  | { state: 'starting' }
  | { state: 'signedIn'; me: Me }
  /** The network or the server failed; nothing is known about the person yet. */
  | { state: 'failed'; error: unknown }
  /** `refused`: sign-in was tried and did not help, so the page must say how it is opened. */
  | { state: 'signedOut'; why: 'asked' | 'refused'; error: unknown };

const triedKey = 'scrm.signInTriedAt';
const corpKey = 'scrm.corp';
/** A second automatic sign-in within this time would be a loop. */
const onceIn = 60_000;
let leaving = false;

const session = store<Session>({ state: 'starting' });
export const useSession = session.use;

let ticket = takeTicket();

/** Redeems the ticket, or goes on with the token of this visit, or sends the person through WeCom's sign-in. */
export async function start(): Promise<void> {
  session.set({ state: 'starting' });
  try {
    if (ticket) {
      const reply = await api.session.redeem({ ticket });
      ticket = null;
      token.keep(reply.token);
      enter(reply.me);
    } else if (token.read()) {
      enter(await api.session.me({}));
    } else {
      signIn();
    }
  } catch (error) {
    const worthAnotherTry = isError(error, 'network') || isError(error, 'internal') || isError(error, 'unavailable') || isError(error, 'too_many_tries');
    if (worthAnotherTry) return session.set({ state: 'failed', error });
    ticket = null;
    signIn(error);
  }
}

function enter(me: Me) {
  if (me.corp) thisVisit.write(corpKey, me.corp.id);
  session.set({ state: 'signedIn', me });
}

whenSignedOut(() => {
  token.forget();
  signIn();
});

/** Leaves for WeCom's sign-in, at most once a minute by itself. */
function signIn(error: unknown = null) {
  if (leaving) return;
  const triedAt = Number(thisVisit.read(triedKey) ?? 0);
  if (Date.now() - triedAt < onceIn) return session.set({ state: 'signedOut', why: 'refused', error });
  goToSignIn();
}

export function goToSignIn() {
  leaving = true;
  session.set({ state: 'starting' });
  thisVisit.write(triedKey, String(Date.now()));
  location.replace(signInAddress(thisVisit.read(corpKey)));
}

export async function signOut(): Promise<void> {
  await api.session.signOut({});
  token.forget();
  session.set({ state: 'signedOut', why: 'asked', error: null });
}
