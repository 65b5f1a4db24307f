import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { wgsOf } from '@scrm/shared/geo';
import { openBrowser, picture, settled, watchErrors } from './browser';
import { enterConsole, phoneUrl, pick, visit, walkApp } from './console';
import type { TestApp } from '../app';

const square = { lat: 31.230525, lng: 121.473667 };

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

/** A customer's phone that stands somewhere, or says no. */
async function phoneAt(at: { lat: number; lng: number } | null, width = 360) {
  const position = at && wgsOf(at);
  const context = await browser.newContext({
    viewport: { width, height: 720 }, locale: 'zh-CN', permissions: position ? ['geolocation'] : [], ...(position && { geolocation: { latitude: position.lat, longitude: position.lng } }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { page, errors: watchErrors(page), close: () => context.close() };
}

/** Through the code's page to a store, by one's place. */
async function scan(t: TestApp, codeId: string, at: { lat: number; lng: number }) {
  const phone = await phoneAt(at);
  await phone.page.goto(`${t.publicUrl}/s/${codeId}`);
  await phone.page.getByText('只用来找最近的门店').waitFor();
  await phone.page.getByRole('button', { name: '使用我的位置' }).click();
  await phone.page.locator('img.qr').waitFor();
  return phone;
}

const qrOf = async (page: Page) => (await page.locator('img.qr').getAttribute('src'))!;
const isWide = async (page: Page) => {
  await settled(page);
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
};

test('LC-17 LC-18 LC-19 LC-20 a store is placed on the map, a code printed, scanned here, far away and without a place, and the figures open their lists', async () => {
  const t = await walkApp({ customersPerCorp: 10 });
  const api = await t.as('admin');
  const [owner, deputy, other] = (await api.org.staff({ onlyReceiving: true, limit: 3 })).items;
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  // The store: an address that is found, a pin that is dragged, a radius, an owner with a cap and a deputy.
  await page.goto(url('/stores'));
  await page.getByTestId('empty').waitFor();
  await picture(page, 'store-1-empty');
  await page.getByTestId('new-store').first().click();
  await page.locator('#field-name').fill('人民广场店');
  await page.locator('#field-telephone').fill('021-60000000');
  await page.locator('#field-address').fill('上海市黄浦区人民广场');
  await page.getByTestId('geocode').click();
  await page.getByTestId('pin').waitFor();
  expect(await page.locator('#field-lat').inputValue()).toContain('31.2305');
  await page.getByTestId('pin').scrollIntoViewIfNeeded();
  const box = (await page.getByTestId('pin').boundingBox())!;
  await page.mouse.move(box.x + 11, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 20, { steps: 5 });
  await page.mouse.up();
  expect(Number(await page.locator('#field-lng').inputValue())).toBeGreaterThan(square.lng);
  await page.getByTestId('geocode').click();
  await expect.poll(() => page.locator('#field-lng').inputValue()).toContain('121.4736');
  await page.locator('#field-radius').fill('3000');
  await page.locator('input[type="radio"][value="always"]').check();
  await page.getByTestId('add-owner').click();
  await pick(page, page.locator('#owner-0-staff'), owner!.name!);
  await pick(page, page.locator('#owner-0-deputy'), deputy!.name!);
  await page.getByLabel('每日上限').fill('1');
  await picture(page, 'store-2-editor');
  await picture(page, 'store-2-editor-whole', true);
  await page.getByTestId('save').click();
  await page.locator('[data-testid^="row-"]').filter({ hasText: '人民广场店' }).waitFor();
  const [store] = (await api.stores.list({})).items;
  expect(store).toMatchObject({ lat: square.lat, lng: square.lng, radiusM: 3000, owners: [{ staff: { id: owner!.id }, deputy: { id: deputy!.id }, dailyCap: 1 }] });

  // Others come from a sheet, with what is wrong in it.
  await page.getByTestId('import-stores').click();
  const drawer = page.getByTestId('import-drawer');
  await drawer.locator('input[type="file"]').setInputFiles({ name: '门店.csv', mimeType: 'text/csv', buffer: Buffer.from(`名称,编号,区域,纬度,经度,半径,营业时间,状态,接待人员\r\n徐家汇店,XJH,华东/上海,31.193882,121.436703,3000,全天,营业,${other!.userId}\r\n停业的店,TY,华东/上海,31.2305,121.4740,3000,全天,停业,${other!.userId}\r\n坏的行,,,91,121,,,,\r\n`) });
  await drawer.getByTestId('import-problems').getByText('第 4 行').waitFor();
  await picture(page, 'store-3-import');
  await drawer.getByTestId('import-go').click();
  await drawer.getByText('已新建 2 家').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('count').getByText('3 家门店').waitFor();
  await picture(page, 'store-4-list');

  // The code, with a try on the map.
  await page.goto(url('/store-codes'));
  await page.getByTestId('new-store-code').first().click();
  await page.locator('#code-name').fill('统一门店码');
  await page.getByTestId('store-code-form').getByTestId('save').click();
  await page.getByTestId('store-code-drawer').getByTestId('qr').waitFor();
  const [code] = (await api.storeCodes.list({})).items;
  await page.getByTestId('store-code-drawer').getByTestId('map').click();
  await page.getByTestId('try-out').waitFor();
  await picture(page, 'store-5-code');

  // Here: the owner. Once more: they have had their share, so it is the deputy. The closed store next door is passed over.
  const first = await scan(t, code!.id, square);
  await first.page.getByText('人民广场店').first().waitFor();
  await picture(first.page, 'store-6-shown');
  expect(await isWide(first.page)).toBe(false);
  const person = await t.sandbox.newPerson('李梅');
  expect(await t.sandbox.scan(person, await qrOf(first.page))).toMatchObject({ userid: owner!.userId });
  await t.settle();
  const second = await scan(t, code!.id, square);
  expect(await t.sandbox.scan(await t.sandbox.newPerson('王强'), await qrOf(second.page))).toMatchObject({ userid: deputy!.userId });
  await t.settle();
  // Far away.
  const far = await scan(t, code!.id, { lat: 39.908737, lng: 116.397326 });
  await far.page.getByRole('status').getByText('服务范围之外').waitFor();
  await picture(far.page, 'store-7-far');
  // The others stand on a list and a map, by how far they are.
  await far.page.getByRole('link', { name: '选其他门店' }).click();
  await far.page.locator('.map').getByText('你', { exact: true }).waitFor();
  expect(await far.page.locator('.store').first().textContent()).toMatch(/^1\. .*公里/);
  await picture(far.page, 'store-7a-others');
  expect(await isWide(far.page)).toBe(false);

  // Who says no chooses a city and a store.
  const shy = await phoneAt(null);
  await shy.page.goto(`${t.publicUrl}/s/${code!.id}`);
  await picture(shy.page, 'store-8-ask');
  await shy.page.getByRole('button', { name: '使用我的位置' }).click();
  await shy.page.getByText('没有获得位置').waitFor();
  await picture(shy.page, 'store-9-by-hand');
  expect(await isWide(shy.page)).toBe(false);
  await shy.page.getByRole('link', { name: '上海', exact: true }).click();
  await shy.page.getByRole('link', { name: /徐家汇店/ }).click();
  await shy.page.locator('img.qr').waitFor();
  expect(await t.sandbox.scan(await t.sandbox.newPerson('赵敏'), await qrOf(shy.page))).toMatchObject({ userid: other!.userId });
  await t.settle();

  // The store gets a group code, picked by its name, and a code of the other form leads to the group on the very page.
  const [room] = (await t.control<{ appChatId: string; name: string; chatId: string }[]>('GET', '/sandbox/groups?corp=selfBuilt'));
  const chat = (await api.groupChats.list({ limit: 100 })).items.find((one) => one.chatId === room!.appChatId)!;
  const groupCode = await api.groupCodes.create({ name: '人民广场群', entries: [{ kind: 'way', groupIds: [chat.id] }] });
  await page.goto(url(`/stores/${store!.id}`));
  await pick(page, page.locator('#field-group'), '人民广场群');
  await page.getByTestId('store-group-codes').getByText('人民广场群').waitFor();
  await page.getByTestId('store-group-codes').scrollIntoViewIfNeeded();
  await picture(page, 'store-9a-group-codes');
  await page.getByTestId('save').click();
  await page.getByTestId('store-form').waitFor({ state: 'detached' });
  expect((await api.stores.get({ id: store!.id })).groupCodes).toEqual([{ id: groupCode.id, name: '人民广场群' }]);
  const groups = await api.storeCodes.create({ name: '门店群码', form: 'group' });
  const grouped = await scan(t, groups.id, square);
  await grouped.page.getByText(room!.name).first().waitFor();
  await picture(grouped.page, 'store-9b-group');
  expect(await isWide(grouped.page)).toBe(false);
  await t.sandbox.scan(await t.sandbox.newPerson('孙丽'), await qrOf(grouped.page));
  await t.settle();
  await page.goto(url(`/store-codes/${groups.id}`));
  await page.getByTestId('print-code').click();
  await page.getByTestId('print-preview').waitFor();
  await page.getByTestId('make-short').click();
  await page.getByTestId('short-url').waitFor();
  await picture(page, 'store-9c-print');
  await page.goto(url('/store-numbers'));
  await page.getByTestId('total-joined').getByText('1', { exact: true }).waitFor();
  await page.getByTestId('total-joined').click();
  await page.getByTestId('number-drawer').getByText(room!.name).waitFor();
  await page.goto(url('/store-numbers?by=day'));
  await page.getByTestId('days-chart').locator('svg').waitFor();
  await page.getByTestId('bands-chart').locator('svg').waitFor();
  await picture(page, 'store-9d-charts', true);
  // The same on the sandbox's phone, which says where it is, or does not.
  const lan = await t.sandbox.newPerson('蓝蓝');
  const phones = await page.context().newPage();
  const askPlace = async (codeId: string) => {
    await phones.goto(phoneUrl(t, { person: lan.id, view: 'scan' }));
    await phones.getByTestId('scan-url').fill(`${t.publicUrl}/s/${codeId}`);
    await phones.getByTestId('scan-url-go').click();
    await phones.frameLocator('[data-testid=web-view]').getByRole('button', { name: '使用我的位置' }).click();
    await phones.getByTestId('whereabouts').waitFor();
  };
  await askPlace(code!.id);
  await picture(phones, 'store-9e-sandbox-asks');
  await phones.getByTestId('refuse-place').click();
  await phones.frameLocator('[data-testid=web-view]').getByText('没有获得位置').waitFor();
  await phones.frameLocator('[data-testid=web-view]').getByRole('link', { name: '上海', exact: true }).click();
  await phones.frameLocator('[data-testid=web-view]').getByRole('link', { name: /徐家汇店/ }).waitFor();
  await askPlace(groups.id);
  await phones.getByTestId('spot-square').click();
  await phones.frameLocator('[data-testid=web-view]').locator('img.qr').click();
  await phones.getByTestId('customer-phone').getByText(room!.name).first().waitFor();
  await t.settle();
  await phones.close();
  for (const phone of [first, second, far, shy, grouped]) {
    expect(phone.errors).toEqual([]);
    await phone.close();
  }

  // The figures, and what lies behind them.
  await page.goto(url(`/store-numbers?codeId=${code!.id}`));
  await page.getByTestId('total-scans').getByText('5', { exact: true }).waitFor();
  await page.getByTestId('total-refused').getByText('2', { exact: true }).waitFor();
  await picture(page, 'store-10-numbers');
  await page.getByTestId('total-added').click();
  await page.getByTestId('number-drawer').getByText('李梅').waitFor();
  expect(await page.getByTestId('row-count').textContent()).toContain('3');
  await picture(page, 'store-11-rows');
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, name] of [[`/group-codes/${groupCode.id}`, 'group-code'], ['/group-invites', 'invites'], ['/stores', 'list'], [`/stores/${store!.id}`, 'editor'], ['/store-numbers', 'numbers'], [`/store-codes/${code!.id}`, 'code']] as const) {
    await page.goto(url(path));
    await page.waitForLoadState('networkidle');
    expect([path, await isWide(page)]).toEqual([path, false]);
    await picture(page, `store-12-phone-${name}`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url(`/stores/${store!.id}`));
  await page.getByTestId('pin').waitFor();
  await picture(page, 'store-13-dark');
  await leave();

  // The customer's page of the mini-program, as it stands on the web; and the owner's.
  const near = await phoneAt(square, 390);
  await near.page.goto(`${t.publicUrl}/m/#/pages/stores/index?corp=${t.corps.selfBuilt.id}`);
  await near.page.getByTestId('use-location').click();
  await near.page.getByTestId('distance').first().waitFor();
  await picture(near.page, 'store-14-near');
  await near.page.getByTestId('view-map').click();
  await near.page.getByTestId('map').waitFor();
  await picture(near.page, 'store-15-near-map');
  await near.page.getByTestId('view-list').click();
  await near.page.getByTestId('open-store').first().click();
  await near.page.getByTestId('code-picture').waitFor();
  await picture(near.page, 'store-16-near-open');
  await near.page.getByText('收起').click();
  await near.page.getByTestId('join-group').first().click();
  await near.page.getByTestId('way').getByText('群').first().waitFor();
  await near.page.getByTestId('code-picture').waitFor();
  await picture(near.page, 'store-16-near-group');
  const { url: link } = await (await t.as('storeOwner', 'selfBuilt', owner!.id)).myStores.link();
  await near.page.goto('about:blank');
  await near.page.goto(link);
  await near.page.getByTestId('my-stores').waitFor();
  await picture(near.page, 'store-17-mine');
  expect((await near.page.screenshot()).length).toBeGreaterThan(5_000);
  expect(near.errors).toEqual([]);
  await near.close();
});
