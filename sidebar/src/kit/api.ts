import type { Api } from '@scrm/shared/api';
import { createClient, type Transport } from '@scrm/shared/client';
import { language, tagOf } from './language';
import { thisVisit } from './memory';

const tokenKey = 'scrm.token';
const patience = 15_000;

let onSignedOut: () => void = () => {};

/** The server no longer knows our token. */
export function whenSignedOut(act: () => void) {
  onSignedOut = act;
}

export const token = {
  read: () => thisVisit.read(tokenKey),
  keep: (value: string) => thisVisit.write(tokenKey, value),
  forget: () => thisVisit.forget(tokenKey),
};

const send: Transport = async (path, body) => {
  const bearer = token.read();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': tagOf(language()),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
      // The console may be signed in on the same host: its cookie must not speak for the sidebar.
      credentials: 'omit',
      signal: abort.signal,
    });
    const reply = (await response.json().catch(() => null)) as { code?: string } | null;
    if (response.status === 401 && reply?.code === 'not_signed_in' && bearer && bearer === token.read()) onSignedOut();
    return { status: response.status, body: reply };
  } finally {
    clearTimeout(timer);
  }
};

export const api = createClient<Api>(send);
