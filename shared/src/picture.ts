/** WCAG's ratio of two colours like `#1F6FEB`: 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [lightOf(one), lightOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function lightOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Readers want dark dots on light ground, well apart. */
export const leastContrast = 4.5;

export function isReadable(dark: string, light: string): boolean {
  return lightOf(dark) < lightOf(light) && contrastOf(dark, light) >= leastContrast;
}

/** Dots to the inch that a printer wants. */
export const printDpi = 300;
export const dotsFor = (cm: number): number => Math.ceil((cm / 2.54) * printDpi);

const table = Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A part of a PNG: length, name, content, checksum. https://www.w3.org/TR/png-3/#5Chunk-layout */
export function pngChunk(name: string, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set([...name].map((letter) => letter.charCodeAt(0)), 4);
  chunk.set(content, 8);
  view.setUint32(8 + content.length, crcOf(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

/** Says how large a PNG is printed: `pixels` are `cm` wide. */
export function densityChunk(pixels: number, cm: number): Uint8Array {
  const content = new Uint8Array(9);
  const view = new DataView(content.buffer);
  const perMetre = Math.round(pixels / (cm / 100));
  view.setUint32(0, perMetre);
  view.setUint32(4, perMetre);
  content[8] = 1;
  return pngChunk('pHYs', content);
}

/** The same PNG with its size in print; it stands right after the head. */
export function withDensity(png: Uint8Array, pixels: number, cm: number): Uint8Array {
  const head = 33;
  const density = densityChunk(pixels, cm);
  const whole = new Uint8Array(png.length + density.length);
  whole.set(png.subarray(0, head));
  whole.set(density, head);
  whole.set(png.subarray(head), head + density.length);
  return whole;
}
