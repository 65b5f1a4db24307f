import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { WechatUser } from '../../sandbox/control';
import { startSuite, type Suite } from '../process';
import { openBrowser, picture, watchErrors } from './browser';
import { closeList, enterConsole, newestCode } from './console';

let suite: Suite;
let browser: Browser;

beforeAll(async () => {
  suite = await startSuite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await suite?.end();
});

test('CU-15 CU-16 CU-17 CU-21 a rep moves a customer in two taps and writes a note, and the manager’s figure opens just that customer', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = watchErrors(page);
  await enterConsole(page, suite.url, 'selfBuilt', suite.password);

  // The newcomer finds the funnel in the menu, and makes a code for a customer to scan.
  await page.getByRole('link', { name: '阶段概览' }).click();
  await page.getByTestId('funnel').waitFor();
  await page.goto(`${suite.url}/admin/live-codes/new`);
  await page.locator('#field-name').fill('展会');
  await page.locator('#field-staff').click();
  await page.locator('.ant-select-dropdown:visible [data-testid^="staff-"]').first().click();
  await closeList(page);
  await page.getByTestId('save').click();
  await page.locator('[data-testid^="row-"]').first().waitFor();

  const phone = await context.newPage();
  phone.setDefaultTimeout(30_000);
  const person = await suite.control<WechatUser>('POST', '/sandbox/people', { name: '李梅' });
  await phone.goto(`${suite.sandboxUrl}/?corp=selfBuilt&person=${person.id}`);
  await phone.getByTestId('scan').first().click();
  await phone.getByTestId(`scan-code-${await newestCode(suite.control, 'selfBuilt')}`).click();

  // Beside the chat: what to do next, two taps to the next stage, a note.
  await phone.getByTestId('sidebar-toggle').click();
  const sidebar = phone.frameLocator('[data-testid=staff-sidebar]');
  await sidebar.getByTestId('stage-next').waitFor();
  await sidebar.getByTestId('stage').click();
  await sidebar.getByTestId('stage-to-报价').click();
  await sidebar.getByTestId('stage').getByText('报价').waitFor();
  await sidebar.getByTestId('note-add').click();
  await sidebar.getByTestId('note-text').fill('等家长回复');
  // The rest is spoken: WeCom writes it down.
  await sidebar.getByTestId('dictate').click();
  await sidebar.getByTestId('dictate-stop').click();
  await expect.poll(() => sidebar.getByTestId('note-text').inputValue()).toMatch(/^等家长回复，.+/);
  await sidebar.getByTestId('note-save').click();
  await sidebar.getByTestId('team-note').getByText('等家长回复').waitFor();
  await picture(phone, 'stage-1-sidebar');

  // The manager's figure opens the list, and the list the customer.
  await page.goto(`${suite.url}/admin/stage-overview`);
  const count = page.getByTestId('count-报价');
  await count.waitFor();
  expect(await count.innerText()).toBe('1');
  await picture(page, 'stage-2-overview');
  await count.click();
  await page.getByTestId('count').getByText('1 位客户').waitFor();
  await page.locator('[data-testid^="row-"]').first().click();
  await page.getByTestId('note').getByText('等家长回复').waitFor();
  await page.getByTestId('activity-customer.stageMoved').waitFor();

  // Lost asks why.
  await page.getByTestId('step-流失').click();
  expect(await page.locator('.ant-modal .ant-btn-dangerous').isDisabled()).toBe(true);
  await page.locator('.ant-modal .ant-select').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '价格' }).click();
  await page.locator('.ant-modal .ant-btn-dangerous').click();
  await expect.poll(() => page.getByTestId('activity-customer.stageMoved').count(), { timeout: 15_000 }).toBe(2);
  await sidebar.getByTestId('stage').getByText('流失').waitFor();
  await picture(page, 'stage-3-lost');
  expect(errors).toEqual([]);
  await context.close();
}, 180_000);
