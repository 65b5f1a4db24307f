import type { IncomingMessage, ServerResponse } from 'node:http';
import ExcelJS from 'exceljs';
import { announceTranslation } from './announce';
import { findStaff, type Context } from './context';
import type { CorpKey } from './control';
import { failure } from './html';
import { cookie, redirect, sendBytes, sendHtml } from './http';
import type { App, Translation } from './model';
import { nameOf } from './open-data';
import { chooser, parseView, viewCookie } from './sign-in';

export const translatedPath = '/wwopen/translated/';
const takesMs = 5000;
const template = /\$(userName|departmentName)=([^$\s]{1,64})\$/g;

export function startTranslation(ctx: Context, app: App, job: Omit<Translation, 'corp' | 'doneAt'>): void {
  const one = { ...job, corp: app.corp, doneAt: ctx.clock.now() + takesMs };
  ctx.world.translations = { ...ctx.world.translations, [one.jobId]: one };
  ctx.store.touch();
  tellWhenDone(ctx, app, one);
}

/** Those that were on their way when the sandbox stopped. */
export function resumeTranslations(ctx: Context): void {
  for (const job of Object.values(ctx.world.translations ?? {})) {
    const app = Object.values(ctx.world.apps).find((one) => one.corp === job.corp && one.kind === 'suite' && !one.cancelled);
    if (app && job.doneAt > ctx.clock.now()) tellWhenDone(ctx, app, job);
  }
}

function tellWhenDone(ctx: Context, app: App, { jobId, doneAt }: Translation): void {
  ctx.clock.at(doneAt, () => announceTranslation(ctx, app, jobId));
}

/** The file with the names, for whoever signed in through WeCom as a member of that company; others are asked to. */
export async function openTranslated(ctx: Context, request: IncomingMessage, reply: ServerResponse, url: URL): Promise<void> {
  const job = ctx.world.translations?.[url.pathname.slice(translatedPath.length)];
  const media = job && ctx.world.media[job.mediaId];
  const bytes = media && ctx.store.getBlob(media.id);
  if (!job || !bytes || job.doneAt > ctx.clock.now()) return sendHtml(reply, failure('404', '没有这个文件'), 404);
  const isOfCorp = (view: ReturnType<typeof parseView>) => view?.corp === job.corp && findStaff(ctx.world.corps[job.corp], view.userid) !== null;
  const chosen = parseView(url.searchParams.get('as'));
  if (isOfCorp(chosen)) return redirect(reply, url.pathname, { 'set-cookie': viewCookie('sandbox_login', chosen!) });
  if (!isOfCorp(parseView(cookie(request, 'sandbox_login')))) {
    const apps = Object.values(ctx.world.apps).filter((app) => app.corp === job.corp && app.kind === 'suite');
    return sendHtml(reply, chooser(ctx, apps, url, '企业微信登录', '只有登录了企业微信的本企业成员才能打开这个文件。'));
  }
  const ending = /\.\w+$/.exec(media.filename)?.[0] ?? '';
  const named = ending === '.xlsx' ? await inWorkbook(bytes, (text) => withNames(ctx, job.corp, text)) : Buffer.from(withNames(ctx, job.corp, bytes.toString('utf8')));
  sendBytes(reply, named, media.contentType, { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent((job.name || media.filename.slice(0, media.filename.length - ending.length)) + ending)}` });
}

/** An id that nobody has stays as it was written. */
const withNames = (ctx: Context, corp: CorpKey, text: string) => text.replace(template, (whole, type: string, id: string) => nameOf(ctx, corp, type, id) || whole);

async function inWorkbook(bytes: Buffer, change: (text: string) => string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) => row.eachCell((cell) => {
      if (typeof cell.value === 'string') cell.value = change(cell.value);
    }));
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
