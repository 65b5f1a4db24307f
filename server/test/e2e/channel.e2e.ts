import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { WechatUser } from '../../sandbox/control';
import { decodeCode, readPicture } from '../../src/modules/print/picture';
import { startSuite, type Suite } from '../process';
import { openBrowser, picture, pictures, watchErrors } from './browser';
import { closeList, enterConsole } from './console';

let suite: Suite;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'scrm-channel-'));

beforeAll(async () => {
  suite = await startSuite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await suite?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** One call of the page's own session. */
const ask = <T>(page: Page, call: string, input: object) => page.evaluate(async ([name, body]) => {
  const reply = await fetch(`/api/${name as string}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-scrm': '1' }, body: JSON.stringify(body) });
  return reply.json() as Promise<unknown>;
}, [call, input] as const) as Promise<T>;

function background(): Buffer {
  const png = new PNG({ width: 600, height: 900 });
  for (let y = 0; y < 900; y++) for (let x = 0; x < 600; x++) png.data.set([255 - Math.floor(y / 12), 236 - Math.floor(y / 16), 214, 255], (y * 600 + x) * 4);
  return PNG.sync.write(png);
}

test('LC-02 LC-21 LC-07 a tree of channels, codes from a sheet, a print that is scanned, and a link for customers', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = watchErrors(page);
  await enterConsole(page, suite.url, 'selfBuilt', suite.password);

  // A channel, and one below it.
  await page.goto(`${suite.url}/admin/live-codes`);
  await page.getByTestId('new-channel').click();
  await page.locator('#channel-name').fill('线上');
  await page.getByTestId('save-channel').click();
  await page.getByTestId('channel-menu-线上').click();
  await page.getByRole('menuitem', { name: '新建下级渠道' }).click();
  await page.locator('#channel-name').fill('抖音直播间');
  await page.locator('#channel-cost').fill('12800');
  await pictures(page, 'channel-1-drawer');
  await page.getByTestId('save-channel').click();
  await page.getByTestId('channel-menu-抖音直播间').waitFor();

  // A sheet with a wrong row: tried, told, made.
  const { items: staff } = await ask<{ items: { name: string; userId: string }[] }>(page, 'org.staff', { onlyReceiving: true, limit: 2 });
  const sheet = join(folder, '门店活码.csv');
  writeFileSync(sheet, `\uFEFF活码名称,渠道路径,接待员工,标签,备注\r\n${Array.from({ length: 12 }, (_, n) => `门店 ${n + 1} 号,线下/门店/${n % 2 ? '浦东' : '徐汇'},${staff[0]!.userId},,{channel}-{customer}`).join('\r\n')}\r\n门店 13 号,线下/门店/浦东,没有这个人,,\r\n`);
  await page.getByTestId('many-codes').click();
  await page.getByText('还没有批量建过码').waitFor();
  await pictures(page, 'channel-2-sheet');
  await page.locator('input[type=file]').setInputFiles(sheet);
  await page.getByTestId('batch-wrong').waitFor();
  await page.getByTestId('batch-rows').getByText('没有名为「没有这个人」的员工').waitFor();
  await pictures(page, 'channel-3-tried');
  await page.getByTestId('batch-start').click();
  await page.locator('[data-testid="batch-page"][data-state="done"]').waitFor({ timeout: 60_000 });
  const [sheetFile] = await Promise.all([page.waitForEvent('download'), page.getByTestId('batch-result').click()]);
  expect(readFileSync(await sheetFile.path(), 'utf8')).toContain('14,门店 13 号,线下/门店/浦东,有误,接待员工');
  await pictures(page, 'channel-4-made');

  // The tree filters the list, and several codes move at once.
  await page.goto(`${suite.url}/admin/live-codes`);
  await page.locator('.ant-tree-title').filter({ hasText: '浦东' }).last().click();
  await page.getByTestId('count').getByText('6 个活码').waitFor();
  await pictures(page, 'channel-5-tree');

  // A code is printed: nothing can be taken before the made picture was scanned.
  await page.getByText('门店 12 号').first().click();
  await page.getByTestId('qr').waitFor();
  await pictures(page, 'channel-6-code');
  await page.getByTestId('end-code').click();
  await page.locator('.ant-modal [data-testid="scan-shows"]').waitFor();
  await picture(page, 'channel-7-end');
  await page.locator('.ant-modal').getByRole('button', { name: '保留' }).click();
  await page.getByTestId('print-code').click();
  await page.locator('[data-testid="scan-check"][data-state="good"]').waitFor();
  // Codes from a sheet have a short link from the beginning.
  const short = await page.getByTestId('short-url').innerText();
  await page.locator('.ant-segmented-item').filter({ hasText: '短链' }).click();
  await page.locator('[data-testid="scan-check"][data-state="good"]').waitFor();
  await pictures(page, 'channel-8-print');
  const [png] = await Promise.all([page.waitForEvent('download'), page.getByTestId('print-png').click()]);
  const made = readPicture(readFileSync(await png.path()));
  expect(decodeCode(made)).toBe(short);
  expect(made.width / (6 / 2.54)).toBeGreaterThanOrEqual(300);
  const [svg] = await Promise.all([page.waitForEvent('download'), page.getByTestId('print-svg').click()]);
  expect(readFileSync(await svg.path(), 'utf8')).toContain('<svg');

  // A poster, with its background kept as a template.
  await page.locator('.ant-segmented-item').filter({ hasText: '海报' }).click();
  const back = join(folder, '背景.png');
  writeFileSync(back, background());
  await page.getByTestId('print-drawer').locator('input[type=file]').first().setInputFiles(back);
  await page.getByTestId('poster-preview').waitFor();
  await page.locator('[data-testid="scan-check"][data-state="good"]').waitFor();
  await page.locator('#poster-name').fill('秋季海报');
  await page.getByTestId('save-poster').click();
  await page.getByText('模板已保存').waitFor();
  await pictures(page, 'channel-9-poster');
  const [poster] = await Promise.all([page.waitForEvent('download'), page.getByTestId('poster-png').click()]);
  const bytes = readFileSync(await poster.path());
  expect(bytes.includes('pHYs')).toBe(true);
  expect(decodeCode(readPicture(bytes))).toBe(short);
  await page.goto(short);
  await page.waitForURL(/pages\/code\/index/);

  // An acquisition link: made, put somewhere, opened on the phone.
  await page.goto(`${suite.url}/admin/acquisition`);
  await page.getByTestId('link-quota').waitFor();
  await page.getByTestId('new-link').first().click();
  await page.locator('#link-name').fill('公众号投放');
  await page.locator('#link-staff').click();
  await page.locator('.ant-select-dropdown:visible [data-testid^="staff-"]').first().click();
  await closeList(page);
  await picture(page, 'channel-10-link-drawer');
  await page.getByTestId('save-link').click();
  await page.locator('[data-testid="link-page"][data-state="ready"]').waitFor();
  await page.getByTestId('place-name').fill('菜单');
  await page.getByTestId('add-place').click();
  const url = await page.getByTestId('place-url').innerText();
  const control = async <T>(path: string, body: object) => (await (await fetch(`${suite.sandboxUrl}/sandbox${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as T;
  const person = await control<WechatUser>('/people', { name: '周晓' });
  const phone = await context.newPage();
  phone.setDefaultTimeout(30_000);
  await phone.goto(`${suite.sandboxUrl}/?corp=selfBuilt&person=${person.id}&view=scan`);
  await phone.getByTestId('scan-url').fill(url);
  await phone.getByTestId('scan-url-go').click();
  await phone.getByText('你已添加了').first().waitFor();
  await picture(phone, 'channel-11-phone');
  await phone.close();
  await expect.poll(async () => {
    await page.reload();
    return page.getByTestId('place-菜单').innerText();
  }, { timeout: 60_000, interval: 2000 }).toContain('1');
  await page.getByTestId('sync-link').click();
  await expect.poll(async () => {
    await page.reload();
    return page.getByTestId('link-clicks').innerText();
  }, { timeout: 60_000, interval: 2000 }).toContain('1');
  await page.getByTestId('link-customers').getByText('周晓').first().waitFor();
  await page.getByTestId('link-events').getByText('有人申请添加').waitFor();
  await page.getByTestId('link-chart').locator('svg').waitFor();
  await pictures(page, 'channel-12-link');
  await page.goto(`${suite.url}/admin/acquisition`);
  await page.locator('[data-testid^="row-"]').first().waitFor();
  await pictures(page, 'channel-13-links');

  // What each customer of a channel costs, in English.
  await page.evaluate('localStorage.setItem("scrm.language", "en")');
  await page.goto(`${suite.url}/admin/live-codes`);
  await page.getByTestId('channel-menu-抖音直播间').click();
  await page.getByRole('menuitem', { name: 'View and edit' }).click();
  await page.getByTestId('channel-cost').getByText('¥12,800').waitFor();
  await page.getByTestId('channel-cost').scrollIntoViewIfNeeded();
  await pictures(page, 'channel-16-cost');
  await page.goto(`${suite.url}/admin/acquisition`);
  await page.locator('[data-testid^="row-"]').first().click();
  await page.getByTestId('link-events').getByText('Somebody asked to add').waitFor();
  await pictures(page, 'channel-17-link-en');
  await page.evaluate('localStorage.removeItem("scrm.language")');
  expect(errors).toEqual([]);
}, 240_000);
