import type { Endpoint } from './endpoint';
import type { Refusal } from './refuse';
import { acquisitionCalls } from './acquisition';
import { authorisationCalls } from './authorisation';
import { contactWayCalls } from './contact-way';
import { contactCalls } from './contacts';
import { convertCalls } from './convert';
import { externalCalls } from './external';
import { firstRefusal } from './check';
import { groupCalls } from './group';
import { groupWelcomeCalls } from './group-welcome';
import { joinWayCalls } from './join-way';
import { licenceCalls } from './licence';
import { massSendCalls } from './mass-send';
import { mediaCalls } from './media';
import { oauthCalls } from './oauth';
import { refusal } from './refuse';
import { tagCalls } from './tag';
import { tokenCalls } from './token';
import { messageCalls } from './message';
import { transferCalls } from './transfer';
import { translateCalls } from './translate';
import { welcomeCalls } from './welcome';

const all: Endpoint[] = [
  ...tokenCalls, ...authorisationCalls, ...oauthCalls, ...contactCalls, ...convertCalls, ...externalCalls, ...contactWayCalls, ...tagCalls, ...welcomeCalls, ...mediaCalls,
  ...groupCalls, ...licenceCalls, ...transferCalls, ...messageCalls, ...groupWelcomeCalls, ...joinWayCalls, ...massSendCalls, ...acquisitionCalls, ...translateCalls,
];

export const platform = new Map(all.map((endpoint) => [endpoint.path, endpoint]));

/** Every path of the platform that the sandbox answers. */
export const endpoints: string[] = all.map((endpoint) => endpoint.path);

/** Shape and limits of a request body, without looking at what exists. Null: it would be accepted. */
export function checkRequest(path: string, body: unknown): Refusal | null {
  const endpoint = platform.get(path);
  if (!endpoint) return refusal(40058, `no such call: ${path}`);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refusal(40058, 'the body is no object');
  return firstRefusal(endpoint.rules, body as Record<string, unknown>);
}
