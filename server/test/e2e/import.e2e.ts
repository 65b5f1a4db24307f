import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { startSuite, type Suite } from '../process';
import { openBrowser, picture, pictures, watchErrors } from './browser';
import { enterConsole } from './console';

let suite: Suite;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'scrm-import-'));

beforeAll(async () => {
  suite = await startSuite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await suite?.end();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = watchErrors(page);
  await enterConsole(page, suite.url, 'selfBuilt', suite.password);
  return { page, errors };
}

/** One call of the page's own session. */
const ask = <T>(page: Page, call: string, input: object) => page.evaluate(async ([name, body]) => {
  const reply = await fetch(`/api/${name as string}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-scrm': '1' }, body: JSON.stringify(body) });
  return reply.json() as Promise<unknown>;
}, [call, input] as const) as Promise<T>;

async function choose(page: Page, column: number, label: string): Promise<void> {
  const box = page.getByTestId(`column-${column}`).getByRole('combobox');
  await box.click();
  await box.fill(label);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: new RegExp(`^${label}$`) }).first().click();
}

test('CU-22 CU-05 a GBK file with wrong rows is matched, tried, mended, imported and rolled back', async () => {
  const { page, errors } = await signIn();
  await expect.poll(async () => (await ask<{ state: string }>(page, 'customers.progress', {})).state, { timeout: 60_000 }).toBe('done');
  const { items } = await ask<{ items: { id: string; externalUserid: string; name: string }[] }>(page, 'customers.list', { state: 'friend', limit: 8 });
  const lines = (third: string) => ['外部联系人,公司,出生,说明文字', `${items[0]!.externalUserid},晨光学校,1990-05-06,"老客户，要回访"`, `${items[1]!.externalUserid},晨光学校,${third},`, 'wm-nobody,别处,,', `${items[2]!.externalUserid},${'很长的公司名'.repeat(8)}🙂,1985/3/4,مرحبا`].join('\r\n');
  const wrong = join(folder, '老客户名单.csv');
  writeFileSync(wrong, iconv.encode(lines('昨天').replace('🙂', '').replace('مرحبا', ''), 'gbk'));

  // The list of customers leads there; before that nothing was imported.
  await page.goto(`${suite.url}/admin/imports`);
  await page.getByText('还没有导入过').waitFor();
  await pictures(page, 'import-0-empty');
  await page.goto(`${suite.url}/admin/customers`);
  await page.getByTestId('import-customers').click();
  await page.getByText('只能更新已经是客户的人').waitFor();
  await pictures(page, 'import-1-upload');

  // A picture with another name is refused with a sentence.
  const picturePath = join(folder, '名单.xlsx');
  writeFileSync(picturePath, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await page.locator('input[type=file]').setInputFiles(picturePath);
  await page.getByRole('alert').filter({ hasText: '不支持的文件类型' }).waitFor();

  await page.locator('input[type=file]').setInputFiles(wrong);
  await page.getByTestId('match-step').waitFor();
  expect(await page.getByTestId('match-step').innerText()).toContain('晨光学校');
  expect(await page.getByTestId('encoding').innerText()).toContain('GBK');
  await choose(page, 2, '生日');
  await choose(page, 3, '笔记');
  await pictures(page, 'import-2-match');
  await page.getByTestId('check').click();
  await page.getByTestId('start-import').waitFor();
  expect(await page.getByTestId('count-wrong').innerText()).toContain('2');
  expect(await page.getByTestId('sheet-row-3').innerText()).toContain('「生日」不是有效的日期');
  expect(await page.getByTestId('sheet-row-4').innerText()).toContain('找不到这位客户');
  await pictures(page, 'import-3-checked');

  // Mended and uploaded anew, as UTF-8 now: the columns are matched by the person again, since nothing was imported yet.
  const right = join(folder, '老客户名单（改）.csv');
  writeFileSync(right, `\uFEFF${lines('1991年7月8日')}`);
  await page.goto(`${suite.url}/admin/imports/new`);
  await page.locator('input[type=file]').setInputFiles(right);
  await page.getByTestId('match-step').waitFor();
  await choose(page, 2, '生日');
  await choose(page, 3, '笔记');
  await page.getByTestId('check').click();
  await page.getByTestId('start-import').waitFor();
  expect(await page.getByTestId('count-planned').innerText()).toContain('3');
  await page.getByTestId('start-import').click();
  await page.getByTestId('undo-import').waitFor({ timeout: 60_000 });
  expect(await page.getByTestId('count-done').innerText()).toContain('3');
  await pictures(page, 'import-4-done');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载每行结果' }).click()]);
  expect(readFileSync(await download.path(), 'utf8')).toContain('4,有误,外部联系人,找不到这位客户');

  // The customer has it.
  await page.goto(`${suite.url}/admin/customers/${items[0]!.id}`);
  await page.getByText('晨光学校').first().waitFor();
  await page.getByText('老客户，要回访').first().waitFor();
  await picture(page, 'import-5-customer');

  // And has it no more.
  await page.goBack();
  await page.getByTestId('undo-import').click();
  await page.locator('.ant-modal .ant-btn-dangerous').click();
  await page.getByTestId('count-undone').filter({ hasText: '3' }).waitFor({ timeout: 60_000 });
  await pictures(page, 'import-6-undone');
  await page.goto(`${suite.url}/admin/imports`);
  await page.locator('[data-testid^="row-"]').first().waitFor();
  await pictures(page, 'import-7-list');
  await page.goto(`${suite.url}/admin/customers/${items[0]!.id}`);
  await page.getByRole('heading').first().waitFor();
  await page.getByTestId('timeline').locator('[data-testid^="activity-"]').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(await page.getByText('晨光学校').count()).toBe(0);
  expect(errors).toEqual([]);
}, 240_000);
