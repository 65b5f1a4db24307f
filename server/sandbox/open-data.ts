import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context';
import type { CorpKey } from './control';
import { cookie, sendBytes } from './http';
import { Impossible } from './friends';
import { parseView } from './sign-in';
import { randomId } from './crypto';
import { signedWith } from './sidebar';

const script = readFileSync(new URL('./client/jwxwork.js', import.meta.url), 'utf8');
const life = 2 * 3_600_000;

export function sendOpenDataScript(ctx: Context, reply: ServerResponse): void {
  sendBytes(reply, Buffer.from(script.replace('__SANDBOX_URL__', JSON.stringify(ctx.url))), 'text/javascript; charset=utf-8', { 'cache-control': 'no-cache' });
}

/** Who may see names: a page that proved its app's identity, or a browser that signed in through WeCom. */
export class OpenData {
  private readonly sessions = new Map<string, { corp: CorpKey; until: number }>();

  constructor(private readonly ctx: Context) {}

  open(input: Record<string, unknown>): { token: string } {
    const app = Object.values(this.ctx.world.apps).find((one) => !one.cancelled && this.ctx.identities.corpid(one) === input.corpid && String(one.agentId) === String(input.agentid));
    const { nonceStr, timestamp, url, signature } = input;
    if (!app || !signedWith(this.ctx, app, 'agentTicket', String(nonceStr), String(timestamp), String(url), String(signature))) throw new Impossible('invalid signature');
    const token = randomId('', 24);
    this.sessions.set(token, { corp: app.corp, until: this.ctx.clock.now() + life });
    return { token };
  }

  names(request: IncomingMessage, input: Record<string, unknown>): { items: string[] } | null {
    const session = this.sessions.get(String(input.session));
    const signedIn = parseView(cookie(request, 'sandbox_login'));
    const corp = session && session.until > this.ctx.clock.now() ? session.corp : signedIn?.corp;
    if (!corp) return null;
    const items = Array.isArray(input.items) ? (input.items as { type?: string; id?: string }[]).slice(0, 1000) : [];
    return { items: items.map((item) => nameOf(this.ctx, corp, item.type ?? '', item.id ?? '')) };
  }
}

/** '' where the corp has nobody of this id. */
export function nameOf(ctx: Context, key: CorpKey, type: string, id: string): string {
  const corp = ctx.world.corps[key];
  if (type === 'departmentName') return corp.departments.find((one) => String(one.id) === id)?.name ?? '';
  if (type !== 'userName') return '';
  return corp.staff.find((member) => member.userid === id || ctx.identities.openUserid(corp, member.userid) === id)?.name ?? '';
}
