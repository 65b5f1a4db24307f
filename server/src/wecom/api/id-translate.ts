import type { ProviderCalls, UploadFile } from '../client';
import type { CallOptions } from '../http';
import { MediaUploaded } from './media';
import { id, int, reply, text } from './reply';

/** The largest file that may be translated, and how long an uploaded one is kept. */
export const translationLimits = { bytes: 20 * 1024 * 1024, mediaMs: 3 * 86_400_000 };

export const TranslationStarted = reply({ jobid: id });
/** `status` 1: begun, 2: on its way, 3: done; then there is the address, which opens for who is signed in with WeCom. */
export const TranslationResult = reply({ status: int, result: reply({ contact_id_translate: reply({ url: text }).nullish() }).nullish() });

/** Of this WeCom makes the name of the member; it stands where an id would. https://developer.work.weixin.qq.com/document/path/91846 */
export const nameTemplate = (userId: string): string => `$userName=${userId}$`;

/** A file with templates, kept for 3 days. https://developer.work.weixin.qq.com/document/path/91846 */
export function uploadForTranslation(provider: ProviderCalls, file: UploadFile, options?: CallOptions) {
  return provider.upload('/cgi-bin/service/media/upload', { type: 'file' }, file, MediaUploaded, options);
}

/** 40007 when the file has expired. `fileName` without its ending. https://developer.work.weixin.qq.com/document/path/91846 */
export function translateIds(provider: ProviderCalls, { wecomCorpId, mediaId, fileName }: { wecomCorpId: string; mediaId: string; fileName: string }) {
  return provider.post('/cgi-bin/service/contact/id_translate', { auth_corpid: wecomCorpId, media_id_list: [mediaId], output_file_name: fileName }, TranslationStarted);
}

/** https://developer.work.weixin.qq.com/document/path/91882 */
export function getTranslation(provider: ProviderCalls, jobId: string) {
  return provider.get('/cgi-bin/service/batch/getresult', { jobid: jobId }, TranslationResult);
}
