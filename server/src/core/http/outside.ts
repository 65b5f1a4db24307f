import { lookup } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import axios from 'axios';

const patienceMs = 10_000;

/** What is not the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry, …-ipv6-special-registry. */
const inner = new BlockList();
for (const [net, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const) inner.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['::', 127], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['2001::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) inner.addSubnet(net, bits, 'ipv6');

export const isInner = (address: string): boolean => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Asked at the moment of connecting, so that a name cannot point elsewhere between the check and the call. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    const refused = error ?? (found.some(({ address }) => isInner(address)) ? Object.assign(new Error(`${host} is an inner address`), { code: 'EINNER' }) : null);
    if (refused || options.all) return done(refused, refused ? [] : found);
    done(null, found[0]!.address, found[0]!.family);
  });
};
const agent = new Agent({ lookup: publicLookup });

/**
 * Reads a picture or the like from an address that somebody else chose: by https, from the public internet alone, without
 * following anywhere. The sandbox stands on this machine and is asked as it is. Throws where it cannot be had.
 */
export async function readOutside(url: string, { sandboxUrl, mostBytes, accept }: { sandboxUrl: string | null; mostBytes: number; accept: string }): Promise<Buffer> {
  const options = { responseType: 'arraybuffer', timeout: patienceMs, maxContentLength: mostBytes, maxRedirects: 0, proxy: false, headers: { accept } } as const;
  if (sandboxUrl && url.startsWith(`${sandboxUrl}/`)) return Buffer.from((await axios.get<ArrayBuffer>(url, options)).data);
  const address = new URL(url);
  // WeChat still tells http for pictures that are there by https too.
  if (address.protocol === 'http:') address.protocol = 'https:';
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (address.protocol !== 'https:' || address.port !== '' || address.username !== '' || (isIP(host) !== 0 && isInner(host))) throw new Error('an address that is not asked');
  return Buffer.from((await axios.get<ArrayBuffer>(address.href, { ...options, httpsAgent: agent, signal: AbortSignal.timeout(2 * patienceMs) })).data);
}
