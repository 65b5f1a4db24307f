import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, picture } from './browser';
import { counts, enterConsole, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('CU-04 two records of one person are found, looked at side by side, made one, and parted again', async () => {
  const t = await walkApp({ customersPerCorp: 10, staffPerCorp: 6 });
  const api = await t.as('admin');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 1 })).items[0]!;
  const code = await api.liveCodes.create({ name: '展会', staffIds: [staff.id] });
  // The same picture and name on two WeChat accounts.
  for (let n = 0; n < 2; n++) {
    const person = await t.control<{ id: string }>('POST', '/sandbox/people', { name: '何晓彤', avatar: `${t.sandbox.url}/sandbox/avatar/same.svg` });
    await t.control('POST', '/sandbox/scan', { person: person.id, qr: code.qrUrl });
  }
  await t.settle();
  expect((await api.customers.list({ keyword: '何晓彤' })).total).toBe(2);

  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.getByRole('link', { name: '疑似同一人' }).click();
  await page.getByTestId('suggestions').waitFor();
  await page.getByRole('button', { name: '立即查找' }).first().click();
  await page.getByText('正在查找昵称和头像相同的客户').waitFor();
  await t.settle();
  await page.reload();
  const row = page.locator('[data-testid^="row-"]').filter({ hasText: '何晓彤' });
  await row.waitFor();
  await picture(page, 'merge-1-found');

  await row.getByRole('button', { name: '查看并合并' }).click();
  const dialog = page.getByTestId('merge-dialog');
  await dialog.getByText('会转移过来').waitFor();
  await dialog.getByText('保留', { exact: true }).waitFor();
  await dialog.getByText('并入', { exact: true }).waitFor();
  await picture(page, 'merge-2-preview');
  await page.locator('.ant-modal').getByRole('button', { name: '合并', exact: true }).click();
  await page.getByText('已合并，可在动态里撤销').waitFor();

  // One person by now: their page has both WeCom accounts, and says what happened.
  await page.getByTestId('activity-customer.merged').waitFor();
  expect((await api.customers.list({ keyword: '何晓彤' })).total).toBe(1);
  const { id } = (await api.customers.list({ keyword: '何晓彤' })).items[0]!;
  expect((await api.identities.ofCustomer({ customerId: id })).items.filter((one) => one.kind === 'externalUserid')).toHaveLength(2);
  expect(await page.getByTestId('activity-customer.added').count()).toBe(2);
  await picture(page, 'merge-3-one');

  await page.getByTestId('undo-merge').click();
  await page.locator('.ant-popover:visible').getByRole('button', { name: '撤销合并' }).click();
  await page.getByText('已撤销合并').first().waitFor();
  await page.getByTestId('activity-customer.unmerged').waitFor();
  await page.goto(url('/customers?keyword=何晓彤'));
  await counts(page, '2 位客户');
  expect((await api.identities.ofCustomer({ customerId: id })).items.filter((one) => one.kind === 'externalUserid')).toHaveLength(1);
  await leave();
});
