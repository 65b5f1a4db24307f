import { byteLength } from '@scrm/shared/text';
import type { AppMessage } from '../control';
import type { Rule } from './check';
import { int, text } from './check';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, wordOf } from './endpoint';
import { isVisible } from '../context';
import { refusal, Refused } from './refuse';

const kept = 200;

/** Text is cut at 2,048 bytes; cards have a title, words and an address. */
const content: Rule = (body) => {
  if (body.msgtype === 'text') return (body.text as { content?: string } | undefined)?.content ? null : refusal(44004, 'text.content');
  if (body.msgtype !== 'textcard') return refusal(40008, String(body.msgtype));
  const card = (body.textcard ?? {}) as { title?: string; description?: string; url?: string; btntxt?: string };
  if (!card.title || byteLength(card.title) > 128) return refusal(40058, 'textcard.title');
  if (!card.description || byteLength(card.description) > 512) return refusal(40058, 'textcard.description');
  if (!card.url || !/^https?:\/\//.test(card.url) || byteLength(card.url) > 2048) return refusal(40058, 'textcard.url');
  return card.btntxt && [...card.btntxt].length > 4 ? refusal(40058, 'textcard.btntxt') : null;
};

/** `$userName=id$` becomes the name, as WeCom shows it to its members. */
function named(call: AppCall, words: string): string {
  return words.replace(/\$userName=([^$]+)\$/g, (whole, seen: string) => {
    const userid = call.ctx.identities.findUser(call.app, seen);
    return call.corp.staff.find((one) => one.userid === userid)?.name ?? whole;
  });
}

function deliver(call: AppCall): Record<string, unknown> {
  if (numberOf(call, 'agentid', 0) !== call.app.agentId) throw new Refused(40056);
  const seen = wordOf(call, 'touser').split('|').filter(Boolean);
  const invalid: string[] = [];
  const { text: words, textcard: card } = call.body as { text?: { content: string }; textcard?: { title: string; description: string; url: string } };
  for (const one of seen) {
    const userid = call.ctx.identities.findUser(call.app, one);
    if (!userid || !isVisible(call.corp, call.app, userid)) {
      invalid.push(one);
      continue;
    }
    const message: AppMessage = {
      id: call.ctx.nextId('am'), at: call.now, app: call.app.name, kind: card ? 'textcard' : 'text',
      title: named(call, card?.title ?? ''), text: named(call, card?.description ?? words!.content), url: card?.url ?? '',
    };
    const key = `${call.corp.key}|${userid}`;
    const before = call.ctx.world.inbox[key] ?? [];
    // With the check on, the same words within the interval arrive once.
    const interval = numberOf(call, 'duplicate_check_interval', 1800) * 1000;
    const isRepeat = call.body.enable_duplicate_check === 1 && before.some((each) => each.at > call.now - interval && each.title === message.title && each.text === message.text && each.url === message.url);
    if (!isRepeat) call.ctx.world.inbox[key] = [...before, message].slice(-kept);
  }
  if (invalid.length === seen.length) throw new Refused(81013);
  call.ctx.store.touch();
  call.ctx.stream.send('inbox', { corp: call.corp.key });
  return { invaliduser: invalid.join('|'), invalidparty: '', invalidtag: '', msgid: call.ctx.nextId('msg') };
}

/** To at most 1,000 members a call. https://developer.work.weixin.qq.com/document/path/90236 */
export const messageCalls: Endpoint[] = [
  appCall('POST', 'message/send', [
    text('touser', { missing: 40003 }), text('msgtype', { missing: 40008 }), int('agentid', { missing: 41011 }), int('safe', { among: [0, 1, 2] }), int('enable_id_trans', { among: [0, 1] }),
    int('enable_duplicate_check', { among: [0, 1] }), int('duplicate_check_interval', { min: 0, max: 14_400 }),
    (body) => (String(body.touser).split('|').length > 1000 ? refusal(40058, 'touser') : null), content,
  ], deliver),
];
