import { expect, test, onTestFinished } from 'vitest';
import { testApp } from '../app';
import { openBrowser, picture, watchErrors } from './browser';

test('CU-04 a customer opens the web page in WeChat, agrees, and finds their own advisor there', { timeout: 120_000 }, async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const { items } = await api.org.staff({ onlyReceiving: true, limit: 1 });
  const code = await api.liveCodes.create({ name: '展会', staffIds: [items[0]!.id] });
  const person = await t.sandbox.newPerson('欧阳明月');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();

  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(`${t.publicUrl}/m/#/pages/index/index?corp=${t.corps.selfBuilt.id}`);
  await page.getByTestId('brand').locator('.nut-button', { hasText: '我的专属顾问' }).click({ position: { x: 10, y: 10 } });
  await page.getByTestId('contact-who').waitFor();
  await picture(page, 'web-page-who');
  await page.locator('.nut-button', { hasText: '微信登录' }).click({ position: { x: 10, y: 10 } });
  await page.getByText('欧阳明月').click();
  await page.getByTestId('person').first().waitFor();
  await picture(page, 'web-page-advisor');
  // The ticket is spent and gone from the address; the visit goes on after a reload.
  expect(page.url()).not.toContain('ticket=');
  await page.reload();
  await page.getByTestId('person').first().waitFor();
  expect(errors).toEqual([]);
});
