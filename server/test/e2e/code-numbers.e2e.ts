import axios from 'axios';
import { expect, onTestFinished, test } from 'vitest';
import { openBrowser, pictures } from './browser';
import { enterConsole, password, visit, walkApp } from './console';

test('LC-13 the figures of codes: from a code and from the menu, by channel and by code, a dash for what WeCom does not tell, each number opens its list, and a file is made', async () => {
  const t = await walkApp();
  const api = await t.as('operator');
  const { items: [one, two] } = await api.org.staff({ onlyReceiving: true, limit: 2 });
  const channel = await api.channels.create({ name: '地铁广告' });
  const direct = await api.liveCodes.create({ name: '海报', staffIds: [one!.id], channelId: channel.id });
  const shown = await api.liveCodes.create({ name: '展会现场', serve: 'page', staffIds: [two!.id] });
  await t.settle();
  for (const name of ['林晓', '高远', '何静', '罗成']) await t.sandbox.scan(await t.sandbox.newPerson(name), direct.qrUrl);
  for (const name of ['访客甲', '访客乙', '', '', '']) {
    const { data } = await axios.get<string>(`${t.publicUrl}/c/${shown.id}`);
    if (name) await t.sandbox.scan(await t.sandbox.newPerson(name), /class="code"><img src="([^"]+)"/.exec(data)![1]!.replaceAll('&amp;', '&'));
  }
  await t.settle();
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl, 'selfBuilt', password);

  await page.goto(url(`/live-codes/${direct.id}`));
  await page.getByTestId('numbers-link').click();
  await page.getByTestId('total-added').getByText('4', { exact: true }).waitFor();
  expect(await page.getByTestId('total-scans').innerText()).toContain('企业微信不提供');
  await page.getByRole('button', { name: '去掉筛选：码' }).click();
  await page.getByTestId('total-added').getByText('6', { exact: true }).waitFor();
  await page.goto(url('/'));
  await page.locator('a[href="/admin/code-numbers"]').first().click();
  for (const chart of ['funnel-chart', 'day-chart']) await page.getByTestId(chart).locator('svg').waitFor();
  await pictures(page, 'code-numbers-1');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('.ant-picker-range').click();
  await page.getByText('近 7 天').click();
  await page.waitForURL(/from=/);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('.ant-segmented-item').filter({ hasText: /^码$/ }).click();
  const line = (name: string) => page.locator('.ant-table-row').filter({ hasText: name });
  expect(await line('海报').getByTestId('untold').first().getAttribute('aria-label')).toBe('企业微信不提供直连活码的扫码次数');
  await line('展会现场').getByRole('button', { name: '5' }).click();
  await page.getByTestId('row-count').getByText('5 条').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('rows-drawer').waitFor({ state: 'detached' });
  await line('海报').getByRole('button', { name: '4' }).click();
  await page.getByTestId('row-count').getByText('4 条').waitFor();
  await page.getByTestId('rows-drawer').getByRole('link', { name: /林晓/ }).waitFor();
  await pictures(page, 'code-numbers-2-rows');
  await page.keyboard.press('Escape');
  await page.getByTestId('rows-drawer').waitFor({ state: 'detached' });
  await page.getByTestId('export').click();
  await page.getByTestId('export-state').first().waitFor();
  await t.settle();
  await page.reload();
  await page.locator('[data-testid="export-state"][data-state="ready"]').waitFor();
  await leave();
}, 120_000);
