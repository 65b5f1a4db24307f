import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, picture } from './browser';
import { counts, enterAsStaff, enterConsole, filter, pick, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('PM-01 PM-02 PM-03 PM-05 a role is made and given; who has it sees just what they may, is seen, is signed out, and the log tells it all', async () => {
  const t = await walkApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('admin');
  const rep = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.find((one) => one.customerCount! > 0)!;
  const all = (await api.customers.list({ limit: 1 })).total;
  const boss = await visit(browser, t);
  await enterConsole(boss.page, t.publicUrl);

  // A role that looks at customers of one's own, and at nothing else.
  await boss.page.goto(boss.url('/system/access/roles'));
  await boss.page.getByRole('button', { name: '新建角色' }).click();
  const editor = boss.page.getByTestId('role-editor');
  await editor.getByLabel('名称').fill('只看客户');
  await editor.getByTestId('right-customer.read:view').locator('.ant-segmented-item', { hasText: '允许' }).click();
  await editor.getByTestId('right-customer.write:edit').locator('.ant-segmented-item', { hasText: '禁止' }).click();
  await picture(boss.page, 'access-1-role');
  await editor.locator('.ant-drawer-close').click();
  await boss.page.getByRole('button', { name: '继续编辑' }).click();
  await editor.getByTestId('save-role').click();
  await editor.waitFor({ state: 'hidden' });
  await boss.page.locator('[data-testid^="row-"]').filter({ hasText: '只看客户' }).waitFor();

  // Given to somebody: what follows from it stands under it, each with its reason.
  await boss.page.goto(boss.url('/system/access'));
  await boss.page.getByPlaceholder('搜索员工姓名').fill(rep.name!);
  await boss.page.locator('[data-testid^="row-"]').filter({ hasText: rep.name! }).first().click();
  const drawer = boss.page.getByTestId('person-drawer');
  await pick(boss.page, drawer.getByTestId('roles-of-person'), '只看客户');
  await drawer.getByTestId('save-roles').click();
  await boss.page.getByText('已保存，立即生效').first().waitFor();
  const view = drawer.getByTestId('effective-customer.read-view');
  await view.getByText('来自 只看客户').waitFor();
  const edit = drawer.getByTestId('effective-customer.write-edit');
  await edit.getByText('被角色禁止 只看客户').waitFor();
  expect([await view.getAttribute('data-allowed'), await edit.getAttribute('data-allowed')]).toEqual(['true', 'false']);
  await drawer.getByText('能看到 1 名员工的客户').waitFor();
  await picture(boss.page, 'access-2-effective');

  // A sign-in that cannot end says so, in both colours and on a phone, and its way on leads to WeCom.
  const astray = await visit(browser, t, { width: 360, height: 640 });
  await astray.page.goto(`${t.publicUrl}/oauth/admin?corp=${t.corps.selfBuilt.id}&code=old&state=old`);
  await astray.page.getByText('登录已过期').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await astray.page.emulateMedia({ colorScheme });
    await picture(astray.page, `access-0-astray-${colorScheme}`);
  }
  expect(await astray.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await astray.page.getByRole('link', { name: '重试' }).click();
  await astray.page.getByRole('link', { name: rep.name! }).waitFor();
  await astray.leave();

  // They sign in with WeCom and see their own customers, no forms, and no system pages.
  const theirs = await visit(browser, t);
  await enterAsStaff(theirs.page, t.publicUrl, rep.name!);
  await theirs.page.getByTestId('home').waitFor();
  const own = (await api.customers.list({ staffId: rep.id, limit: 1 })).total;
  expect(own).toBeLessThan(all);
  expect(await theirs.page.getByRole('link', { name: '审计日志' }).count()).toBe(0);
  await picture(theirs.page, 'access-3-their-home');
  // What they do most is one press away, a customer two.
  expect(await theirs.page.locator('.home-task').count()).toBe(3);
  await theirs.page.getByTestId('task-customers').click();
  await counts(theirs.page, `${own} 位客户`);
  await theirs.page.locator('[data-testid^="row-"]').first().click();
  await theirs.page.getByTestId('timeline').waitFor();
  expect(await theirs.page.getByTestId('remark-care').count()).toBe(0);

  // Seen among the sessions, and signed out: the next step is refused.
  await boss.page.goto(boss.url('/system/sessions'));
  const session = boss.page.locator('[data-testid^="row-"]').filter({ hasText: rep.name! });
  await session.getByText('管理后台').waitFor();
  await session.getByRole('button', { name: '退出' }).click();
  await boss.page.locator('.ant-popover:visible').getByRole('button', { name: '退出' }).click();
  await boss.page.getByText('已退出', { exact: true }).waitFor();
  await session.waitFor({ state: 'detached' });
  await theirs.page.goto(theirs.url('/customers'));
  await theirs.page.getByTestId('local-sign-in').waitFor();
  await theirs.leave();

  // The log has each of these, by who did it, and its chain is sound.
  await boss.page.goto(boss.url('/system/audit'));
  for (const call of ['access.createRole', 'access.assign', 'session.revoke']) await boss.page.locator('[data-testid^="row-"]').filter({ hasText: call }).first().getByText('成功').waitFor();
  await filter(boss.page, '操作', (choice) => choice.getByText('分配').click());
  const found = await api.audit.list({ action: 'assign', limit: 10 });
  await counts(boss.page, `${found.total} 条记录 · 1 个筛选条件`);
  await boss.page.getByLabel('去掉筛选：操作').click();
  await boss.page.getByPlaceholder('对象编号，如 cus_…').fill(rep.id);
  await counts(boss.page, '1 条记录 · 1 个筛选条件');
  await boss.page.locator('[data-testid^="row-"]').first().click();
  const record = boss.page.getByTestId('audit-drawer');
  await record.getByText(rep.id).waitFor();
  await record.getByText('roleIds').waitFor();
  await picture(boss.page, 'access-4-audit');
  await boss.page.keyboard.press('Escape');
  await record.waitFor({ state: 'hidden' });
  await boss.page.getByTestId('verify-audit').click();
  await boss.page.getByTestId('verdict').getByText('首尾相扣，没有被修改').waitFor();
  expect(await api.audit.verify({})).toMatchObject({ broken: null });
  await boss.leave();
});
