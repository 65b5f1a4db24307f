import type { UploadFile, WecomApp } from '../client';
import type { CallOptions } from '../http';
import { id, int, reply, text } from './reply';

/** `created_at` in seconds. */
export const MediaUploaded = reply({ type: text, media_id: id, created_at: int });
export const ImageUploaded = reply({ url: id });

/**
 * A file that may be sent for 3 days. Image 10 MB (JPG, PNG), voice 2 MB and 60 s (AMR), video 10 MB (MP4), file 20 MB, all
 * above 5 bytes. https://developer.work.weixin.qq.com/document/path/90253
 */
export function uploadMedia(app: WecomApp, type: 'image' | 'voice' | 'video' | 'file', file: UploadFile, options?: CallOptions) {
  return app.upload('/cgi-bin/media/upload', { type }, file, MediaUploaded, options);
}

/** A picture that stays, shown inside WeCom only; at most 2 MB. https://developer.work.weixin.qq.com/document/path/90256 */
export function uploadImage(app: WecomApp, file: UploadFile, options?: CallOptions) {
  return app.upload('/cgi-bin/media/uploadimg', {}, file, ImageUploaded, options);
}

/** 40007 when it has expired. https://developer.work.weixin.qq.com/document/path/90254 */
export function getMedia(app: WecomApp, mediaId: string, options?: CallOptions) {
  return app.download('/cgi-bin/media/get', { media_id: mediaId }, options);
}
