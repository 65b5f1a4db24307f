import type { Media } from '../model';
import type { AppCall, Call, Endpoint } from './endpoint';
import { appCall, asked } from './endpoint';
import { absolute } from '../context';
import { randomId } from '../crypto';
import { Refused } from './refuse';

/** https://developer.work.weixin.qq.com/document/path/90253 */
const life = 3 * 86_400_000;
const mega = 1024 * 1024;
const sizes: Record<string, number> = { image: 10 * mega, voice: 2 * mega, video: 10 * mega, file: 20 * mega };
const endings: Record<string, RegExp> = { voice: /\.amr$/i, video: /\.mp4$/i };
const pictures = [Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from([0xff, 0xd8, 0xff])];

/** A media id that is there, of this corp and not older than 3 days. */
export const findMedia = (call: AppCall, id: string): Media => mediaOf(call, call.corp.key, id);

export function mediaOf(call: Call, owner: Media['corp'], id: string): Media {
  const media = call.ctx.world.media[id];
  if (!media || media.corp !== owner || media.permanent || media.at + life < call.now) throw new Refused(40007, id);
  return media;
}

export function mediaUrl(media: Media): string {
  return `/sandbox/media/${media.id}`;
}

export function keepMedia(call: Call, owner: Media['corp'], type: string, permanent = false): Media {
  const { file } = call;
  if (!file || file.bytes.length === 0) throw new Refused(44001);
  if (file.bytes.length <= 5) throw new Refused(40009, 'at least 6 bytes');
  if (file.bytes.length > (permanent ? 2 * mega : sizes[type]!)) throw new Refused(45001);
  if (type === 'image' && !pictures.some((head) => file.bytes.subarray(0, head.length).equals(head))) throw new Refused(40123, 'JPG or PNG');
  if (endings[type] && !endings[type].test(file.filename)) throw new Refused(40005, file.filename);
  const media: Media = { id: randomId('', 33), corp: owner, type, filename: file.filename, contentType: file.contentType, at: call.now, permanent, size: file.bytes.length };
  call.ctx.world.media[media.id] = media;
  call.ctx.store.putBlob(media.id, file.bytes);
  call.ctx.store.touch();
  return media;
}

export const mediaCalls: Endpoint[] = [
  appCall('POST', 'media/upload', [], (call) => {
    const type = asked(call, 'type', 40004);
    if (!(type in sizes)) throw new Refused(40004, type);
    const media = keepMedia(call, call.corp.key, type);
    return { type, media_id: media.id, created_at: String(Math.floor(call.now / 1000)) };
  }),
  /** https://developer.work.weixin.qq.com/document/path/90256 */
  appCall('POST', 'media/uploadimg', [], (call) => ({ url: absolute(call.ctx, mediaUrl(keepMedia(call, call.corp.key, 'image', true))) })),
  /** https://developer.work.weixin.qq.com/document/path/90254 */
  appCall('GET', 'media/get', [], (call) => {
    const media = findMedia(call, asked(call, 'media_id', 41006));
    const bytes = call.ctx.store.getBlob(media.id);
    if (!bytes) throw new Refused(40007);
    return { bytes, contentType: media.contentType, filename: media.filename };
  }),
];
