import { byteLength } from '@scrm/shared/text';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, wordOf } from './endpoint';
import type { Body, Rule } from './check';
import { firstRefusal, inside, int, text } from './check';
import { absolute } from '../context';
import { stableId } from '../crypto';
import type { GroupWelcome } from '../model';
import { findMedia, mediaUrl } from './media';
import { refusal, Refused } from './refuse';
import { attachmentRules } from './welcome';

/** https://developer.work.weixin.qq.com/document/path/92366 */
const most = 100;
/** The first that is there is kept, the others are not looked at. */
const order = ['image', 'link', 'miniprogram', 'file', 'video'] as const;

const hanging: Rule = (body) => {
  const kind = order.find((one) => body[one] !== undefined && body[one] !== null);
  if (!kind) return null;
  const content = body[kind];
  return typeof content === 'object' ? firstRefusal(attachmentRules[kind]!, content as Body) : refusal(40058, kind);
};
const said = (limit: number): Rule => inside('text', [(body) => (typeof body.content === 'string' && byteLength(body.content) > limit ? refusal(45002, `text.content is longer than ${limit} bytes`) : null)]);
const something: Rule = (body) => ((body.text as { content?: string } | undefined)?.content || order.some((kind) => body[kind]) ? null : refusal(44001, 'text or attachment'));

function contentOf(call: AppCall): Record<string, unknown> {
  const kind = order.find((one) => call.body[one]);
  const content = kind && (call.body[kind] as { media_id?: string; pic_media_id?: string; pic_url?: string });
  for (const id of [content?.media_id, content?.pic_media_id]) if (id) findMedia(call, id);
  const kept = kind === 'image' && content?.media_id ? { pic_url: absolute(call.ctx, mediaUrl(findMedia(call, content.media_id))) } : content;
  const words = (call.body.text as { content?: string } | undefined)?.content;
  return { ...(words && { text: { content: words } }), ...(kind && { [kind]: kept }) };
}

const all = (call: AppCall) => (call.ctx.world.groupWelcomes ??= {});

function find(call: AppCall, isToChange = false): GroupWelcome {
  const found = all(call)[wordOf(call, 'template_id')];
  if (!found || found.corp !== call.corp.key) throw new Refused(40058, 'template_id');
  if (isToChange && found.appId !== call.app.id) throw new Refused(41058);
  return found;
}

const named = text('template_id', { missing: 40058 });
const path = (verb: string) => `externalcontact/group_welcome_template/${verb}`;

export const groupWelcomeCalls: Endpoint[] = [
  appCall('POST', path('add'), [said(3000), hanging, something, int('notify', { among: [0, 1] })], (call) => {
    const own = Object.values(all(call)).filter(({ corp }) => corp === call.corp.key);
    if (own.length >= most) throw new Refused(41055);
    const templateId = stableId('msg', 30, call.corp.key, 'groupWelcome', call.ctx.nextId('gw'));
    all(call)[templateId] = { templateId, corp: call.corp.key, appId: call.app.id, content: contentOf(call), at: call.now };
    call.ctx.store.touch();
    return { template_id: templateId };
  }),
  appCall('POST', path('edit'), [named, said(4000), hanging, something], (call) => {
    find(call, true).content = contentOf(call);
    call.ctx.store.touch();
    return {};
  }),
  appCall('POST', path('get'), [named], (call) => find(call).content),
  appCall('POST', path('del'), [named], (call) => {
    delete all(call)[find(call, true).templateId];
    call.ctx.store.touch();
    return {};
  }),
];
