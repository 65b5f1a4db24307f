import { expect } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { CorpKey } from '../../sandbox/control';
import { ensureOwner } from '../../src/modules/session';
import { testApp, type TestApp, type TestOptions } from '../app';
import { freePort } from '../process';
import { watchErrors } from './browser';

/** The steps that every walk through the console begins with. */

export const password = 'only-for-this-walk';

/** Signs in with the owner account. */
export async function signIn(page: Page, url: string, secret = password): Promise<void> {
  await page.goto(`${url}/admin/`);
  await page.getByLabel('账号').fill('owner');
  await page.getByLabel('密码').fill(secret);
  await page.getByTestId('local-sign-in').getByRole('button', { name: '登录' }).click();
}

/** Signs in with the owner account and enters the corp. */
export async function enterConsole(page: Page, url: string, corp: CorpKey = 'selfBuilt', secret = password): Promise<void> {
  await signIn(page, url, secret);
  const [chooses] = await Promise.all([page.getByTestId(`enter-${corp}`), page.getByTestId(`enter-${corp}`).or(page.getByTestId('user-menu')).first().waitFor()]);
  if (await chooses.isVisible()) await chooses.click();
  await page.getByTestId('user-menu').waitFor();
}

/** Signs in with WeCom, as the sandbox's sign-in page offers it. */
export async function enterAsStaff(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/admin/`);
  await page.getByTestId('sign-in-selfBuilt').click();
  await page.getByRole('link', { name }).click();
  await page.getByTestId('user-menu').waitFor();
}

/**
 * The app on the wall's date, with an owner who can sign in: the clock is turned by hand, work is done when `settle` says so. The
 * sandbox goes by the server's host name, as `npm start` has it: its phones frame the sidebar, and over plain HTTP a frame of another site keeps no cookie.
 */
export async function walkApp(options: TestOptions = {}): Promise<TestApp> {
  const port = await freePort();
  const t = await testApp({ now: Date.now(), port, publicUrl: `http://localhost:${port}`, ...options });
  await ensureOwner(t.app.database, t.clock, 'owner', password);
  return t;
}

export interface Visit { page: Page; url: (path: string) => string; leave: () => Promise<void> }

/** The sandbox's page with both phones. */
export const phoneUrl = (t: TestApp, address: Record<string, string>) => `${t.sandbox.url}/?${new URLSearchParams({ corp: 'selfBuilt', ...address })}`;

/** What WeCom opens beside this chat: of one person, or of a group. */
export const sidebarUrl = (t: TestApp, beside: { userid: string; person?: string; chat?: string }) => `${t.sandbox.url}/sandbox/sidebar?${new URLSearchParams({ corp: 'selfBuilt', ...beside })}`;

/** A browser of one's own; leaving it looks whether the page's code did anything wrong. */
export async function visit(browser: Browser, t: TestApp, viewport = { width: 1440, height: 900 }): Promise<Visit> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = watchErrors(page);
  return {
    page, url: (path) => `${t.publicUrl}/admin${path}`,
    leave: async () => {
      await context.close();
      expect(errors).toEqual([]);
    },
  };
}

/** The list's own count, in words. */
export async function counts(page: Page, words: string): Promise<void> {
  await page.getByTestId('count').getByText(words).first().waitFor();
}

/** Opens a filter's choice, does something in it, and closes it. */
export async function filter(page: Page, name: string, choose: (choice: Locator) => Promise<void>): Promise<void> {
  await page.locator('.list-filters .chip', { hasText: new RegExp(`^${name}`) }).locator('.chip-button').click();
  const choice = page.locator('.ant-popover:visible .chip-choice');
  await choice.waitFor();
  await choose(choice);
  if (await choice.isVisible()) await page.locator('h1').first().click();
  await choice.waitFor({ state: 'hidden' });
}

/** The list of one field must be gone before that of the next is looked for. Where it has closed by itself, Escape would close the dialog. */
export async function closeList(page: Page): Promise<void> {
  const list = page.locator('.ant-select-dropdown:visible');
  if (await list.count() > 0) await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
}

/** Picks these from the list of a field. */
export async function pick(page: Page, field: Locator, ...names: string[]): Promise<void> {
  await field.click();
  for (const name of names) {
    // A long list shows a part of itself only, until it is searched.
    await page.keyboard.insertText(name);
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: name }).first().click();
  }
  await closeList(page);
}

/** The newest code that an app of this corp made. */
export async function newestCode(control: TestApp['control'], corp: CorpKey): Promise<string> {
  const codes = await control<{ configId: string; corp: CorpKey }[]>('GET', '/sandbox/codes');
  return codes.filter((one) => one.corp === corp).at(-1)!.configId;
}
