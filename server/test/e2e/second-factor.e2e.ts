import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { digits } from '../account';
import { openBrowser, picture } from './browser';
import { enterConsole, password, signIn, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

/** As it looks on a phone, and in the dark. */
async function pictures(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.evaluate('Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await picture(page, `${name}-phone-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('PM-03 two-step sign-in is turned on, its recovery codes are kept, one signs in without the phone, and new ones are made', async () => {
  const t = await walkApp({ customersPerCorp: 5, staffPerCorp: 3 });
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url('/me'));
  const panel = page.getByTestId('second-factor');
  await page.getByTestId('begin-factor').click();
  const secret = (await panel.locator('.copyable-text').textContent())!;
  await panel.getByLabel('验证码').fill(digits(t, secret));
  await panel.getByRole('button', { name: '确认开启' }).click();
  const shown = page.getByTestId('new-codes');
  const codes = await shown.locator('li').allTextContents().then(async (all) => (all.length > 0 ? all : (await shown.waitFor(), shown.locator('li').allTextContents())));
  expect(codes).toHaveLength(10);
  await shown.getByRole('button', { name: '全部复制' }).click();
  await shown.getByText('已复制').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(codes.join('\n'));
  const [file] = await Promise.all([page.waitForEvent('download'), shown.getByText('下载').click()]);
  expect(readFileSync(await file.path(), 'utf8')).toContain(codes[9]);
  await pictures(page, 'factor-1-codes');
  await page.keyboard.press('Escape');
  await page.getByTestId('codes-kept').click();
  await shown.waitFor({ state: 'hidden' });
  await page.getByText('恢复码还剩 10 个').waitFor();
  await pictures(page, 'factor-2-on');

  // The phone is lost: a recovery code stands in for it, once.
  const elsewhere = await visit(browser, t);
  await signIn(elsewhere.page, t.publicUrl, password);
  await elsewhere.page.getByTestId('swap-code').click();
  await elsewhere.page.getByLabel('恢复码').fill('ABC');
  await elsewhere.page.getByRole('button', { name: '登录' }).click();
  await elsewhere.page.getByText('请填写 10 位恢复码').waitFor();
  await pictures(elsewhere.page, 'factor-3-sign-in');
  await elsewhere.page.getByLabel('恢复码').fill(codes[0]!.toLowerCase());
  await elsewhere.page.getByRole('button', { name: '登录' }).click();
  await elsewhere.page.getByTestId('enter-selfBuilt').or(elsewhere.page.getByTestId('user-menu')).first().waitFor();
  await elsewhere.leave();

  await page.goto(url('/me'));
  await page.getByText('恢复码还剩 9 个').waitFor();
  await page.getByTestId('renew-codes').click();
  const asks = page.getByRole('dialog');
  await asks.getByLabel('验证器中的 6 位验证码').fill('000000');
  await asks.getByRole('button', { name: '生成', exact: false }).click();
  await asks.getByRole('alert').waitFor();
  await pictures(page, 'factor-4-renew');
  await t.advance(30_000);
  await asks.getByLabel('验证器中的 6 位验证码').fill(digits(t, secret));
  await asks.getByRole('button', { name: '生成', exact: false }).click();
  await shown.waitFor();
  expect((await shown.locator('li').allTextContents()).filter((code) => codes.includes(code))).toEqual([]);
  await page.getByTestId('codes-kept').click();
  await page.getByText('恢复码还剩 10 个').waitFor();
  await leave();
});

test('PM-03 an owner clears a colleague’s two-step sign-in with a reason, and has no such action for their own', async () => {
  const t = await walkApp({ customersPerCorp: 5, staffPerCorp: 3 });
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  const api = await t.as('admin');
  await page.goto(url('/system/access/accounts'));
  await page.getByTestId('new-account').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('账号').fill('财务 李');
  await form.getByLabel('密码').fill('another password');
  await form.getByRole('button', { name: '新建', exact: false }).click();
  await form.waitFor({ state: 'hidden' });
  await t.app.database.execute('UPDATE account SET totp = ? WHERE name = ?', ['x', '财务 李']);
  await page.reload();
  await page.getByRole('button', { name: '操作 财务 李' }).click();
  await page.getByText('清除两步验证').click();
  const reset = page.getByRole('dialog');
  await reset.getByRole('button', { name: '清除两步验证' }).click();
  await reset.getByText('请填写原因').waitFor();
  await reset.getByLabel('原因').fill('手机丢失，已当面核对');
  await pictures(page, 'factor-5-reset');
  await reset.getByRole('button', { name: '清除两步验证' }).click();
  await reset.waitFor({ state: 'hidden' });
  const { items } = await api.audit.list({ call: 'accounts.resetSecondFactor' });
  expect(items[0]!.fields).toContain('reason 手机丢失，已当面核对');
  await leave();
});
