import jpeg from 'jpeg-js';
import jsqrModule from 'jsqr';
import { PNG } from 'pngjs';
import { AppError } from '../../core/errors';

/** Four bytes a pixel: red, green, blue, opacity. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A picture of a few kilobytes can unfold into gigabytes: what is larger is not unfolded. */
const mostPixels = 16_000_000;
// The package is CommonJS; its function is the default of its default, as it is loaded here.
const jsqr = ((jsqrModule as unknown as { default?: typeof jsqrModule }).default ?? jsqrModule);

/** Unfolds a PNG or JPEG. Throws `file_kind` for anything else and `print_logo_large` for what is too large. */
export function readPicture(bytes: Buffer): Picture {
  try {
    if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') {
      if (bytes.length < 24 || bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPixels) throw new AppError('print_logo_large');
      return PNG.sync.read(bytes);
    }
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, maxResolutionInMP: mostPixels / 1_000_000, maxMemoryUsageInMB: 256 });
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  throw new AppError('file_kind', { kinds: 'JPG, PNG' });
}

/** What a phone's camera reads in it; null where it reads nothing. */
export function decodeCode({ data, width, height }: Picture): string | null {
  return jsqr(new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height, { inversionAttempts: 'dontInvert' })?.data || null;
}
