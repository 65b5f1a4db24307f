import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import { describe, expect, test } from 'vitest';
import type { Client } from '@scrm/shared/client';
import type { Api } from '@scrm/shared/api';
import { isError } from '@scrm/shared/client';
import { fileLimits } from '@scrm/shared/file';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { write } from '../../core/db/scope';
import { StoredFile } from './entity';
import { mediaIdOf } from './media';
import { useFiles } from './service';

/** Bytes that begin like this kind of file. */
const png = (size = 100) => padded(Buffer.from('89504e470d0a1a0a', 'hex'), size);
const jpg = (size = 100) => padded(Buffer.from('ffd8ffe0', 'hex'), size);
const mp4 = (size = 100) => padded(Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom')]), size);
const padded = (head: Buffer, size: number) => Buffer.concat([head, Buffer.alloc(size - head.length, 1)]);

const upload = (api: Client<Api>, name: string, bytes: Buffer) => api.files.upload({ name, content: bytes.toString('base64') });
const refused = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (isError(error, 'file_kind') || isError(error, 'body_too_large') || isError(error, 'not_found') || isError(error, 'bad_input') ? error.code : String(error)));
const uploads = async (t: TestApp) => (await t.control<{ path: string }[]>('GET', '/sandbox/calls')).filter((call) => call.path === '/cgi-bin/media/upload').length;

describe('files', () => {
  test('WL-01 what a crash left half written goes after a day, and nothing else', async () => {
    const t = await testApp();
    const { id } = await upload(await t.as('operator'), 'a.png', png());
    const home = join(t.config.dataDir, 'files', t.corps.selfBuilt.id);
    for (const name of ['fil_old.0a1b2c3d', 'fil_new.0a1b2c3d']) await writeFile(join(home, name), 'half');
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const name of ['fil_old.0a1b2c3d', id]) await utimes(join(home, name), longAgo, longAgo);
    await t.app.services.files.removeDrafts(Date.now() - 86_400_000);
    expect((await readdir(home)).sort()).toEqual(['fil_new.0a1b2c3d', id].sort());
  });

  test('WL-01 a file is what its bytes say, whatever its name says', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    expect(await upload(api, 'a.png', png())).toMatchObject({ name: 'a.png', mime: 'image/png', size: 100 });
    expect(await upload(api, '../../etc/cat.png', jpg())).toMatchObject({ name: 'cat.png.jpg', mime: 'image/jpeg' });
    expect(await upload(api, 'film.mp4', mp4())).toMatchObject({ mime: 'video/mp4' });
    expect(await upload(api, '价格.pdf', padded(Buffer.from('%PDF-1.7'), 50))).toMatchObject({ name: '价格.pdf', mime: 'application/pdf' });
    expect(await upload(api, 'x.docx', padded(Buffer.from('PK\u0003\u0004....word/document.xml'), 60))).toMatchObject({ mime: expect.stringContaining('wordprocessingml') as string });
    expect(await upload(api, '说明.txt', Buffer.from('营业时间 9:00–18:00'))).toMatchObject({ mime: 'text/plain; charset=utf-8' });
    expect(await refused(upload(api, 'a.png', Buffer.from('<script>alert(1)</script>')))).toBe('file_kind');
    expect(await refused(upload(api, 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBe('file_kind');
    expect(await refused(upload(api, 'setup.exe', padded(Buffer.from('MZ'), 100)))).toBe('file_kind');
    expect(await refused(upload(api, 'photo.heic', padded(Buffer.from('\u0000\u0000\u0000\u0018ftypheic'), 100)))).toBe('file_kind');
    expect(await refused(upload(api, 'a.png', png(8).subarray(0, 4)))).toBe('file_kind');
  });

  test('WL-01 a file larger than WeCom takes is refused with the limit of its kind', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    expect(await upload(api, 'a.png', png(fileLimits.image))).toMatchObject({ size: fileLimits.image });
    expect(await refused(upload(api, 'a.png', png(fileLimits.image + 1)))).toBe('body_too_large');
    expect(await upload(api, 'a.mp4', mp4(fileLimits.image + 1))).toMatchObject({ size: fileLimits.image + 1 });
    expect(await refused(upload(api, 'a.mp4', mp4(fileLimits.video + 1)))).toBe('body_too_large');
  });

  test('a file is given out with safe headers, and to nobody of another corp', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const tokenFor = (corp: 'selfBuilt' | 'agency') => t.app.services.sessions.open({
      kind: 'bearer', subjectKind: 'account', subjectId: 'acc_1', name: 'x', role: 'operator', corpId: t.corps[corp].id, userAgent: 'test',
    });
    const api = clientWith(t.publicUrl, await tokenFor('selfBuilt'));
    const picture = await upload(api, 'a.png', png());
    const paper = await upload(api, 'a.pdf', padded(Buffer.from('%PDF-1.7'), 50));
    const get = async (url: string, corp: 'selfBuilt' | 'agency') => {
      const token = await tokenFor(corp);
      return axios.get<ArrayBuffer>(t.publicUrl + url, { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true, responseType: 'arraybuffer' });
    };
    const own = await get(picture.url, 'selfBuilt');
    expect(own.status).toBe(200);
    expect(Buffer.from(own.data).equals(png())).toBe(true);
    expect(own.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect((await get(paper.url, 'selfBuilt')).headers['content-disposition']).toMatch(/^attachment/);
    expect((await get(picture.url, 'agency')).status).toBe(404);
    expect((await axios.get(t.publicUrl + picture.url, { validateStatus: () => true })).status).toBe(401);
  });

  test('WL-01 the media id of a file in use is refreshed before it could be missed, of others not', async () => {
    const t = await testApp();
    const api = await t.as('operator');
    const used = await upload(api, 'a.png', png());
    const unused = await upload(api, 'b.png', png());
    const db = t.app.database.corp(t.corps.selfBuilt.id);
    const start = await uploads(t);
    await write(db, (tx) => useFiles(tx, 'lc_1', [{ fileId: used.id, kind: 'image' }]));
    await t.settle();
    const first = (await db.get(StoredFile, used.id, '文件')).wecomMediaId;
    expect(first).not.toBe('');
    const sweep = async () => {
      await t.app.queue.enqueueAlone(t.app.queue.get('file.refreshAllMedia')!, { slot: t.clock.now() });
      await t.settle();
    };
    await t.advance(35 * 3_600_000);
    await sweep();
    expect(await uploads(t)).toBe(start + 1);
    await t.advance(2 * 3_600_000);
    await sweep();
    expect(await uploads(t)).toBe(start + 2);
    expect((await db.get(StoredFile, used.id, '文件')).wecomMediaId).not.toBe(first);
    expect((await db.get(StoredFile, unused.id, '文件')).wecomMediaId).toBe('');
  });

  test('a media id that is good for less than 12 h is not handed out', async () => {
    const t = await testApp();
    const { id } = await upload(await t.as('operator'), 'a.png', png());
    const context = { ...t.app.services, db: t.app.database.corp(t.corps.selfBuilt.id), clock: t.clock };
    const first = await mediaIdOf(context, id);
    await t.advance(60 * 3_600_000);
    expect(await mediaIdOf(context, id)).toBe(first);
    await t.advance(60_000);
    expect(await mediaIdOf(context, id)).not.toBe(first);
  });

  test('a document cannot stand where a picture must, nor another corp’s picture anywhere', async () => {
    const t = await testApp({ corps: ['selfBuilt', 'agency'] });
    const paper = await upload(await t.as('operator', 'selfBuilt'), 'a.pdf', padded(Buffer.from('%PDF-1.7'), 50));
    const use = (corp: 'selfBuilt' | 'agency', kind: 'image' | 'file') =>
      write(t.app.database.corp(t.corps[corp].id), (tx) => useFiles(tx, 'lc_1', [{ fileId: paper.id, kind }])).then(() => 'ok', (error: { code: string }) => error.code);
    expect(await use('selfBuilt', 'file')).toBe('ok');
    expect(await use('selfBuilt', 'image')).toBe('file_kind');
    expect(await use('agency', 'file')).toBe('not_found');
  });
});
