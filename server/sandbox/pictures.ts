import type { ServerResponse } from 'node:http';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import type { Context } from './context';
import { escape } from './html';
import { sendBytes } from './http';

const forever = { 'cache-control': 'public, max-age=86400', 'access-control-allow-origin': '*' };
const pairs = [['#5b8cff', '#2b6bff'], ['#ff9a5b', '#ff6a3d'], ['#4cc38a', '#1f9d63'], ['#b07bff', '#8a4df5'], ['#ff7ba8', '#e8467c'], ['#3fc1d0', '#1597a8'], ['#f0b429', '#d69000']];

/** A face drawn from its seed (`id~sign`): two colours and one sign. Whoever takes pixels alone, as WeCom's own pictures are, gets a figure in place of the sign. */
export function sendAvatar(reply: ServerResponse, seed: string, format: 'svg' | 'png'): void {
  const [id = '', sign = ''] = seed.split('~');
  let hash = 0;
  for (const ch of id) hash = (hash * 31 + ch.codePointAt(0)!) >>> 0;
  const [from, to] = pairs[hash % pairs.length]!;
  if (format === 'png') return sendBytes(reply, figure(from!), 'image/png', forever);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="96" height="96" rx="20" fill="url(#g)"/><text x="48" y="50" font-family="system-ui,PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif" font-size="44" fill="#fff" text-anchor="middle" dominant-baseline="central">${escape(sign)}</text></svg>`;
  sendBytes(reply, Buffer.from(svg), 'image/svg+xml; charset=utf-8', forever);
}

function figure(colour: string): Buffer {
  const png = new PNG({ width: 96, height: 96 });
  const ground = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  for (let y = 0; y < 96; y++) {
    for (let x = 0; x < 96; x++) {
      const isFigure = Math.hypot(x - 48, y - 36) < 17 || Math.hypot((x - 48) * 0.8, y - 96) < 32;
      png.data.set([...(isFigure ? [255, 255, 255] : ground), 255], (y * 96 + x) * 4);
    }
  }
  return PNG.sync.write(png);
}

/** What a phone's camera reads in a contact way's picture. */
export function wayAddress(ctx: Context, configId: string): string {
  return `${ctx.url}/u/${configId}`;
}

export async function sendQr(reply: ServerResponse, content: string): Promise<void> {
  const bytes = await QRCode.toBuffer(content, { type: 'png', errorCorrectionLevel: 'M', margin: 2, width: 430 });
  sendBytes(reply, bytes, 'image/png', forever);
}
