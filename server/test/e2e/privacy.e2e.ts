import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, picture } from './browser';
import { counts, enterConsole, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('BX-15 a customer’s file is handed out by a link that ends, and they are erased with a certificate that anybody can check', async () => {
  const t = await walkApp({ customersPerCorp: 10, staffPerCorp: 6 });
  const api = await t.as('admin');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items[0]!;
  const code = await api.liveCodes.create({ name: '展会', staffIds: [staff.id] });
  await t.sandbox.scan(await t.sandbox.newPerson('韩雪梅'), code.qrUrl);
  await t.settle();
  const { id } = (await api.customers.list({ keyword: '韩雪梅' })).items[0]!;
  await api.customers.remark({ id, remark: '喜欢喝茶' });
  const other = (await api.customers.list({ state: 'friend', limit: 50 })).items.find((one) => one.id !== id)!;
  await api.notes.create({ customerId: other.id, text: '和韩雪梅一起来的', key: 'note-of-other' });

  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url(`/customers/${id}`));
  await page.getByRole('link', { name: '同意、查阅与删除' }).click();
  await page.getByTestId('make-link').click();
  const link = page.getByTestId('fresh-link').getByRole('link', { name: '网页' });
  const [address, file] = [(await link.getAttribute('href'))!, await page.context().newPage()];
  await file.setContent(await (await file.request.get(address)).text());
  await file.getByText('韩雪梅').first().waitFor();
  await file.getByText('喜欢喝茶').first().waitFor();
  await picture(file, 'privacy-1-file');
  await page.reload();
  await page.getByTestId('access-panel').getByText('打开 1 次').waitFor();
  await page.getByTestId('access-panel').getByRole('button', { name: '停用' }).click();
  await page.locator('.ant-popover:visible').getByRole('button', { name: '停用' }).click();
  await page.getByText('链接已停用').waitFor();
  expect((await file.request.get(address)).status()).toBeGreaterThanOrEqual(400);

  // What goes and what stays, the name typed, and it goes.
  await page.getByTestId('show-erasure').click();
  await page.getByTestId('erase-plan').waitFor();
  await page.getByTestId('erase-elsewhere').getByRole('checkbox', { name: '和韩雪梅一起来的' }).check();
  await picture(page, 'privacy-2-plan');
  await page.getByTestId('erase').click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: '永久删除' });
  expect(await confirm.isDisabled()).toBe(true);
  await page.getByTestId('typed-name').fill('韩雪梅');
  await confirm.click();
  await page.getByTestId('erasures').waitFor();
  await t.settle();
  const row = page.locator('[data-testid^="row-"]').filter({ hasText: id });
  await row.getByText('已完成').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByTestId('certificate').click()]);
  const certificate = await download.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray() as Buffer[]).toString('utf8'));
  expect(certificate).not.toContain('韩雪梅');
  await picture(page, 'privacy-3-erased');

  // Anybody can check it, and nothing of the person is found.
  expect(await api.privacy.verify({ certificate })).toMatchObject({ valid: true });
  expect((await api.notes.list({ customerId: other.id })).items.map(({ text }) => text)).toEqual(['和***一起来的']);
  await page.goto(url('/customers?keyword=韩雪梅'));
  await counts(page, '0 位客户');
  await page.goto(url(`/customers/${id}`));
  await page.getByRole('alert').first().waitFor();
  await leave();
});
