import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let opened: Promise<Browser> | undefined;

/** One for all stories of this process, for starting one takes a second; closing it closes its windows. Each visit is a context of its own. */
export async function openBrowser(): Promise<Browser> {
  if (!(await opened)?.isConnected()) opened = launch();
  return opened!;
}

/** Nothing is waited for that moves, and nothing is looked for outside of this machine. */
async function launch(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? places.find(existsSync),
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (options) => newContext({ reducedMotion: 'reduce', ...options });
  browser.close = async () => { await Promise.all(browser.contexts().map((context) => context.close())); };
  return browser;
}

/** PICTURES=folder leaves the pictures of a walk there, to be looked at. Nothing is proved by them, and taking them is much of a walk's time. */
const pictureFolder = process.env.PICTURES;

export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  if (pictureFolder) await page.screenshot({ path: `${pictureFolder}/${name}.png`, fullPage });
}

/** Drawn anew, and what moves has arrived. On a busy machine a page learns of its new width long after the window has it. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.evaluate('Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))');
}

/** The same screen in the dark, and on a phone. */
export async function pictures(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await picture(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await picture(page, `${name}-390`);
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), `${name} does not scroll sideways`).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
  await settled(page);
}

/** A screen of the sidebar on two phones, in both colours. */
export async function sidebarPictures(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of [[360, 'light'], [414, 'light'], [414, 'dark'], [360, 'dark']] as const) {
    await page.setViewportSize({ width, height: 640 });
    await page.emulateMedia({ colorScheme });
    await settled(page);
    await picture(page, `${name}-${width}-${colorScheme}`);
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), `${name} does not scroll sideways`).toBe(true);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What the page's own code did wrong: errors that nobody caught, and what the security policy refused. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught|React/.test(message.text())) errors.push(message.text());
  });
  return errors;
}
