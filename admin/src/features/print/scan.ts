import jsQR from 'jsqr';

/** As large as a camera would see it: a print-size picture says no more, and takes seconds. */
const widest = 1400;

/** What a phone's camera reads in a picture; null where it reads nothing. */
export async function scanPicture(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, widest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return jsQR(pen.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
}
