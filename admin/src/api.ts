import type { Api } from '@scrm/shared/api';
import type { Transport } from '@scrm/shared/client';
import { createClient } from '@scrm/shared/client';
import { languageTag } from './kit/language';

/** The header cannot be set by a foreign page without a preflight, which the server refuses. */
const send: Transport = async (path, body) => {
  const reply = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'accept-language': languageTag(), 'x-scrm': '1' },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.json().catch(() => null) };
};

export const api = createClient<Api>(send);

/** `liveCodes.create`: what `<Allow to>` and the menu ask for. */
export type CallName = { [D in keyof Api]: `${D}.${keyof Api[D] & string}` }[keyof Api];

export function fileUrl(fileId: string): string {
  return `/api/files.content?id=${encodeURIComponent(fileId)}`;
}
