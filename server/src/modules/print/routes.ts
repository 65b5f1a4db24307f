import { prints, type Poster as PosterReply } from '@scrm/shared/print';
import { AppError } from '../../core/errors';
import { done, Download, serve, type CallContext } from '../../core/http/serve';
import { checkFiles, StoredFile } from '../file';
import { makeArt, pngOf, svgOf, type Order } from './art';
import { Poster, posterWord } from './entity';
import { faceOf, facesOf } from './face';
import { createPoster, removePoster, updatePoster } from './posters';
import { shorten } from './short';
import { printable } from './source';

export const printRoutes = serve('prints', prints, {
  read: async ({ codeId }, context) => {
    const code = await printable(context, codeId);
    return { name: code.name, ...code.texts, faces: await facesOf(context, code) };
  },

  shorten: async ({ codeId }, context) => {
    await printable(context, codeId);
    return { url: `${context.publicUrl}/q/${await shorten(context.db, codeId, context.clock.now())}` };
  },

  draw: async ({ codeId, target, format, cm, dark, light, logoFileId, face }, context) => {
    const code = await printable(context, codeId);
    const { name, texts } = code;
    const text = texts[target];
    if (text === '') throw new AppError('print_no_picture');
    const art = makeArt({ text, cm, dark, light, logo: face === undefined ? await logoOf(context, logoFileId) : await faceOf(context, code, face) });
    const title = `${name.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_')}-${cm}cm.${format}`;
    if (format === 'svg') return new Download(Buffer.from(svgOf(art)), 'image/svg+xml; charset=utf-8', title);
    return new Download(await pngOf(art), 'image/png', title);
  },

  posters: async (_, { db }) => ({ items: (await db.find(Poster, {}, { order: { id: 'DESC' } })).map(present) }),

  createPoster: async (input, context) => {
    await checkFiles(context, [input.fileId]);
    return present(await createPoster(context.db, input, context.actor.staffId ?? context.actor.id, context.clock.now()));
  },

  updatePoster: async (input, context) => {
    await checkFiles(context, [input.fileId], [(await context.db.get(Poster, input.id, posterWord)).fileId]);
    return present(await updatePoster(context.db, input, context.clock.now()));
  },

  removePoster: async ({ id }, { db }) => {
    await removePoster(db, id);
    return done;
  },
});

async function logoOf(context: CallContext, fileId: string | undefined): Promise<Order['logo']> {
  if (fileId === undefined) return null;
  await checkFiles(context, [fileId]);
  const { mime, kind } = await context.db.get(StoredFile, fileId, '文件');
  if (kind !== 'image') throw new AppError('file_kind', { kinds: 'JPG, PNG' });
  return { mime, bytes: Buffer.from(await context.files.get(context.corpId, fileId)) };
}

const present = ({ id, name, fileId, layout, updatedAt }: Poster): PosterReply => ({ id, name, fileId, layout, updatedAt });
