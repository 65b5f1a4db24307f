import type { App } from '../model';
import type { Call, Endpoint } from './endpoint';
import { asked, providerCall, wordOf, wordsOf } from './endpoint';
import { list, text } from './check';
import { absolute } from '../context';
import { randomId } from '../crypto';
import { startTranslation, translatedPath } from '../translated';
import { keepMedia, mediaOf } from './media';
import { Refused } from './refuse';

/** Names in files, for apps that are given ids only: https://developer.work.weixin.qq.com/document/path/91846 */
const formats = /^(zip|csv|xlsx|txt|pdf|docx?)$/;

function suiteOf(call: Call): App {
  const corp = call.ctx.identities.findCorp(wordOf(call, 'auth_corpid'));
  if (!corp) throw new Refused(40013, 'auth_corpid');
  const app = Object.values(call.ctx.world.apps).find((one) => one.corp === corp.key && one.kind === 'suite' && !one.cancelled);
  if (!app) throw new Refused(48004);
  return app;
}

export const translateCalls: Endpoint[] = [
  providerCall('POST', 'service/media/upload', [], (call) => {
    const type = asked(call, 'type', 40004);
    if (type !== 'file') throw new Refused(40004, type);
    const media = keepMedia(call, 'provider', type);
    return { type, media_id: media.id, created_at: String(Math.floor(call.now / 1000)) };
  }),
  providerCall('POST', 'service/contact/id_translate', [
    text('auth_corpid', { missing: 41002 }), list('media_id_list', 'string', { missing: 41006, max: 1 }), text('output_file_name', { bytes: 256 }), text('output_file_format', { pattern: formats }),
  ], (call) => {
    const app = suiteOf(call);
    const media = mediaOf(call, 'provider', wordsOf(call, 'media_id_list')[0]!);
    const jobId = randomId('', 43);
    startTranslation(call.ctx, app, { jobId, mediaId: media.id, name: wordOf(call, 'output_file_name') });
    return { jobid: jobId };
  }),
  /** https://developer.work.weixin.qq.com/document/path/91882 */
  providerCall('GET', 'service/batch/getresult', [], (call) => {
    const job = call.ctx.world.translations?.[asked(call, 'jobid', 40063)];
    if (!job) throw new Refused(40058, 'jobid');
    const type = 'contact_id_translate';
    if (job.doneAt > call.now) return { status: 2, type, result: {} };
    return { status: 3, type, result: { contact_id_translate: { url: absolute(call.ctx, translatedPath + job.jobId) } } };
  }),
];
