import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, picture } from './browser';
import { counts, enterConsole, filter, pick, visit, walkApp } from './console';

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('CU-02 CU-10 an operator finds customers by every condition, keeps the view, tags them all and takes it back', async () => {
  const t = await walkApp({ customersPerCorp: 120 });
  const api = await t.as('operator');
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url('/customers'));
  const { total, items } = await api.customers.list({ limit: 1 });

  // Pages, with counts that are those of the database.
  const first = page.locator('[data-testid^="row-"]').first();
  await counts(page, `${total} 位客户`);
  expect(await page.locator('[data-testid^="row-"]').count()).toBe(50);
  await page.locator('.pager').getByText(`1–50 / ${total}`).waitFor();
  const before = await first.getAttribute('data-testid');
  await page.getByLabel('下一页').click();
  await page.locator('.pager').getByText(`51–100 / ${total}`).waitFor();
  await expect.poll(() => first.getAttribute('data-testid')).not.toBe(before);
  await page.getByLabel('上一页').click();
  await page.locator('.pager').getByText(`1–50 / ${total}`).waitFor();
  await expect.poll(() => first.getAttribute('data-testid')).toBe(before);

  // A keyword.
  const { name } = items[0]!;
  await page.getByPlaceholder('搜索昵称、备注、企业或完整手机号').fill(name);
  await counts(page, `${(await api.customers.list({ keyword: name, limit: 1 })).total} 位客户 · 1 个筛选条件`);
  await page.getByPlaceholder('搜索昵称、备注、企业或完整手机号').fill('');
  await counts(page, `${total} 位客户`);

  // Tags: any of two, all of two, none of two.
  const [one, other] = (await api.tags.list({})).items.flatMap((group) => group.tags);
  const ids = [one!.id, other!.id];
  for (const [mode, label] of [['any', '含任一'], ['all', '全部都有'], ['none', '都没有']] as const) {
    await filter(page, '标签', async (choice) => {
      await choice.locator('.ant-segmented-item', { hasText: label }).click();
      for (const tag of [one!, other!]) await choice.getByRole('option', { name: tag.name, exact: true }).click();
    });
    await counts(page, `${(await api.customers.list({ tags: { [mode]: ids }, limit: 1 })).total} 位客户 · 1 个筛选条件`);
    await page.getByLabel('去掉筛选：标签').click();
    await counts(page, `${total} 位客户`);
  }

  // A staff member, a stage and a range of days together.
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 50 })).items.find((member) => member.customerCount! > 1)!;
  const stage = (await api.stages.get({})).stages[0]!;
  const dayStart = new Date(new Date().setHours(0, 0, 0, 0)).getTime();
  await filter(page, '员工', async (choice) => {
    await choice.getByRole('textbox').fill(staff.name!);
    await choice.getByRole('option', { name: staff.name! }).first().click();
  });
  await filter(page, '阶段', (choice) => choice.getByRole('option', { name: stage.name }).click());
  await filter(page, '添加时间', (choice) => choice.getByRole('button', { name: '近 365 天' }).click());
  const wanted = { staffIds: [staff.id], stageIds: [stage.id], addedAt: { from: dayStart - 364 * 86_400_000 } };
  const found = await api.customers.list({ ...wanted, limit: 200 });
  expect(found.total).toBeGreaterThan(0);
  await counts(page, `${found.total} 位客户 · 3 个筛选条件`);

  // Columns, and the whole of it as a view that opens again.
  await page.getByTestId('columns').click();
  await page.getByTestId('columns-choice').getByText('备注', { exact: true }).click();
  await page.locator('.ant-table-thead').getByText('备注', { exact: true }).waitFor();
  await page.getByTestId('columns').click();
  await page.getByTestId('save-view').click();
  await page.getByRole('dialog').getByLabel('名称').fill('一年内的新客户');
  await page.getByRole('dialog').getByText('所有能看客户的同事').click();
  await page.getByRole('dialog').getByRole('button', { name: '另存为视图' }).click();
  await page.locator('.views-select').getByText('一年内的新客户').waitFor();
  await picture(page, 'customers-1-view');
  await pick(page, page.locator('.views-select'), '全部客户');
  await counts(page, `${total} 位客户`);
  await pick(page, page.locator('.views-select'), '一年内的新客户');
  await counts(page, `${found.total} 位客户 · 3 个筛选条件`);
  await page.locator('.ant-table-thead').getByText('备注', { exact: true }).waitFor();

  // All of them are tagged: the message leads to the progress, and the task can be undone.
  const tag = (await api.tags.list({})).items.flatMap((group) => group.tags).at(-1)!;
  const tagged = async () => (await api.customers.list({ ...wanted, tags: { any: [tag.id] }, limit: 1 })).total;
  const was = await tagged();
  await page.locator('.ant-table-thead .ant-checkbox').click();
  await page.getByTestId('bulk-bar').getByText(`已选 ${found.total} 项`).waitFor();
  await page.getByTestId('bulk-tags').click();
  await pick(page, page.locator('#bulk-add'), tag.name);
  await page.getByTestId('bulk-start').click();
  await page.getByTestId('see-task').click();
  await page.getByTestId('task-drawer').getByText(`打标签「${tag.name}」`).waitFor();
  await t.settle();
  await page.reload();
  const progress = page.getByTestId('task-drawer').getByTestId('task-progress');
  await progress.getByText(`已完成 · ${found.total} / ${found.total}`).waitFor();
  await picture(page, 'customers-2-task');
  expect(await tagged()).toBe(found.total);
  await page.getByTestId('task-undo').click();
  await page.getByRole('dialog', { name: '撤销这个任务？' }).getByRole('button', { name: '撤销' }).click();
  await page.getByTestId('task-drawer').getByText(`撤销：打标签「${tag.name}」`).waitFor();
  await t.settle();
  await page.reload();
  await progress.getByText('已完成').waitFor();
  expect(await tagged()).toBe(was);
  await leave();
});

test('CU-02 CU-03 a customer’s page says who they are, with whom, where they stand and what happened, and two who edit at once lose nothing', async () => {
  const t = await walkApp({ staffPerCorp: 6 });
  const api = await t.as('operator');
  const staff = (await api.org.staff({ onlyReceiving: true, limit: 2 })).items;
  const tags = (await api.tags.list({})).items.flatMap((group) => group.tags);
  const code = await api.liveCodes.create({ name: '秋季试听', staffIds: [staff[0]!.id], tagIds: [tags[0]!.id], welcome: { text: '你好 {customer}' } });
  const person = await t.sandbox.newPerson('周岚');
  await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  const { id } = (await api.customers.list({ keyword: '周岚' })).items[0]!;
  await t.control('POST', '/sandbox/groups', { corp: 'selfBuilt', owner: staff[0]!.userId, name: '秋季班家长群', persons: [person.id] });
  await t.settle();

  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url(`/customers/${id}`));
  const detail = page.getByTestId('customer');
  await detail.getByRole('heading', { name: '周岚' }).waitFor();
  await page.getByTestId('source').getByText('秋季试听').waitFor();
  await page.getByTestId(`follow-${staff[0]!.userId}`).getByText(tags[0]!.name).first().waitFor();
  await page.getByTestId('stage-care').locator('[aria-current=step]').getByText('新客户').waitFor();
  await detail.getByText('秋季班家长群').first().waitFor();
  await detail.getByText(person.unionid).waitFor();

  // The timeline by kind.
  const timeline = page.getByTestId('timeline');
  await page.getByTestId('activity-group.joined').waitFor();
  await timeline.locator('.ant-segmented-item', { hasText: '欢迎语' }).click();
  await page.getByTestId('activity-customer.welcomed').waitFor();
  await page.getByTestId('activity-customer.added').waitFor({ state: 'detached' });
  await timeline.locator('.ant-segmented-item', { hasText: '全部' }).click();
  await page.getByTestId('activity-customer.added').waitFor();

  // A field: the other one saved first; the second sees both values and chooses.
  const company = page.getByTestId('attribute-company');
  await company.getByLabel('编辑公司').click();
  await company.getByLabel('公司').fill('我填的公司');
  const values = await api.fields.values({ customerId: id });
  const { field } = values.items.find((item) => item.field.key === 'company')!;
  await api.fields.setValues({ customerId: id, seenVersion: values.version, via: 'console', values: [{ fieldId: field.id, value: '同事填的公司' }] });
  await company.getByRole('button', { name: '保存' }).click();
  await page.getByTestId('conflict').getByText('同事填的公司').waitFor();
  await picture(page, 'customers-3-two-values');
  await page.getByTestId('keep-mine').click();
  await company.getByText('我填的公司').waitFor();

  // The remark: the same, and this time the other's is kept.
  const remark = page.locator('#care-remark');
  await remark.fill('我的备注');
  await api.customers.remark({ id, staffId: staff[0]!.id, remark: '同事的备注', description: '每周二有空' });
  await page.getByTestId('remark-care').getByRole('button', { name: '保存' }).click();
  const conflict = page.getByTestId('conflict');
  await conflict.getByText('同事的备注').waitFor();
  await conflict.getByText('我的备注').waitFor();
  await page.getByTestId('keep-theirs').click();
  expect(await remark.inputValue()).toBe('同事的备注');
  await expect.poll(() => page.locator('#care-description').inputValue()).toBe('每周二有空');
  expect((await api.customers.get({ id })).follows[0]).toMatchObject({ remark: '同事的备注', description: '每周二有空' });
  await remark.fill('浦东周姐');
  await page.getByTestId('remark-care').getByRole('button', { name: '保存' }).click();
  await page.getByText('备注已更新，企业微信已同步').waitFor();
  expect((await api.customers.get({ id })).follows[0]).toMatchObject({ remark: '浦东周姐', description: '每周二有空' });

  // Tags: what the other put on stays when one's own are saved.
  await pick(page, page.getByTestId('tag-care').locator('.ant-select'), tags[1]!.name);
  await api.customers.tag({ id, staffId: staff[0]!.id, add: [tags[2]!.id] });
  await page.getByTestId('tags-meanwhile').getByText(`打上了：${tags[2]!.name}`).waitFor();
  await page.getByTestId('tag-care').getByRole('button', { name: '保存' }).click();
  await page.getByTestId('tags-meanwhile').waitFor({ state: 'detached' });
  expect((await api.customers.get({ id })).follows[0]!.tags.map((tag) => tag.id).sort()).toEqual([tags[0]!.id, tags[1]!.id, tags[2]!.id].sort());

  // The stage: told of the other's move, the second press means it.
  await page.getByTestId('step-报价').click();
  const [standing] = (await api.stages.standings({ customerIds: [id] })).items[0]!.standings;
  const contacted = standing!.steps.find((step) => step.name === '已联系')!;
  await api.stages.move({ customerId: id, flowId: standing!.flowId, toStageId: contacted.id, seenStageId: standing!.stage.id });
  await page.locator('.ant-modal').getByRole('button', { name: '移动' }).click();
  await page.getByTestId('stage-stale').getByText('已联系').waitFor();
  await page.locator('.ant-modal').getByRole('button', { name: '仍移到「报价」' }).click();
  await page.getByTestId('stage-care').locator('[aria-current=step]').getByText('报价').waitFor();
  expect((await api.stages.standings({ customerIds: [id] })).items[0]!.standings[0]!.stage.name).toBe('报价');
  await picture(page, 'customers-4-detail');
  await leave();
});
