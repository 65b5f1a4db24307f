import { dotsFor, withDensity } from '@scrm/shared/picture';
import type { PosterLayout } from '@scrm/shared/print';

/** Browsers draw nothing larger reliably; then the dots are fewer than the printer would like. */
const widest = 8000;

/** Draws a poster: the background as large as print wants it, the code and the line of text on it. */
export async function composePoster({ background, code, layout, name }: { background: ImageBitmap; code: ImageBitmap; layout: PosterLayout; name: string }, width: number): Promise<OffscreenCanvas> {
  const height = Math.round((width / background.width) * background.height);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(background, 0, 0, width, height);
  const side = Math.round(layout.code.size * width);
  // Dots keep their edges.
  pen.imageSmoothingEnabled = false;
  pen.drawImage(code, Math.round(layout.code.x * width - side / 2), Math.round(layout.code.y * height - side / 2), side, side);
  const text = layout.text.replaceAll('{name}', name).trim();
  if (text !== '') {
    const { x, y, fontSize, colour } = layout.textAt;
    pen.font = `600 ${Math.round(fontSize * width)}px -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif`;
    pen.fillStyle = colour;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(text, x * width, y * height, width * 0.94);
  }
  return canvas;
}

export const printWidth = ({ widthCm }: PosterLayout, background: ImageBitmap): number => Math.min(widest, Math.max(background.width, dotsFor(widthCm)));

/** As a PNG that says how large it is printed. */
export async function posterFile(canvas: OffscreenCanvas, { widthCm }: PosterLayout): Promise<Blob> {
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return new Blob([withDensity(bytes, canvas.width, widthCm).slice()], { type: 'image/png' });
}
