import type { Utm } from '@scrm/shared/channel';
import type { Message } from '@scrm/shared/message';
import { byteLength } from '@scrm/shared/text';
import type { ReadDb } from '../../core/db/scope';
import { Channel } from './entity';

/** WeCom takes no longer address in a link: https://developer.work.weixin.qq.com/document/path/92137 */
const longestUrl = 2048;

/** Nor a longer text, same place. */
const longestText = 4000;

/** As WeChat makes them links: up to the first character that no address has. A variable may stand in one; the mark that ends a sentence is no part of it. */
const addresses = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%{}]*[\w\-~/#&=%}]/gi;

/** What is said to somebody who came through this channel: its links tell the statistics of web sites so. */
export async function withUtm(db: ReadDb, message: Message, channelId: string | null): Promise<Message> {
  const hasLink = message.attachments.some(({ kind }) => kind === 'link') || message.text.includes('://');
  const channel = hasLink && channelId !== null ? await db.findOne(Channel, { id: channelId }) : null;
  if (!channel) return message;
  const text = message.text.replace(addresses, (url) => marked(url, channel.utm));
  return {
    text: byteLength(text) > longestText ? message.text : text,
    attachments: message.attachments.map((one) => (one.kind === 'link' ? { ...one, url: marked(one.url, channel.utm) } : one)),
  };
}

/** Whatever the address says itself stays. */
export function marked(url: string, utm: Utm): string {
  const [, address = '', query, hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const said = new URLSearchParams(query);
  const more = Object.entries(utm).filter(([name, value]) => value !== '' && !said.has(`utm_${name}`)).map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`);
  const full = `${address}?${[...(query ? [query] : []), ...more].join('&')}${hash}`;
  return more.length === 0 || Buffer.byteLength(full) > longestUrl ? url : full;
}
