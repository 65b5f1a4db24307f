import axios from 'axios';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { StoreImport } from '@scrm/shared/store';
import { refused } from '../../../test/account';
import { testApp, type TestApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { Store, StoreVisit } from './entity';

const place = { lat: 31.230525, lng: 121.473667 };

async function upload(t: TestApp, text: string | Buffer, query = ''): Promise<StoreImport & { code?: string }> {
  const token = await t.app.services.sessions.open({ kind: 'bearer', subjectKind: 'account', subjectId: 'acc_import', name: 'import', role: 'admin', corpId: t.corps.selfBuilt.id, userAgent: '' });
  return (await axios.post<StoreImport>(`${t.publicUrl}/api/stores.importFile?name=stores.csv${query}`, text, { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }, validateStatus: () => true })).data;
}

test('LC-19 a store with place, radius, hours and people; regions, bulk edit, leavers, and a region manager who sees only their own', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [one, two, three] = (await admin.org.staff({ onlyReceiving: true, limit: 3 })).items;
  const east = await admin.stores.createRegion({ name: '华东', managerIds: [one!.id] });
  const shanghai = await admin.stores.createRegion({ name: '上海', parentId: east.id });
  const north = await admin.stores.createRegion({ name: '华北' });
  expect(await refused(admin.stores.createRegion({ name: '上海', parentId: east.id }))).toBe('store_region_taken');
  expect(await refused(admin.stores.updateRegion({ id: east.id, name: '华东', parentId: shanghai.id, updatedAt: east.updatedAt }))).toBe('store_region_circle');

  // WGS-84 from a satellite is kept as maps show it; a radius out of bounds is refused.
  const tiananmen = await admin.stores.create({ name: '天安门店', regionId: north.id, place: { lat: 39.907333, lng: 116.391083, datum: 'wgs84' }, radiusM: 100_000 });
  expect([tiananmen.lat, tiananmen.lng]).toEqual([expect.closeTo(39.908737, 4), expect.closeTo(116.397326, 4)]);
  for (const radiusM of [49, 100_001]) expect(await refused(admin.stores.create({ name: 'x', radiusM }))).toBe('bad_input');
  const store = await admin.stores.create({
    name: '人民广场店', no: 'SH001', regionId: shanghai.id, place, radiusM: 50, owners: [{ staffId: two!.id, deputyId: three!.id, dailyCap: 5 }], receptionistIds: [three!.id],
    hours: { zone: 'Asia/Shanghai', weekly: [{ days: [2], from: '09:00', to: '18:00' }], exceptions: [] },
  });
  expect(store).toMatchObject({ region: { names: ['华东', '上海'] }, isOpen: true, owners: [{ staff: { id: two!.id }, deputy: { id: three!.id }, dailyCap: 5 }], receptionists: [{ id: three!.id }] });
  expect(await refused(admin.stores.create({ name: 'x', no: 'SH001' }))).toBe('store_no_taken');
  expect(await refused(admin.stores.create({ name: 'x', owners: [{ staffId: two!.id, deputyId: two!.id }] }))).toBe('store_own_deputy');
  expect(await refused(admin.stores.update({ id: store.id, name: 'x', updatedAt: 1 }))).toBe('stale_edit');
  expect((await admin.stores.list({ regionId: east.id })).items.map(({ id }) => id)).toEqual([store.id]);
  expect((await admin.stores.list({ keyword: 'sh00' })).total).toBe(1);
  expect((await admin.stores.around({ lat: 31.2, lng: 121.4, most: 1 })).items[0]).toMatchObject({ id: store.id, radiusM: 50 });
  expect((await admin.stores.regions()).items.map(({ name, stores }) => [name, stores])).toEqual([['华东', 1], ['上海', 1], ['华北', 1]]);
  expect(await refused(admin.stores.removeRegion({ id: shanghai.id }))).toBe('store_region_in_use');

  // The manager of 华东 sees and changes what lies below it; what lies elsewhere does not exist.
  const role = await admin.access.createRole({ name: '区域经理', allow: ['store.read', 'store.write', 'org.read'], scope: 'own' });
  const manager = await t.as('staff', 'selfBuilt', one!.id);
  await admin.access.assign({ staffId: one!.id, roleIds: [role.id] });
  expect((await manager.stores.list({})).items.map(({ id }) => id)).toEqual([store.id]);
  expect((await manager.stores.around({ lat: 39.9, lng: 116.4 })).items.map(({ id }) => id)).toEqual([store.id]);
  expect((await manager.stores.regions()).items.map(({ name }) => name)).toEqual(['华东', '上海']);
  for (const call of [() => manager.stores.get({ id: tiananmen.id }), () => manager.stores.remove({ id: tiananmen.id }), () => manager.stores.create({ name: 'x', regionId: north.id })]) expect(await refused(call())).toBe('not_found');
  expect(await refused(manager.stores.createRegion({ name: '自己的' }))).toBe('store_region_reach');
  expect(await refused(manager.stores.create({ name: 'x', regionId: east.id, owners: [{ staffId: two!.id }] }))).toBe('store_staff_reach');
  expect(await manager.stores.bulkEdit({ ids: [store.id, tiananmen.id], patch: { radiusM: 3000, state: 'closed' } })).toEqual({ changed: 1, skipped: 1 });
  expect(await admin.stores.get({ id: tiananmen.id })).toMatchObject({ radiusM: 100_000, state: 'active' });
  const kept = await manager.stores.get({ id: store.id });
  expect(kept).toMatchObject({ radiusM: 3000, state: 'closed', isOpen: false, owners: [{ staff: { id: two!.id } }] });

  // Whose scope is the store reaches those of the same store.
  const owner = await t.as('storeOwner', 'selfBuilt', two!.id);
  expect((await owner.stores.list({})).items.map(({ id }) => id)).toEqual([store.id]);
  expect((await admin.access.effective({ staffId: two!.id })).reaches).toBe(2);
  expect(await refused(owner.stores.remove({ id: store.id }))).toBe('not_allowed');

  // Who leaves is out at once; their deputy goes on.
  const { userId } = (await admin.org.staff({ limit: 200 })).items.find(({ id }) => id === two!.id)!;
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: userId, leave: true });
  await t.settle();
  expect((await admin.stores.get({ id: store.id })).owners).toMatchObject([{ staff: { id: three!.id }, deputy: null }]);

  // The last one leaves: who manages the region above hears that nobody receives there.
  await admin.stores.bulkEdit({ ids: [store.id], patch: { state: 'active' } });
  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: three!.userId, leave: true });
  await t.settle();
  const cards = await t.control<{ title: string; description: string }[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${one!.userId}`);
  expect(cards.map(({ title }) => title)).toEqual(['门店没有人接待']);

  await admin.stores.remove({ id: store.id });
  expect(await refused(admin.stores.get({ id: store.id }))).toBe('not_found');
  expect((await admin.stores.around({ lat: 31.2, lng: 121.4 })).items.map(({ id }) => id)).toEqual([tiananmen.id]);
  // Its number is free again.
  await admin.stores.create({ name: '人民广场店', no: 'SH001' });
});

test('LC-19 stores from a file: a reason for each row that is not taken, the same file again changes nothing twice', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [staff] = (await admin.org.staff({ onlyReceiving: true, limit: 1 })).items;
  const head = '名称,编号,区域,地址,纬度,经度,半径（米）,营业时间,电话,状态,优先级,店主,接待人员';
  const file = [
    head, `一店,A1,华东/上海,人民大道,31.23,121.47,3000,周一至周五 9:00-21:00；周六、周日 10:00-02:00,021-1,营业,3,${staff!.userId},`,
    '二店,A2,华东/上海,,31.24,121.48,,,,停业,,,', '三店,A3,,,31.2,,,,,,,,', ',A4,,,,,,,,,,,', '五店,A1,,,,,,,,,,,', '六店,A6,,,91,121,30,随便,,半开,,不认识的人,',
    // Where Excel would see a formula, a name stays a name.
    '=七店,A7,,,,,,全天,,,,,',
  ].join('\r\n');
  const trial = await upload(t, file, '&dryRun=1');
  expect([trial.rows, trial.created, trial.failed, trial.dryRun]).toEqual([7, 3, 4, true]);
  expect((await admin.stores.list({})).total).toBe(0);
  const made = await upload(t, iconv.encode(file, 'gbk'));
  expect(made).toMatchObject({ created: 3, changed: 0, failed: 4 });
  const said = (row: number) => made.problems.filter((one) => one.row === row).map(({ column }) => column);
  expect([4, 5, 6, 7].map(said)).toEqual([['lng'], [''], ['no'], ['lat', 'radiusM', 'owners', 'hours', 'state']].map((columns) => expect.arrayContaining(columns) as unknown));
  const first = (await admin.stores.list({ keyword: 'A1' })).items[0]!;
  expect(first).toMatchObject({
    name: '一店', region: { names: ['华东', '上海'] }, lat: 31.23, lng: 121.47, radiusM: 3000, priority: 3, state: 'active', owners: [{ staff: { id: staff!.id } }],
    hours: { weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '21:00' }, { days: [6, 7], from: '10:00', to: '02:00' }] },
  });
  expect(await upload(t, file)).toMatchObject({ created: 0, changed: 3, failed: 4 });
  // A row changes what it says and leaves the rest, and what no row can say.
  const [owner] = first.owners;
  const closed = [{ date: '2026-10-01', slots: [], note: '国庆' }];
  const before = await admin.stores.get({ id: first.id });
  await admin.stores.update({ ...before, regionId: before.region!.id, place: { lat: 31.23, lng: 121.47 }, owners: [{ staffId: owner!.staffId, from: '09:00', to: '18:00', dailyCap: 7 }], hours: { ...before.hours, exceptions: closed } });
  await upload(t, `名称,编号,半径,营业时间,店主\r\n一店改,A1,800,每日 8:00-20:00,${staff!.userId}\r\n`);
  expect(await admin.stores.get({ id: first.id })).toMatchObject({ owners: [{ dailyCap: 7, from: '09:00' }], hours: { weekly: [{ from: '08:00' }], exceptions: closed } });
  expect((await admin.stores.list({})).total).toBe(3);
  expect(await admin.stores.get({ id: first.id })).toMatchObject({ name: '一店改', radiusM: 800, lat: 31.23, owners: [{ staff: { id: staff!.id } }] });
  // A store without a number is known by its name and address, so that a second press makes no second one.
  const plain = '名称,地址\r\n无号店,南京路\r\n无号店,淮海路\r\n无号店,南京路\r\n';
  expect([await upload(t, plain), await upload(t, plain)].map(({ created, problems }) => [created, problems.map(({ row, column }) => `${row} ${column}`)])).toEqual([[2, ['4 no']], [0, ['2 no', '3 no', '4 no']]]);
  for (const { id } of (await admin.stores.list({ keyword: '无号店' })).items) await admin.stores.remove({ id });
  // A row that is refused leaves no region behind.
  const resting = (await admin.org.staff({ limit: 200 })).items.find(({ canReceive }) => !canReceive)!;
  const bad = await upload(t, `名称,编号,区域,店主\r\n远店,B1,西部/成都,${resting.userId}\r\n深店,B2,${Array.from({ length: 12 }, (_, at) => `层${at}`).join('/')},\r\n`);
  expect([bad.created, bad.failed]).toEqual([0, 2]);
  expect((await admin.stores.regions()).items.map(({ name }) => name)).toEqual(['华东', '上海']);
  expect((await upload(t, '随便\r\n1\r\n')).code).toBe('store_sheet_head');
  // Group codes by their names, and an address where there are no coordinates: what somebody put on the map stays there.
  const [group] = (await admin.groupChats.list({ limit: 1 })).items;
  const code = await admin.groupCodes.create({ name: '门店群', entries: [{ kind: 'way', groupIds: [group!.id] }] });
  await t.sandbox.fault('/ws/geocoder/v1', 'errcode', 120);
  const placed = await upload(t, '名称,编号,地址,群活码\r\n八店,A8,上海市人民广场 1 号,门店群\r\n九店,A9,没有这个地方,\r\n十店,A10,,没有这个群\r\n一店,A1,陆家嘴,\r\n');
  expect([placed.created, placed.changed, placed.locating, placed.problems.map(({ row, column }) => [row, column])]).toEqual([2, 1, 2, [[4, 'groupCodes']]]);
  await t.settle();
  await t.advance(301_000);
  const where = async (no: string) => (await admin.stores.list({ keyword: no })).items.find((one) => one.no === no)!;
  expect(await where('A8')).toMatchObject({ ...place, groupCodes: [{ id: code.id }] });
  expect([(await where('A9')).lat, (await where('A1')).lat]).toEqual([null, 31.23]);
});

test('LC-19 LC-20 a region manager of more stores than a statement of SQLite takes parameters sees them all, and their figures', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const [one] = (await admin.org.staff({ limit: 1 })).items;
  const region = await admin.stores.createRegion({ name: '全国', managerIds: [one!.id] });
  const own = await admin.stores.create({ name: '一店', regionId: region.id, place });
  const other = await admin.stores.create({ name: '别区的店', place });
  const code = await admin.storeCodes.create({ name: '统一码', form: 'owner' });
  const db = t.app.database.corp(t.corps.selfBuilt.id);
  const row = await db.get(Store, own.id, '门店');
  const visit = { visitor: 'v', at: t.clock.now(), day: '2026-09-01', place: 'located' as const, wayId: '', outcome: 'opened' as const, why: [] };
  await write(db, async (tx) => {
    await tx.insert(Store, Array.from({ length: 33_000 }, (_, nth) => ({ ...row, id: `st_many_${nth}`, no: `M${nth}` })));
    await tx.insert(StoreVisit, [own, other].map(({ id }) => ({ id: newId('sv'), codeId: code.id, storeId: id, scanId: id, ...visit })));
  });
  const role = await admin.access.createRole({ name: '区域经理', allow: ['store.read', 'store.export', 'org.read'], scope: 'own' });
  const manager = await t.as('staff', 'selfBuilt', one!.id);
  await admin.access.assign({ staffId: one!.id, roleIds: [role.id] });
  expect((await manager.stores.list({})).total).toBe(33_001);
  expect((await manager.stores.around({ ...place, most: 3 })).items).toHaveLength(3);
  const span = { from: '2026-09-01', to: '2026-09-01' };
  expect((await manager.storeNumbers.report({ ...span, by: 'store' })).total).toMatchObject({ scans: 1, matched: 1 });
  expect((await manager.storeNumbers.visits({ codeId: code.id, what: 'scans' })).total).toBe(1);
  expect((await manager.storeCodes.list({})).items[0]).toMatchObject({ scans: 1, added: 0 });
  await manager.storeNumbers.export({ ...span, by: 'store', key: 'many-stores', format: 'csv' });
  await t.settle();
  expect((await manager.exports.list({})).items[0]).toMatchObject({ state: 'ready', total: 1 });
}, 60_000);

test('LC-19 the same sheet several times at the same instant makes each store and region once', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  const file = `名称,地址,区域\r\n${Array.from({ length: 130 }, (_, nth) => `店 ${nth},路 ${nth},华东/区 ${nth % 3}`).join('\r\n')}\r\n`;
  const made = await Promise.all([1, 2, 3].map(() => upload(t, file)));
  expect([made.reduce((sum, { created }) => sum + created, 0), made.reduce((sum, { failed }) => sum + failed, 0)]).toEqual([130, 260]);
  expect((await admin.stores.list({})).total).toBe(130);
  expect((await admin.stores.regions()).items).toHaveLength(4);
});

test('LC-19 an address becomes a place by the configured provider; without one, and when it fails, a sentence says so', async () => {
  const t = await testApp();
  const admin = await t.as('admin');
  expect(await admin.stores.map()).toEqual({ tiles: '', canGeocode: true });
  expect((await admin.stores.geocode({ address: '上海市黄浦区人民广场' })).items).toMatchObject([{ title: '人民广场', ...place }]);
  expect((await admin.stores.geocode({ address: '没有这个地方' })).items).toEqual([]);
  await t.sandbox.fault('/ws/geocoder/v1', 'errcode', 121);
  expect(await admin.stores.geocode({ address: '人民广场' }).catch((error: Error) => error.message)).toContain('121');
  await t.sandbox.fault('/ws/geocoder/v1', 'http500');
  expect(await refused(admin.stores.geocode({ address: '人民广场' }))).toBe('geocode_failed');
  t.app.services.geocoder = null;
  expect(await refused(admin.stores.geocode({ address: '人民广场' }))).toBe('geocode_off');
});
