import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, picture, settled, sidebarPictures } from './browser';
import { enterConsole, pick, sidebarUrl, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50, 1)]).toString('base64');

/** No page is wider than the window, and it is looked at in both. */
async function shown(page: Page, name: string): Promise<void> {
  await settled(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await picture(page, name);
}

test('WL-02 WL-03 WL-04 rules are written, ordered and tried, and the simulator shows what the customer then reads', async () => {
  const t = await walkApp({ customersPerCorp: 20, staffPerCorp: 8 });
  const api = await t.as('operator');
  const rep = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.find((one) => one.customerCount! > 0)!;
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  await page.goto(url('/welcome/rules'));
  await page.getByText('还没有规则').waitFor();
  await shown(page, 'welcome-01-empty');
  await page.getByTestId('new-rule').click();
  // What is missing is said before anything is sent.
  await page.getByTestId('save').click();
  await page.getByTestId('fault-summary').getByText('请填写规则名称').waitFor();
  await page.getByLabel('规则名称').fill('全公司欢迎');
  await page.getByLabel('欢迎语文字').fill('您好，');
  await page.getByTestId('variable-customer').click();
  await page.getByTestId('phone').getByText('您好，李梅').waitFor();
  await page.getByTestId('add-attachment').click();
  await page.getByRole('menuitem', { name: '网页链接' }).click();
  await page.getByLabel('标题').fill('新客专享');
  await page.getByLabel('网址', { exact: true }).fill('https://example.com/new');
  await shown(page, 'welcome-02-editor');
  await page.getByTestId('save').click();
  await page.getByTestId('rule-全公司欢迎').waitFor();

  // Off hours, for one person, with the promise of a time.
  await page.getByTestId('new-rule').click();
  await page.getByLabel('规则名称').fill('下班后');
  await page.locator('.ant-radio-button-wrapper', { hasText: '员工' }).click();
  await pick(page, page.locator('.ant-select:has(#field-target)'), rep.name!);
  await page.getByTestId('off-hours').click();
  await page.getByLabel('欢迎语文字').fill('我们下班了，');
  await page.getByTestId('variable-replyTime').click();
  await shown(page, 'welcome-03-off-hours');
  await page.getByTestId('save').click();
  await page.getByTestId('rule-下班后').getByText('工作日 18:00–24:00').waitFor();
  await api.welcomeRules.create({ name: '欢迎回来', target: 'company', acquaintance: 'returning', scenes: ['card', 'phone'], message: { text: '欢迎回来，{customer}', attachments: [] } });
  await page.reload();
  await page.getByTestId('rule-欢迎回来').waitFor();
  await shown(page, 'welcome-04-rules');
  await page.getByRole('button', { name: '上移 全公司欢迎' }).click();
  await page.getByTestId('rule-欢迎回来').getByText('同时符合时，先用：全公司欢迎').waitFor();
  await page.getByTestId('to-work-days').click();
  await page.getByTestId('own-days').waitFor();
  await page.goBack();

  // Two people edit: the second is told.
  await page.getByTestId('rule-全公司欢迎').getByRole('link', { name: '全公司欢迎', exact: true }).click();
  const rule = (await api.welcomeRules.list()).items.find(({ name }) => name === '全公司欢迎')!;
  await page.getByLabel('规则名称').waitFor();
  await api.welcomeRules.update({ id: rule.id, updatedAt: rule.updatedAt, name: rule.name, target: 'company', message: { ...rule.message, text: '{customer}，欢迎来到海棠' } });
  await page.getByLabel('欢迎语文字').fill('我的文字');
  await page.getByTestId('save').click();
  await page.getByTestId('save-error').getByText('stale_edit').waitFor();
  await page.getByTestId('save-error').getByRole('button').click();
  await page.getByTestId('phone').getByText('李梅，欢迎来到海棠').waitFor();
  await page.getByRole('button', { name: '取消' }).click();

  // Who gets which, and why.
  await page.getByTestId('tab-staff').click();
  await page.getByTestId('staff-rules').getByText(rep.name!, { exact: true }).first().waitFor();
  await shown(page, 'welcome-06-staff');
  await page.goto(url(`/welcome/simulator?staff=${rep.id}`));
  const why = page.getByTestId('contenders');
  await why.getByText('就用这条').waitFor();
  await shown(page, 'welcome-07-simulator');

  // A store code greets before the person, and the simulator knows it.
  const code = await api.storeCodes.create({ name: '统一门店码', form: 'owner' });
  await page.goto(url('/welcome/rules/new'));
  await page.getByLabel('规则名称').fill('到店欢迎');
  await page.locator('.ant-radio-button-wrapper', { hasText: '活码或门店' }).click();
  await pick(page, page.locator('.ant-select:has(#field-storeCodes)'), '统一门店码');
  await page.getByLabel('欢迎语文字').fill('欢迎到店');
  await shown(page, 'welcome-07b-store-code');
  await page.getByTestId('save').click();
  await page.getByTestId('rule-到店欢迎').getByText('统一门店码').waitFor();
  await page.goto(url(`/welcome/simulator?staff=${rep.id}`));
  await pick(page, page.locator('.ant-select:has(#sim-storeCodes)'), '统一门店码');
  await page.locator('.contender-chosen').getByText('到店欢迎').waitFor();
  await shown(page, 'welcome-07c-simulator-store');
  await api.storeCodes.remove({ id: code.id });

  // The customer adds them, and reads what was said.
  const answer = await api.welcomeRules.simulate({ staffId: rep.id, at: t.clock.now(), scene: 'phone' });
  const person = await t.sandbox.newPerson('李梅');
  await t.control('POST', '/sandbox/add', { corp: 'selfBuilt', userid: rep.userId, person: person.id, addWay: 2 });
  await t.settle();
  const [said] = (await t.sandbox.chat(person, rep.userId)).filter(({ byApp }) => byApp);
  expect(said!.text).toBe(answer.message!.text.replace('{customer}', '李梅'));
  await page.getByTestId('tab-sent').click();
  await page.getByTestId('welcomes').getByText('规则「').first().waitFor();
  await shown(page, 'welcome-08-sent');

  // On a phone, in the dark.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const [path, name] of [['/welcome/rules', '09-rules'], [`/welcome/simulator?staff=${rep.id}`, '10-simulator'], ['/welcome/rules/new', '11-editor']] as const) {
    await page.goto(url(path));
    await page.locator('h1').waitFor();
    await shown(page, `welcome-${name}-phone`);
  }
  await leave();
});

test('WL-01 WL-05 CU-15 a customer who was missed is greeted from the sidebar and moved to a stage that asks for fields, a welcome elsewhere is told of, and group welcomes are kept', async () => {
  const t = await walkApp({ customersPerCorp: 20, staffPerCorp: 6 });
  const api = await t.as('operator');
  const rep = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items.find((one) => one.customerCount! > 0)!;
  const code = await api.liveCodes.create({ name: '浦东店', staffIds: [rep.id], welcome: { text: '您好 {customer}，我是{staff}' } });
  await t.settle();
  await t.sandbox.fault('/cgi-bin/externalcontact/send_welcome_msg', 'errcode', 41053);
  const missed = await t.sandbox.newPerson('方晓晨');
  await t.sandbox.scan(missed, code.qrUrl);
  await t.settle();
  await t.advance(60_000);
  await t.control('POST', '/sandbox/console-welcome', { corp: 'selfBuilt', userid: rep.userId, text: '管理后台的欢迎语' });
  await t.sandbox.scan(await t.sandbox.newPerson('赵云'), code.qrUrl);
  await t.settle();
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);

  await page.goto(url('/welcome/by-hand'));
  await page.getByTestId('by-hand').getByText(`您好 方晓晨，我是${rep.name}`).waitFor();
  await page.getByTestId('conflict-alert').waitFor();
  await shown(page, 'welcome-12-by-hand');
  await page.getByTestId('tab-conflicts').click();
  await page.getByTestId('conflicts').getByText(rep.name!, { exact: true }).first().waitFor();
  await shown(page, 'welcome-13-conflicts');

  // Beside the chat the words stand ready.
  const sidebar = await page.context().newPage();
  await sidebar.setViewportSize({ width: 360, height: 640 });
  await sidebar.goto(sidebarUrl(t, { userid: rep.userId, person: missed.id }));
  await sidebar.getByTestId('greet-text').getByText('您好 方晓晨').waitFor();
  await shown(sidebar, 'welcome-14-sidebar');
  await sidebar.getByTestId('greet-done').click();
  await sidebar.getByTestId('greet').waitFor({ state: 'hidden' });

  // What the next stage asks for is filled in there.
  const admin = await t.as('admin');
  const fields = [
    await admin.fields.create({ name: '预算（万元）', kind: 'number', hint: '大概的数' }), await admin.fields.create({ name: '客户最关心的问题和目前使用的方案', kind: 'text' }),
    await admin.fields.create({ name: '行业', kind: 'choice', options: [{ name: '教育培训' }, { name: '零售' }] }), await admin.fields.create({ name: '感兴趣的产品', kind: 'multiChoice', options: [{ name: '旗舰版' }, { name: '标准版' }, { name: '上门安装与一年维护服务' }] }),
    await admin.fields.create({ name: '签约日期', kind: 'date' }),
  ];
  const { stages, flows: [flow] } = await admin.stages.get();
  const quote = stages.find(({ name }) => name === '报价')!;
  await admin.stages.updateFlow({ id: flow!.id, name: flow!.name, stageIds: flow!.stageIds, updatedAt: flow!.updatedAt, requiredFieldIds: { [quote.id]: fields.map((field) => field.id) } });
  await sidebar.getByTestId('stage').click();
  await sidebarPictures(sidebar, 'welcome-14b-stage-sheet');
  await sidebar.getByTestId('stage-to-报价').click();
  const fill = sidebar.getByTestId('stage-fill');
  await fill.getByLabel('预算（万元）').fill('很多');
  await fill.getByRole('alert').waitFor();
  await sidebarPictures(sidebar, 'welcome-14c-stage-fill');
  await fill.getByLabel('预算（万元）').fill('30');
  await fill.getByLabel('客户最关心的问题和目前使用的方案').fill('想先试用一个月');
  await fill.getByLabel('行业').selectOption({ label: '零售' });
  await fill.getByRole('button', { name: '旗舰版' }).click();
  await fill.getByLabel('签约日期').fill('2026-12-01');
  await fill.getByTestId('stage-fill-save').scrollIntoViewIfNeeded();
  await sidebarPictures(sidebar, 'welcome-14d-stage-filled');
  await fill.getByTestId('stage-fill-save').click();
  await sidebar.getByTestId('stage').getByText('报价').waitFor();
  await page.goto(url('/welcome/by-hand'));
  await page.getByTestId('by-hand').getByText('没有等着打招呼的客户').waitFor();

  await page.getByTestId('tab-groups').click();
  await page.getByText('还没有入群欢迎语').waitFor();
  await page.getByTestId('new-group-welcome').first().click();
  await page.getByLabel('名称', { exact: true }).fill('新客群');
  await page.getByLabel('欢迎语文字').fill('欢迎 ');
  await page.getByTestId('variable-nickname').click();
  await page.getByTestId('add-attachment').click();
  await page.getByRole('menuitem', { name: '图片' }).click();
  await page.locator('input[type=file]').first().setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await page.getByTestId('phone').getByText('欢迎 @李梅').waitFor();
  await page.getByRole('button', { name: '更换' }).waitFor();
  await shown(page, 'welcome-15-group-editor');
  await page.getByTestId('save').click();
  await page.getByTestId('group-welcomes').getByText('可选用').waitFor();
  const [there] = await t.control<{ templateId: string }[]>('GET', '/sandbox/group-welcomes?corp=selfBuilt');
  await t.control('POST', '/sandbox/group-welcomes/remove', { templateId: there!.templateId });
  await page.getByTestId('check-group-welcomes').click();
  await page.getByTestId('group-welcomes').getByText('已在企业微信删除').waitFor();
  await shown(page, 'welcome-16-groups');
  await page.getByTestId('again-新客群').click();
  await page.getByTestId('group-welcomes').getByText('可选用').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await shown(page, 'welcome-17-groups-phone');
  await leave();
});
