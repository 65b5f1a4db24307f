/**
 * Takes the one-time ticket that sign-in left in the address, before or after the `#`, and wipes it from there: it must not
 * stay in the history, nor in the address that is signed for the JS-SDK.
 */
export function takeTicket(): string | null {
  const url = new URL(location.href);
  const [path = '', query = ''] = url.hash.split('?');
  const inHash = new URLSearchParams(query);
  const ticket = url.searchParams.get('ticket') ?? inHash.get('ticket');
  if (!ticket) return null;
  url.searchParams.delete('ticket');
  inHash.delete('ticket');
  const rest = inHash.toString();
  url.hash = rest ? `${path}?${rest}` : path;
  history.replaceState(history.state, '', url);
  return ticket;
}

/**
 * Where WeCom's OAuth starts. What the page was opened with goes along (it may say which app or corp), and `page` is the
 * page to come back to.
 */
export function signInAddress(corpId: string | null): string {
  const query = new URLSearchParams(location.search);
  if (corpId && !query.has('corp')) query.set('corp', corpId);
  const page = /^#\/([\w/-]+)/.exec(location.hash)?.[1];
  if (page) query.set('page', page);
  const text = query.toString();
  return text ? `/oauth/sidebar?${text}` : '/oauth/sidebar';
}

/** The address as the JS-SDK signs it: without the part after `#`. */
export function signedAddress(): string {
  return location.href.split('#')[0]!;
}
