import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import QRCode from 'qrcode';
import { densityChunk, dotsFor, isReadable, pngChunk } from '@scrm/shared/picture';
import { AppError } from '../../core/errors';
import { decodeCode, readPicture, type Picture } from './picture';

export interface Order {
  text: string;
  cm: number;
  dark: string;
  light: string;
  /** A PNG or JPEG for the middle. */
  logo: { bytes: Buffer; mime: string } | null;
}

interface Art extends Order {
  /** Dots a side without the margin. */
  size: number;
  isDark(x: number, y: number): boolean;
  logoPicture: Picture | null;
}

/** Light dots around: https://www.iso.org/standard/62021.html asks for four. */
const margin = 4;
/** The logo's share of the side; its ground is a little larger. Level H bears 30 % of the area. */
const logoShare = 0.2;
const logoGround = 0.24;

/** Level H: a third of it may be hidden or worn off. Throws `print_contrast`, and `print_unreadable` where the made picture does not give its text back. */
export function makeArt(order: Order): Art {
  if (!isReadable(order.dark, order.light)) throw new AppError('print_contrast');
  const { modules } = QRCode.create(order.text, { errorCorrectionLevel: 'H' });
  const art = { ...order, size: modules.size, isDark: (x: number, y: number) => modules.get(y, x) === 1, logoPicture: order.logo && readPicture(order.logo.bytes) };
  const width = sideOf(art) * 6;
  if (decodeCode({ width, height: width, data: rasterOf(art, 6, 4) }) !== order.text) throw new AppError('print_unreadable');
  return art;
}

const sideOf = ({ size }: Art) => size + 2 * margin;

export function svgOf(art: Art): string {
  const side = sideOf(art);
  let path = '';
  for (let y = 0; y < art.size; y++) {
    for (let x = 0; x < art.size; x++) {
      if (!art.isDark(x, y)) continue;
      const start = x;
      while (x + 1 < art.size && art.isDark(x + 1, y)) x++;
      path += `M${start + margin} ${y + margin}h${x + 1 - start}v1h-${x + 1 - start}z`;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${art.cm}cm" height="${art.cm}cm" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`
    + `<rect width="${side}" height="${side}" fill="${art.light}"/><path d="${path}" fill="${art.dark}"/>${logoSvg(art)}</svg>`;
}

function logoSvg({ size, light, logo, logoPicture }: Art): string {
  if (!logo || !logoPicture) return '';
  const middle = margin + size / 2;
  const [ground, box] = [size * logoGround, size * logoShare];
  return `<rect x="${middle - ground / 2}" y="${middle - ground / 2}" width="${ground}" height="${ground}" rx="${ground * 0.12}" fill="${light}" shape-rendering="geometricPrecision"/>`
    + `<image x="${middle - box / 2}" y="${middle - box / 2}" width="${box}" height="${box}" preserveAspectRatio="xMidYMid meet" href="data:${logo.mime};base64,${logo.bytes.toString('base64')}"/>`;
}

/** 300 dots to the inch or more, each dot of the code the same number of pixels. */
export async function pngOf(art: Art): Promise<Buffer> {
  const dot = Math.ceil(dotsFor(art.cm) / sideOf(art));
  const width = sideOf(art) * dot;
  const pixels = rasterOf(art, dot, 3);
  const lines = Buffer.alloc(width * (width * 3 + 1));
  for (let y = 0; y < width; y++) pixels.copy(lines, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(width, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const packed = await promisify(deflate)(lines);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', head), densityChunk(width, art.cm), pngChunk('IDAT', packed), pngChunk('IEND', new Uint8Array())]);
}

const partsOf = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** `channels`: 3, or 4 with full opacity. */
function rasterOf(art: Art, dot: number, channels: 3 | 4): Buffer {
  const width = sideOf(art) * dot;
  const pixels = Buffer.alloc(width * width * channels, 255);
  const [dark, light] = [partsOf(art.dark), partsOf(art.light)];
  const line = Buffer.alloc(width * channels, 255);
  for (let y = 0; y < sideOf(art); y++) {
    for (let x = 0; x < width; x++) line.set(inside(art, Math.floor(x / dot) - margin, y - margin) ? dark : light, x * channels);
    for (let row = y * dot; row < (y + 1) * dot; row++) line.copy(pixels, row * width * channels);
  }
  if (art.logoPicture) layLogo(art, art.logoPicture, dot, { pixels, width, channels, light });
  return pixels;
}

const inside = ({ size, isDark }: Art, x: number, y: number) => x >= 0 && y >= 0 && x < size && y < size && isDark(x, y);

function layLogo({ size }: Art, logo: Picture, dot: number, { pixels, width, channels, light }: { pixels: Buffer; width: number; channels: number; light: number[] }): void {
  const middle = width / 2;
  const ground = Math.round((size * dot * logoGround) / 2);
  for (let y = Math.round(middle - ground); y < middle + ground; y++) {
    for (let x = Math.round(middle - ground); x < middle + ground; x++) pixels.set(light, (y * width + x) * channels);
  }
  const box = size * dot * logoShare;
  const scale = box / Math.max(logo.width, logo.height);
  const [wide, high] = [Math.round(logo.width * scale), Math.round(logo.height * scale)];
  const [left, top] = [Math.round(middle - wide / 2), Math.round(middle - high / 2)];
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const colour = averageOf(logo, x / wide, y / high, (x + 1) / wide, (y + 1) / high, light);
      pixels.set(colour, ((top + y) * width + left + x) * channels);
    }
  }
}

/** Of the part of a picture, given in shares of its sides, on a ground. */
function averageOf({ data, width, height }: Picture, left: number, top: number, right: number, bottom: number, ground: readonly number[]): number[] {
  const [fromX, fromY] = [Math.floor(left * width), Math.floor(top * height)];
  const [toX, toY] = [Math.max(fromX + 1, Math.floor(right * width)), Math.max(fromY + 1, Math.floor(bottom * height))];
  const sum = [0, 0, 0];
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const at = (y * width + x) * 4;
      const opacity = data[at + 3]! / 255;
      for (let part = 0; part < 3; part++) sum[part]! += data[at + part]! * opacity + ground[part]! * (1 - opacity);
    }
  }
  return sum.map((part) => Math.round(part / ((toX - fromX) * (toY - fromY))));
}
