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

test('GR-01 GR-02 whoever is added reads the invitation on their phone, and a member invites their customers with a tag after pressing send', async () => {
  const t = await walkApp({ customersPerCorp: 200, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [group] = (await api.groupChats.list({ limit: 5 })).items;
  const code = await api.groupCodes.create({ name: '读者群', title: '读者交流群', guide: '每周五答疑', entries: [{ kind: 'way', groupIds: [group!.id] }] });
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.sort((a, b) => b.customerCount! - a.customerCount!)[0]!;
  const channel = await api.liveCodes.create({ name: '门店收银台', staffIds: [staff.id], welcome: { text: '你好，欢迎' } });
  const tag = (await api.tags.list({})).items.flatMap((one) => one.tags).sort((a, b) => b.customerCount - a.customerCount)[0]!;
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  // A rule for one live code.
  await page.goto(url('/group-invites'));
  await page.getByTestId('new-rule').click();
  const dialog = page.getByRole('dialog');
  await pick(page, dialog.locator('.ant-select').nth(0), '门店收银台');
  await pick(page, dialog.locator('.ant-select').nth(1), '读者群');
  await dialog.locator('#rule-title').fill('进群领书单');
  await dialog.locator('.ant-btn-primary').click();
  await page.getByTestId('invite-rules').getByText('门店收银台').waitFor();
  const guest = await t.sandbox.newPerson('周小满');
  await t.sandbox.scan(guest, channel.qrUrl);
  await t.settle();
  const phones = await page.context().newPage();
  phones.setDefaultTimeout(20_000);
  await phones.goto(phoneUrl(t, { person: guest.id, chat: `selfBuilt.${staff.userId}`, staff: staff.userId, desk: 'inbox' }));
  await phones.getByTestId('customer-phone').getByText('进群领书单').waitFor();

  // The task: whom it would invite is said before; nothing goes out before the member presses send.
  await page.getByTestId('new-invite').first().click();
  await page.getByTestId('invite-missing').getByText('还没有填：任务名称、执行员工、客户标签、邀请进哪个群活码').waitFor();
  await page.getByTestId('phone').getByText('选好群活码后').waitFor();
  await picture(page, 'group-invite-0-empty');
  await page.locator('#field-name').fill('邀请老客户');
  await pick(page, page.getByTestId('invite-form').locator('.ant-select').nth(0), staff.name!);
  await pick(page, page.getByTestId('invite-form').locator('.ant-select').nth(1), tag.name);
  await pick(page, page.getByTestId('invite-form').locator('.ant-select').nth(2), '读者群');
  await page.locator('#field-text').fill('我们建了读者群，点开就能进');
  await page.getByTestId('invite-preview').getByText('将邀请').waitFor();
  await page.getByTestId('invite-missing').waitFor({ state: 'detached' });
  await picture(page, 'group-invite-1-new');
  await page.getByTestId('hand-out').click();
  await page.getByTestId('group-invite').waitFor();
  await t.settle();
  const theirs = phones.getByTestId('staff-phone');
  await theirs.getByTestId('mass-send-confirm').waitFor();
  await picture(phones, 'group-invite-2-phones');
  await theirs.getByTestId('mass-send-confirm').click();
  await theirs.getByText('已发送').waitFor();
  await t.advance(10_000);
  await page.getByTestId('check').click();
  await t.settle();
  await page.getByTestId('send-sent').waitFor();
  await picture(page, 'group-invite-3-task');
  await page.getByTestId('invite-sent').click();
  await page.getByTestId('invitations').getByText('已发送').first().waitFor();
  await page.keyboard.press('Escape');
  await page.goto(url('/group-invites'));
  await page.getByText('邀请老客户').waitFor();
  await picture(page, 'group-invite-4-list');
  expect((await api.groupInvites.rules({})).items).toMatchObject([{ added: 1, sent: 1, groupCode: { id: code.id } }]);
  await leave();
});
