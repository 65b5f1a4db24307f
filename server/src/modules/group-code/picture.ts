import jpeg from 'jpeg-js';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { AppError } from '../../core/errors';

/** A phone's screenshot has about 4 million. */
const mostPixels = 16_000_000;

/** What the code on this picture (PNG or JPEG) says. Throws `group_code_no_picture` where there is none that can be read. */
export function readCode(bytes: Buffer): string {
  const picture = pixelsOf(bytes);
  const found = picture && jsqr(new Uint8ClampedArray(picture.data.buffer, picture.data.byteOffset, picture.data.length), picture.width, picture.height);
  if (!found || !/^https?:\/\/\S+$/.test(found.data) || found.data.length > 500) throw new AppError('group_code_no_picture');
  return found.data;
}

function pixelsOf(bytes: Buffer): { data: Uint8Array; width: number; height: number } | null {
  try {
    if (bytes.readUInt32BE(0) === 0x89504e47) {
      // The size stands in the head, so that a small file cannot grow without end.
      if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPixels) return null;
      return PNG.sync.read(bytes);
    }
    return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: mostPixels / 1_000_000, maxMemoryUsageInMB: 256 });
  } catch {
    return null;
  }
}

/** A picture that a camera reads, drawn anew: sharp, small, and nothing else on it. */
export const drawCode = (text: string): Promise<Buffer> => QRCode.toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: 2, width: 480 });
