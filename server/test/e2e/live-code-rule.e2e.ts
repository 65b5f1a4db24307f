import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, picture } from './browser';
import { closeList, enterConsole, visit, walkApp } from './console';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

async function putOnDuty(page: Page, slot: number, index: number): Promise<void> {
  await page.getByTestId('slot').nth(slot).getByLabel('当班员工').click();
  await page.locator('.ant-select-dropdown:visible [data-testid^="staff-"]').nth(index).click();
  await closeList(page);
}

test('LC-04 LC-05 BX-04 BX-19 a code gets two shifts with a gap, is tried before it is saved, and says why each customer came to whom', async () => {
  const t = await walkApp();
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url('/live-codes/new'));
  await page.locator('#field-name').fill('前台');
  await page.getByTestId('by-roster').click();
  const slots = page.getByTestId('slot');
  await slots.first().getByLabel('时段名称').fill('白班');
  await slots.first().getByLabel('全天').uncheck();
  await putOnDuty(page, 0, 0);
  await page.getByTestId('add-slot').click();
  await slots.nth(1).getByLabel('时段名称').fill('晚班');
  await slots.nth(1).getByLabel('开始').fill('19:00');
  await slots.nth(1).getByLabel('结束').fill('02:00');
  await putOnDuty(page, 1, 0);
  await putOnDuty(page, 1, 1);
  await page.getByTestId('gaps').getByText('02:00–09:00').first().waitFor();
  await slots.nth(1).getByLabel('设置上限').check();
  await slots.nth(1).locator('input[aria-label$="每天最多"]').first().fill('10');
  await page.getByText('后备、老客户与验证').click();
  await page.getByLabel('后备接待').click();
  await page.locator('.ant-select-dropdown:visible [data-testid^="staff-"]').nth(2).click();
  await closeList(page);
  await picture(page, 'rule-1-slots');

  const tries = page.getByTestId('try');
  await tries.getByLabel('时间', { exact: true }).fill('2026-12-01T22:10');
  await tries.getByTestId('try-go').click();
  await page.getByTestId('previewed').getByText('晚班').waitFor();
  await tries.getByText('一批扫码').click();
  await tries.getByTestId('try-go').click();
  await page.getByTestId('simulated').waitFor();
  await tries.scrollIntoViewIfNeeded();
  await picture(page, 'rule-2-try');
  await page.getByTestId('save').click();
  await page.getByTestId('live-code-drawer').waitFor();
  await t.settle();
  await page.getByTestId('qr').waitFor();
  await page.getByTestId('live-code-drawer').getByTestId('gaps').waitFor();
  await picture(page, 'rule-3-detail');

  // A customer comes; the one who has them says that they pause.
  const [code] = (await (await t.as('operator')).liveCodes.list({})).items;
  const person = await t.sandbox.newPerson('李梅');
  const { userid } = await t.sandbox.scan(person, code!.qrUrl);
  await t.settle();
  const { items } = await (await t.as('operator')).org.staff({ limit: 200 });
  await (await t.as('staff', 'selfBuilt', items.find((one) => one.userId === userid)!.id)).reception.setOnline({ online: false });
  await t.settle();

  // The record says why; the month is played again with another rule, in the dark and on a phone.
  await page.reload();
  await page.getByTestId('record').getByText('李梅').waitFor();
  await page.getByTestId('records').scrollIntoViewIfNeeded();
  await picture(page, 'rule-5-record');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(url(`/live-codes/${code!.id}/edit`));
  await page.getByTestId('try').getByText('上个月重来').click();
  await page.getByTestId('try-go').click();
  await page.getByTestId('what-if').getByText('位客户里').waitFor();
  await page.getByTestId('what-if').scrollIntoViewIfNeeded();
  await picture(page, 'rule-6-phone');
  await page.getByTestId('week').scrollIntoViewIfNeeded();
  await picture(page, 'rule-7-phone-week');
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await leave();
});
