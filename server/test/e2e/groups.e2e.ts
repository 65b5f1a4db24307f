import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { SandboxGroup } from '../../sandbox/control';
import { openBrowser, picture, sidebarPictures } from './browser';
import { enterConsole, phoneUrl, pick, sidebarUrl, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('CU-14 a group is opened on a member’s phone, a customer comes by its code and leaves, and the console says who was there and when', async () => {
  const t = await walkApp({ customersPerCorp: 40, staffPerCorp: 6 });
  const api = await t.as('operator');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.find((one) => one.customerCount! > 2)!;
  const guest = await t.sandbox.newPerson('方晓晨');
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  // The member invites two customers.
  const phones = await page.context().newPage();
  phones.setDefaultTimeout(20_000);
  await phones.goto(phoneUrl(t, { staff: staff.userId, person: guest.id, desk: 'groups' }));
  const theirs = phones.getByTestId('staff-phone');
  const form = theirs.getByTestId('new-group');
  for (const n of [0, 1]) await form.locator('.tag').nth(n).click();
  await form.getByTestId('group-name').fill('秋季班家长群');
  await form.getByTestId('group-create').click();
  await theirs.getByTestId('group-screen').getByText('群主').waitFor();
  expect(await theirs.getByTestId('group-member').count()).toBe(3);
  await t.settle();
  const group = (await t.control<SandboxGroup[]>('GET', `/sandbox/groups?corp=selfBuilt&userid=${staff.userId}`)).find((one) => one.name === '秋季班家长群')!;

  // Somebody scans its code, and is seen by the owner at once.
  const mine = phones.getByTestId('customer-phone');
  await mine.getByTestId('scan').click();
  await mine.getByTestId(`join-${group.chatId}`).click();
  await mine.getByTestId('group-screen').getByText('扫码进群').waitFor();
  await theirs.getByTestId('group-member').filter({ hasText: '方晓晨' }).waitFor();
  await picture(phones, 'groups-1-phones');
  await t.settle();

  // The console: found by name, tagged with a tag of groups, members with how they came.
  await (await t.as('admin')).groupTags.create({ categoryName: '班级', names: ['秋季班'] });
  await page.goto(url('/groups'));
  await page.getByPlaceholder('搜索群名').fill('秋季班家长群');
  await page.getByTestId('count').getByText('1 个客户群').waitFor();
  const row = page.locator('[data-testid^="row-"]').first();
  await row.getByText('其中客户 3').waitFor();
  await row.click();
  await page.getByRole('heading', { name: '秋季班家长群' }).waitFor();
  const member = page.locator('[data-testid^="row-"]').filter({ hasText: '方晓晨' });
  await member.getByText('扫群码').first().waitFor();
  await page.getByRole('button', { name: '打群标签' }).click();
  await pick(page, page.getByRole('dialog').locator('.ant-select').first(), '秋季班');
  await page.getByRole('dialog').locator('.ant-btn-primary').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByTestId('group').getByText('秋季班', { exact: true }).first().waitFor();
  await picture(page, 'groups-2-console');

  // Beside the group the sidebar says whose it is and who came last.
  const beside = await page.context().newPage();
  beside.setDefaultTimeout(20_000);
  await beside.goto(sidebarUrl(t, { userid: staff.userId, chat: group.chatId }));
  await beside.getByTestId('group-members').getByText('方晓晨').waitFor();
  await sidebarPictures(beside, 'groups-2b-sidebar');
  await beside.close();

  // They leave by themselves; the console keeps when.
  await mine.getByTestId('group-leave').click();
  await mine.getByTestId('confirm-yes').click();
  await mine.getByTestId('group-screen').waitFor({ state: 'detached' });
  await t.settle();
  const { id } = (await api.groupChats.list({ keyword: '秋季班家长群' })).items[0]!;
  const gone = (await api.groupChats.members({ id, who: 'left' })).items;
  expect(gone).toMatchObject([{ name: '方晓晨' }]);
  expect(gone[0]!.leftAt).not.toBeNull();
  await page.reload();
  await page.locator('.ant-segmented-item', { hasText: '已离开' }).click();
  await page.locator('[data-testid^="row-"]').filter({ hasText: '方晓晨' }).waitFor();
  await leave();
});
