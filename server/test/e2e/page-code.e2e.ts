import { expect, onTestFinished, test } from 'vitest';
import { testApp } from '../app';
import { openBrowser, picture, watchErrors } from './browser';

test('LC-01 LC-05 LC-09 on a 360 px phone without scripts a code\'s page shows who receives, the backup when they are full, and what is said when all are or the code is closed', { timeout: 120_000 }, async () => {
  const t = await testApp();
  const api = await t.as('operator');
  const { items: [own, backup] } = await api.org.staff({ onlyReceiving: true, limit: 2 });
  const code = await api.liveCodes.create({
    name: '地铁广告', serve: 'page', rule: { slots: [{ staff: [{ staffId: own!.id, dailyCap: 1 }] }], backup: { staff: [{ staffId: backup!.id, dailyCap: 1 }], closingText: '今天的名额满了，明天 9:00 再来。' } },
  });
  await t.settle();
  const address = `${t.publicUrl}/c/${code.id}`;
  const browser = await openBrowser();
  onTestFinished(() => browser.close());

  // Scanned on the sandbox's phone: the page opens there, and holding its picture adds who is shown.
  const person = await t.sandbox.newPerson('李梅');
  const phone = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const errors = watchErrors(phone);
  await phone.goto(`${t.sandbox.url}/?corp=selfBuilt&person=${person.id}&view=scan`);
  await phone.getByTestId('scan-url').fill(address);
  await phone.getByTestId('scan-url-go').click();
  const page = phone.frameLocator('[data-testid=web-view]');
  await page.getByText(own!.name!, { exact: true }).waitFor();
  await page.locator('.code img').evaluate('img => img.decode()');
  await picture(phone, 'page-code-1-phone');
  await page.locator('.code img').click();
  await phone.getByTestId('customer-phone').getByText(`你已添加了${own!.name}`).waitFor();
  await t.settle();
  expect((await api.liveCodes.get({ id: code.id })).addedCount).toBe(1);

  const old = await browser.newContext({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' });
  const light = await old.newPage();
  await light.goto(address);
  await light.getByText(backup!.name!, { exact: true }).waitFor();
  await picture(light, 'page-code-2-backup');
  // The same browser sees the same person again; another finds everybody full.
  await light.goto(address);
  await light.getByText(backup!.name!, { exact: true }).waitFor();
  await old.clearCookies();
  await light.goto(address);
  await light.getByText('今天的名额满了').waitFor();
  await picture(light, 'page-code-3-full');

  // With a form at its end they leave word there instead.
  const { rule, updatedAt } = await api.liveCodes.get({ id: code.id });
  await api.liveCodes.update({ id: code.id, updatedAt, name: '地铁广告', serve: 'page', rule: { ...rule!, backup: { ...rule!.backup, form: { asksName: true, keepDays: 7 } } } });
  await light.goto(address);
  await light.locator('input[name=name]').fill('李梅');
  await light.locator('input[name=phone]').fill('1380013');
  await light.getByRole('button', { name: '提交' }).click();
  await light.getByText('手机号不对').waitFor();
  await picture(light, 'page-code-6-form');
  await light.locator('input[name=phone]').fill('138 0013 8000');
  await light.locator('textarea').fill('想了解周末的体验课，下午三点以后方便接电话');
  await light.getByRole('button', { name: '提交' }).click();
  await light.getByText('138****8000').waitFor();
  await picture(light, 'page-code-7-left');
  const night = await browser.newPage({ viewport: { width: 360, height: 640 }, colorScheme: 'dark', locale: 'en-GB' });
  await night.goto(`${address}/wait`);
  await picture(night, 'page-code-8-form-dark');
  expect(await night.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect((await api.waiting.list({ codeId: code.id })).items).toMatchObject([{ name: '李梅', phone: '138****8000', times: 1 }]);
  const dark = await browser.newPage({ viewport: { width: 360, height: 640 }, colorScheme: 'dark', locale: 'en-GB' });
  await t.advance(15 * 3_600_000);
  await dark.goto(address);
  await dark.getByText('Press and hold the code').waitFor();
  await picture(dark, 'page-code-4-dark');
  expect(await dark.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await (await t.as('operator')).liveCodes.remove({ id: code.id });
  await light.goto(address);
  await light.getByText('这个二维码已停用').waitFor();
  await picture(light, 'page-code-5-closed');
  await light.goto(`${t.publicUrl}/c/lc_01ARZ3NDEKTSV4RRFFQ69G5FAV`);
  await light.getByText('没有这个二维码').waitFor();
  expect(errors).toEqual([]);
});
