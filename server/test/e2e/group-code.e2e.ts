import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { SandboxGroup } from '../../sandbox/control';
import { openBrowser, picture } from './browser';
import { enterConsole, phoneUrl, pick, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('LC-14 a group code is made in the console and scanned on a phone, the full group gives way, all full leads to the fallback, and each number opens its list', async () => {
  const t = await walkApp({ customersPerCorp: 60, staffPerCorp: 8 });
  const [first, second] = await t.control<SandboxGroup[]>('GET', '/sandbox/groups?corp=selfBuilt');
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  await page.goto(url('/group-codes'));
  await page.getByTestId('empty').waitFor();
  await page.getByTestId('new-group-code').first().click();
  await page.getByTestId('save').click();
  await page.getByTestId('fault-summary').waitFor();
  await page.locator('#field-name').fill('开学季读者群');
  const form = page.getByTestId('group-code-form');
  await pick(page, form.getByTestId('entry-1').locator('.ant-select').first(), first!.name);
  await page.getByTestId('add-way').click();
  await pick(page, form.getByTestId('entry-2').locator('.ant-select').first(), second!.name);
  await page.locator('#field-title').fill('开学季资料群');
  await page.locator('#field-guide').fill('进群领取电子书单，每周五答疑');
  await page.locator('#field-text').fill('名额满了，周一开放新群');
  await picture(page, 'group-code-1-editor');
  await page.getByTestId('save').click();
  await page.getByTestId('group-code').waitFor();
  await page.locator('[data-verdict="open"]').nth(1).waitFor();
  const id = page.url().split('/').at(-1)!;

  // The customer's page on an old, small phone; then the code on it, on the phone of the sandbox.
  const guest = await t.sandbox.newPerson('周小满');
  const phone = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN' });
  const small = await phone.newPage();
  const errors: string[] = [];
  small.on('pageerror', (error) => errors.push(error.message));
  await small.goto(`${t.publicUrl}/c/${id}`);
  await small.getByText(first!.name).waitFor();
  const picked = (await small.locator('img.qr').getAttribute('src'))!;
  await picture(small, 'group-code-2-page');
  await small.emulateMedia({ colorScheme: 'dark' });
  await picture(small, 'group-code-2-page-dark');
  const phones = await page.context().newPage();
  phones.setDefaultTimeout(20_000);
  await phones.goto(phoneUrl(t, { person: guest.id, staff: first!.owner, desk: 'groups', view: 'scan' }));
  const mine = phones.getByTestId('customer-phone');
  await mine.getByTestId('scan-url').fill(picked);
  await mine.getByTestId('scan-url-go').click();
  await mine.getByTestId('group-screen').getByText('扫码进群').first().waitFor();

  // The owner's group fills up: the next one is shown.
  const theirs = phones.getByTestId('staff-phone');
  await theirs.getByTestId('group-picture').click();
  await theirs.getByTestId('group-picture-shown').waitFor();
  await picture(phones, 'group-code-3-phones');
  await theirs.getByTestId('group-fill').click();
  await theirs.getByText('(200)').waitFor();
  await t.settle();
  const another = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN' });
  const other = await another.newPage();
  await other.goto(`${t.publicUrl}/c/${id}`);
  await other.getByText(second!.name).waitFor();
  await t.control('POST', '/sandbox/group-fill', { corp: 'selfBuilt', chatId: second!.chatId, upTo: 200 });
  await t.settle();
  await other.reload();
  await other.getByText('名额满了，周一开放新群').waitFor();
  await picture(other, 'group-code-4-full');
  expect(errors).toEqual([]);

  // The console: who was shown what, who came in, and why it changed.
  await page.reload();
  await page.getByTestId('figure-joined').getByText('1', { exact: true }).waitFor();
  await page.getByTestId('trend').locator('svg').waitFor();
  await page.getByTestId('event-shown').first().waitFor();
  await picture(page, 'group-code-5-detail');
  for (const [list, total] of [['joined', '1 条'], ['scans', '3 条'], ['turnedAway', '1 条']] as const) {
    await page.getByTestId(`figure-${list}`).click();
    const drawer = page.getByTestId('group-code-rows');
    await drawer.getByTestId('count').getByText(total).waitFor();
    if (list === 'joined') await drawer.getByText('周小满').first().waitFor();
    if (list === 'scans') await picture(page, 'group-code-6-rows');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  }
  await page.goto(url('/group-codes'));
  await page.getByText('全部群已满').waitFor();
  await picture(page, 'group-code-7-list');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(url(`/group-codes/${id}`));
  await page.getByTestId('figure-joined').waitFor();
  await picture(page, 'group-code-8-narrow');
  await phone.close();
  await another.close();
  await leave();
});
