import axios from 'axios';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { contrastOf } from '@scrm/shared/picture';
import { testApp, type TestApp } from '../../../test/app';
import { isInner } from '../../core/http/outside';
import { Staff } from '../org';
import { makeArt, pngOf, svgOf } from './art';
import { decodeCode, readPicture } from './picture';

const errorOf = (call: Promise<unknown>) => call.then(() => 'accepted', (error: unknown) => (error as { code: string }).code);
const plain = { dark: '#000000', light: '#ffffff', logo: null };

/** A picture of one colour with a hole, as logos are. */
function logo(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) png.data.set(at % 7 === 0 ? [0, 0, 0, 0] : [217, 58, 58, 255], at * 4);
  return PNG.sync.write(png);
}

async function draw(t: TestApp, params: Record<string, string>) {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_print', name: '运营', role: 'operator', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
  const { status, headers, data } = await axios.get<ArrayBuffer>(`${t.publicUrl}/api/prints.draw`, { params, headers: { authorization: `Bearer ${token}` }, responseType: 'arraybuffer', validateStatus: () => true });
  return { status, type: String(headers['content-type']), bytes: Buffer.from(data), code: status < 400 ? '' : (JSON.parse(Buffer.from(data).toString()) as { code: string }).code };
}

test('LC-21 a code is drawn anew for print: sharp, at 300 dpi in the size that was asked for, as PNG and SVG, with a logo, and it is read back', async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const [one] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const code = await api.liveCodes.create({ name: '门店/收银台', staffIds: [one!.id] });
  const told = await api.prints.read({ codeId: code.id });
  const [way] = (await t.control<{ state: string; configId: string }[]>('GET', '/sandbox/codes')).filter(({ state }) => state === code.id);
  // What a phone reads in WeCom's own picture is what is printed.
  expect(told).toMatchObject({ name: '门店/收银台', wecom: `${t.sandbox.url}/u/${way!.configId}`, page: `${t.publicUrl}/c/${code.id}`, short: '', faces: { logoUrl: '', staff: [{ id: one!.id }] } });

  const png = await draw(t, { codeId: code.id, target: 'wecom', format: 'png', cm: '8', dark: '#1b2430', light: '#fff4d6' });
  expect([png.status, png.type]).toEqual([200, 'image/png']);
  const picture = readPicture(png.bytes);
  expect(picture.width / (8 / 2.54)).toBeGreaterThanOrEqual(300);
  expect(decodeCode(picture)).toBe(told.wecom);
  const density = png.bytes.indexOf('pHYs');
  expect(Math.abs(png.bytes.readUInt32BE(density + 4) - picture.width / 0.08)).toBeLessThanOrEqual(1);
  expect(png.bytes[density + 12]).toBe(1);

  const file = await (async () => {
    const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_print', name: '运营', role: 'operator', corpId: t.corps.selfBuilt.id, userAgent: 'test' });
    return (await axios.post<{ id: string }>(`${t.publicUrl}/api/files.upload`, { name: 'logo.png', content: logo(300, 180).toString('base64') }, { headers: { authorization: `Bearer ${token}` } })).data.id;
  })();
  const withLogo = await draw(t, { codeId: code.id, target: 'page', format: 'png', logoFileId: file });
  expect(decodeCode(readPicture(withLogo.bytes))).toBe(told.page);
  const svg = (await draw(t, { codeId: code.id, target: 'page', format: 'svg', cm: '5', logoFileId: file })).bytes.toString();
  expect(svg).toMatch(/^<svg [^>]*width="5cm" height="5cm"/);
  expect(svg).toContain('data:image/png;base64,');
  expect((await draw(t, { codeId: code.id, target: 'page', format: 'png', dark: '#777777', light: '#888888' })).code).toBe('print_contrast');
  expect((await draw(t, { codeId: code.id, target: 'page', format: 'png', dark: '#ffffff', light: '#000000' })).code).toBe('print_contrast');
  expect((await draw(t, { codeId: code.id, target: 'short', format: 'png' })).code).toBe('print_no_picture');
  expect((await draw(t, { codeId: code.id, target: 'page', format: 'png', cm: '400' })).code).toBe('bad_input');

  // The face of who receives stands there by one press; where there is none, or the address is not one to be asked, a sentence says so.
  const faced = (face: string, codeId = code.id) => draw(t, { codeId, target: 'page', format: 'svg', face });
  // WeCom tells faces to apps of before 2022 alone.
  expect((await faced(one!.id)).code).toBe('print_no_face');
  const other = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items[1]!;
  const give = (id: string, avatarUrl: string) => t.app.database.write(t.corps.selfBuilt.id, (tx) => tx.update(Staff, { id }, { avatarUrl }));
  for (const id of [one!.id, other.id]) await give(id, `${t.sandbox.url}/sandbox/avatar/${id}~x.svg`);
  expect((await faced(one!.id)).bytes.toString()).toContain('data:image/png;base64,');
  expect(decodeCode(readPicture((await draw(t, { codeId: code.id, target: 'page', format: 'png', face: one!.id })).bytes))).toBe(told.page);
  expect([(await faced('corp')).code, (await faced(other.id)).code]).toEqual(['print_no_face', 'print_no_face']);
  for (const avatarUrl of ['', 'https://127.0.0.1/a.png', 'https://[::ffff:10.0.0.1]/a.png', 'https://localhost/a.png', 'https://example.com:8443/a.png', 'ftp://example.com/a.png', `${t.sandbox.url}/sandbox/media/none`, 'nonsense']) {
    await give(one!.id, avatarUrl);
    expect((await faced(one!.id)).code, avatarUrl).toBe('print_no_face');
  }
  expect(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', '::ffff:127.0.0.1', 'fd00::1', 'fe80::1', '64:ff9b::a00:1'].filter((address) => !isInner(address))).toEqual([]);
  expect(['1.1.1.1', '172.32.0.1', '203.205.1.1', '240e::1'].filter(isInner)).toEqual([]);
  // A store code has the faces of who receives in its stores.
  const admin = await t.as('admin');
  const store = await admin.stores.create({ name: '人民广场店', regionId: null, place: { lat: 31.23, lng: 121.47 }, radiusM: 3000, owners: [{ staffId: other.id }] });
  const gate = await admin.storeCodes.create({ name: '门店码', form: 'owner' });
  expect((await admin.prints.read({ codeId: gate.id })).faces.staff.map(({ id }) => id)).toEqual(store.owners.map(({ staff }) => staff.id));
  expect((await faced(other.id, gate.id)).status).toBe(200);

  // A short address that lasts.
  const [first, second] = await Promise.all([api.prints.shorten({ codeId: code.id }), api.prints.shorten({ codeId: code.id })]);
  expect(first).toEqual(second);
  expect(first.url).toMatch(/\/q\/[a-z2-9]{7}$/);
  const go = (url: string) => axios.get<string>(url, { maxRedirects: 0, validateStatus: () => true });
  expect((await go(first.url)).headers.location).toBe(`/c/${code.id}`);
  expect((await go(`${t.publicUrl}/q/nothing`)).status).toBe(404);
  expect(decodeCode(readPicture((await draw(t, { codeId: code.id, target: 'short', format: 'png' })).bytes))).toBe(first.url);

  // A poster keeps its background for everybody who prints codes.
  const background = (await api.files.upload({ name: 'back.png', content: logo(400, 600).toString('base64') })).id;
  const layout = { code: { x: 0.5, y: 0.6, size: 0.4 }, text: '扫码加 {name}', textAt: { x: 0.5, y: 0.9, fontSize: 0.05, colour: '#1b2430' }, widthCm: 21 };
  const poster = await api.prints.createPoster({ name: '春季', fileId: background, layout });
  expect(await api.prints.posters()).toEqual({ items: [poster] });
  const moved = await api.prints.updatePoster({ ...poster, layout: { ...layout, widthCm: 30 } });
  expect(moved.layout.widthCm).toBe(30);
  expect(await errorOf(api.prints.updatePoster({ ...poster, name: 'x' }))).toBe('stale_edit');
  await api.prints.removePoster({ id: poster.id });
  expect(await api.prints.posters()).toEqual({ items: [] });
});

test('LC-21 PM-02 nobody prints a code out of sight', async () => {
  const t = await testApp({ corps: ['selfBuilt', 'agency'] });
  const api = await t.as('operator');
  const [one] = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const code = await api.liveCodes.create({ name: '码', staffIds: [one!.id] });
  const stranger = await t.as('admin', 'agency');
  for (const call of [() => stranger.prints.read({ codeId: code.id }), () => stranger.prints.shorten({ codeId: code.id }), () => api.prints.read({ codeId: 'zz_unknown' })]) expect(await errorOf(call())).toBe('not_found');
});

test('LC-21 whatever is printed can be read, with any logo and any colours that are let through', async () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
  await fc.assert(fc.asyncProperty(fc.webUrl({ withQueryParameters: true }), colour, colour, fc.option(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }))), async (text, dark, light, size) => {
    fc.pre(text.length < 200);
    const order = { text, cm: 3, dark, light, logo: size && { bytes: logo(...size), mime: 'image/png' } };
    let art;
    try {
      art = makeArt(order);
    } catch (error) {
      // Refused in words rather than printed in vain.
      expect(['print_contrast', 'print_unreadable']).toContain((error as { code: string }).code);
      if ((error as { code: string }).code === 'print_unreadable') expect(contrastOf(dark, light)).toBeLessThan(21);
      return;
    }
    expect(decodeCode(readPicture(await pngOf(art)))).toBe(text);
  }), { numRuns: 40 });
  // Plain black on white is never refused.
  for (const text of ['a', 'https://example.com/q/abc2345', 'x'.repeat(300)]) expect(svgOf(makeArt({ ...plain, text, cm: 3, logo: { bytes: logo(90, 90), mime: 'image/png' } }))).toContain('<path');
});

test('LC-21 a picture that would unfold into more than memory holds is refused', () => {
  const bomb = logo(8, 8);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect(() => readPicture(bomb)).toThrow('too many pixels');
  expect(() => readPicture(Buffer.from('GIF89a, which nobody asked for'))).toThrow('not supported');
});
