import { toBuffer } from 'qrcode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { CorpKey, Contact, WechatUser } from '../../sandbox/control';
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

const corpNames: Record<CorpKey, string> = { suite: '晨光家居', agency: '海棠医美', selfBuilt: '青禾教育' };

async function chooseStaff(page: Page, count: number): Promise<string[]> {
  await page.locator('#field-staff').click();
  const options = page.locator('.ant-select-dropdown:visible [data-testid^="staff-"]');
  await options.first().waitFor();
  const chosen: string[] = [];
  for (let n = 0; n < count; n++) {
    chosen.push((await options.nth(n).getAttribute('data-testid'))!.slice('staff-'.length));
    await options.nth(n).click();
  }
  await closeList(page);
  return chosen;
}

async function chooseTags(page: Page, count: number): Promise<string[]> {
  await page.locator('#field-tags').click();
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await options.first().waitFor();
  const names: string[] = [];
  for (let n = 0; n < count; n++) {
    names.push((await options.nth(n).innerText()).split('\n')[0]!.trim());
    await options.nth(n).click();
  }
  await closeList(page);
  return names;
}

for (const corp of ['selfBuilt', 'agency', 'suite'] as const) {
  test(`LC-01 LC-06 LC-08 WL-01 CU-03 CU-18 the walk of a newcomer in ${corpNames[corp]} (${corp})`, async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const errors = watchErrors(page);

    // 1. A live code: two staff, two tags, a remark, a welcome with variables, a picture and a link.
    await enterConsole(page, suite.url, corp, suite.password);
    await page.goto(`${suite.url}/admin/live-codes`);
    await page.getByTestId('new-live-code').first().waitFor();
    await picture(page, `${corp}-1-live-codes-empty`);
    await page.getByTestId('new-live-code').first().click();
    const codeName = `浦东门店 ${corp}`;
    await page.locator('#field-name').fill(codeName);
    const staff = await chooseStaff(page, 2);
    const tagNames = await chooseTags(page, 2);
    await page.locator('#field-remark').fill('{customer}-浦东');
    await page.getByLabel('欢迎语文字').fill('你好 {customer}，我是 {staff}，欢迎光临');
    await page.getByTestId('add-attachment').click();
    await page.getByRole('menuitem', { name: /图片/ }).click();
    await page.locator('input[type=file]').first().setInputFiles({ name: '海报.png', mimeType: 'image/png', buffer: await toBuffer('https://example.com/poster', { width: 240 }) });
    await page.getByTestId('add-attachment').click();
    await page.getByRole('menuitem', { name: '网页链接' }).click();
    const link = page.getByTestId('attachment-1');
    await link.getByLabel('标题').fill('门店地图');
    await link.getByPlaceholder('https://').first().fill('https://example.com/map');
    await picture(page, `${corp}-2-editor`);
    // Where only WeCom knows a name, no id stands inside of the sentence.
    expect(await page.getByTestId('phone').innerText()).not.toMatch(/wo[\w-]{30}/);
    await page.getByTestId('save').click();
    await page.getByTestId('qr').first().waitFor();
    await picture(page, `${corp}-3-live-code`);

    // 2. Somebody scans it on the phone and reads the welcome.
    const phone = await context.newPage();
    phone.setDefaultTimeout(30_000);
    const person = await suite.control<WechatUser>('POST', '/sandbox/people', { name: '李梅' });
    await phone.goto(`${suite.sandboxUrl}/?corp=${corp}&person=${person.id}`);
    await phone.getByTestId('scan').first().click();
    const configId = await newestCode(suite.control, corp);
    const scannedAt = Date.now();
    await phone.getByTestId(`scan-code-${configId}`).click();
    const customerPhone = phone.getByTestId('customer-phone');
    await customerPhone.getByTestId('chat-message').filter({ hasText: '欢迎光临' }).waitFor();
    expect(Date.now() - scannedAt).toBeLessThan(5000 + 2000);
    await customerPhone.locator('[data-kind=link]').waitFor();
    await customerPhone.locator('[data-kind=image]').waitFor();
    await picture(phone, `${corp}-4-phone`);
    const [contact] = await suite.control<Contact[]>('GET', `/sandbox/contacts?person=${person.id}`);
    // Apps of other kinds than self-built see encrypted ids of the same people.
    if (corp === 'selfBuilt') expect(staff).toContain(contact!.userid);

    // 3. The console shows the customer, and what happened.
    await page.goto(`${suite.url}/admin/customers`);
    const row = page.locator('[data-testid^="row-"]').first();
    await row.getByText('李梅').first().waitFor();
    await picture(page, `${corp}-5-customers`);
    await row.click();
    for (const kind of ['customer.added', 'customer.welcomed', 'customer.tagged', 'customer.remarked']) await page.getByTestId(`activity-${kind}`).first().waitFor();
    await page.getByTestId('source').getByText(codeName).waitFor();
    for (const name of tagNames) await page.getByTestId('customer').getByText(name, { exact: true }).first().waitFor();
    await picture(page, `${corp}-6-customer`);
    const timeline = await page.getByTestId('timeline').innerText();
    expect(timeline).toContain('企业微信');

    // 5. The sidebar beside that chat shows the same person; a tag set there is on the console and in WeCom.
    await phone.getByTestId('sidebar-toggle').click();
    const sidebar = phone.frameLocator('[data-testid=staff-sidebar]');
    await sidebar.getByText('李梅').first().waitFor();
    await picture(phone, `${corp}-7-sidebar`);
    const before = contact!.tags.length;
    await sidebar.getByTestId('tag-add').click();
    await sidebar.getByTestId('tag-picker').locator('button[aria-pressed=false]').first().click();
    await picture(phone, `${corp}-7b-sidebar-tags`);
    await sidebar.getByTestId('tag-picker-done').click();
    await expect.poll(async () => (await suite.control<Contact[]>('GET', `/sandbox/contacts?person=${person.id}`))[0]!.tags.length, { timeout: 15_000 }).toBeGreaterThan(Math.max(before, 2));
    await expect.poll(() => page.getByTestId('activity-customer.tagged').count(), { timeout: 15_000 }).toBe(2);

    // 4. They delete the friend: the console says so without a reload, with when and by whom.
    await phone.getByTestId('unfriend').click();
    await phone.getByTestId('confirm-yes').click();
    await page.getByTestId('activity-customer.lost').waitFor();
    await page.getByTestId('lost').first().waitFor();
    expect(await page.getByTestId('lost').first().innerText()).toMatch(/客户/);
    await picture(page, `${corp}-8-lost`);
    expect(errors).toEqual([]);
    await context.close();
  });
}
