import { randomInt } from 'node:crypto';
import { In } from 'typeorm';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { page } from '../../core/http/page';
import { ShortLink } from './entity';

/** Without what people mistake for one another. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz';
const length = 7;

/** '' where nobody asked for one yet. */
export async function shortOf(db: ReadDb, codeId: string): Promise<string> {
  return (await db.findOne(ShortLink, { codeId }))?.short ?? '';
}

/** Of those for which somebody asked. */
export async function shortsOf(db: ReadDb, codeIds: readonly string[]): Promise<Map<string, string>> {
  const rows = codeIds.length === 0 ? [] : await db.find(ShortLink, { codeId: In([...codeIds]) });
  return new Map(rows.map(({ codeId, short }) => [codeId, short]));
}

/** The code's short name; it never changes. */
export async function shorten(db: ReadDb, codeId: string, now: number): Promise<string> {
  for (;;) {
    const known = await shortOf(db, codeId);
    if (known !== '') return known;
    const short = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
    // Of two who ask at once, or of two names that are the same by chance, one is written.
    await write(db, (tx) => tx.insertMissing(ShortLink, { id: newId('sho', now), short, codeId, createdAt: now }));
  }
}

const gone = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>链接无效</title>'
  + '<body style="font:16px/1.6 system-ui,sans-serif;margin:15vh auto;max-width:320px;padding:0 20px;text-align:center"><h1 style="font-size:20px">这个链接不存在</h1><p>请向商家要一个新的二维码。</p><p lang="en">This link does not exist, please ask the shop for a new code.</p></body></html>';

/** The printed address outlives whatever the page is built with. */
export const shortPage = page('GET', '/q/:short', async (koa, { short = '' }, { database, codeKinds }) => {
  const link = /^[a-z0-9]{1,16}$/.test(short) ? await database.everything.findOneBy(ShortLink, { short }) : null;
  const kind = link && codeKinds.get(link.codeId.split('_')[0]!);
  if (kind) return koa.redirect(kind.address?.(link.codeId) ?? `/c/${link.codeId}`);
  koa.status = 404;
  koa.type = 'html';
  koa.body = gone;
});
