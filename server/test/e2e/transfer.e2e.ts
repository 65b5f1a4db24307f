import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Contact } from '../../sandbox/control';
import { openBrowser, picture } from './browser';
import { enterConsole, phoneUrl, pick, visit, walkApp } from './console';

const day = 86_400_000;

let browser: Browser;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser?.close());

test('CU-23 who leaves is handed over: one customer refuses and waits in the queue with a date, the others and the group are with the new owner', async () => {
  const t = await walkApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = () => t.as('operator');
  const [gone, to] = (await (await api()).org.staff({ onlyReceiving: true, limit: 10 })).items;
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url('/transfers?tab=resigned'));
  await page.getByTestId('leavers').getByText('没有待继承的离职员工').or(page.getByTestId('empty')).first().waitFor();

  await t.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: gone!.userId, leave: true });
  await t.settle();
  const leaver = (await (await api()).transfers.leavers({})).items[0]!;
  await page.reload();
  const row = page.locator('[data-testid^="row-"]').filter({ hasText: gone!.name! });
  await row.getByText(String(leaver.waiting), { exact: true }).first().waitFor();
  await row.click();
  await page.getByTestId('leaver-page').getByText(`还有 ${leaver.waiting} 位客户没有接替人`).waitFor();
  await page.getByTestId('leaver-page').getByText(`还有 ${leaver.groups} 个客户群没有转移`).waitFor();
  await picture(page, 'transfer-1-leaver');

  // Three steps: whose, which, to whom; what will happen stands beside it.
  await page.getByRole('link', { name: '交接客户' }).click();
  await page.getByTestId('next').click();
  await page.getByTestId('next').click();
  await pick(page, page.locator('#takers'), to!.name!);
  await page.getByText(`名下 ${leaver.groups} 个客户群也转给第一位接替人`).click();
  await page.getByLabel('给接替人的下一步').fill('周五前回电');
  await page.getByTestId('confirm-transfer').click();
  await page.getByTestId('transfer-page').waitFor();
  await picture(page, 'transfer-2-begun');
  await t.settle();
  const order = (await (await api()).transfers.list({ kind: 'resigned' })).items[0]!;
  const pending = (await (await api()).transfers.items({ id: order.id, state: 'pending', limit: 200 })).items;
  await page.reload();
  await page.getByTestId('going').getByText(String(pending.length), { exact: true }).waitFor();

  // Within 24 hours one of them says no.
  const refuser = (await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${gone!.userId}`)).find((one) => one.externalUserid === pending[0]!.customer.externalUserid)!;
  await t.control('POST', '/sandbox/refuse', { corp: 'selfBuilt', person: refuser.customer.id });
  await t.settle();
  await t.advance(day);
  await t.advance(600_000);
  await page.clock.setFixedTime(t.clock.now());
  await page.goto(url('/transfers?tab=queue'));
  const queued = page.locator('[data-testid^="row-"]').filter({ hasText: refuser.customer.name });
  await queued.getByText('客户拒绝').waitFor();
  await queued.getByText('已试 1 次，还可 2 次').or(queued.getByText(/已试 1 次，还可 \d 次/)).first().waitFor();
  await queued.getByText(/^\d+ 天内$/).waitFor();
  const waiting = (await (await api()).transfers.queue({})).items.find((one) => one.customer.id === pending[0]!.customer.id)!;
  expect(waiting.retryAt!).toBeGreaterThan(t.clock.now());
  await picture(page, 'transfer-3-queue');

  // Whoever did not refuse is with the new owner, the group too, and the report says so.
  await page.goto(url(`/transfers/leavers/${gone!.id}`));
  await page.getByTestId('leaver-page').getByText(`接手 ${pending.length - 1} 位`).waitFor();
  await page.getByTestId('leaver-page').getByText('没有待转移的客户群').waitFor();
  const taken = (await (await api()).transfers.items({ id: order.id, state: 'done', limit: 200 })).items;
  expect(taken).toHaveLength(pending.length - 1);
  expect((await (await api()).customers.get({ id: taken[0]!.customer.id })).owners.map((one) => one.id)).toContain(to!.id);
  expect((await (await api()).groupChats.list({ ownerId: to!.id })).total).toBeGreaterThan(0);
  await page.goto(url(`/transfers/${order.id}`));
  await page.getByTestId('done').getByText(String(taken.length), { exact: true }).waitFor();
  await page.getByTestId(`brief-${taken[0]!.id}`).click();
  await page.getByTestId('dossier').getByText('周五前回电').waitFor();
  await picture(page, 'transfer-4-brief');
  await leave();
});

test('CU-23 on the job some customers, chosen one by one, go to a colleague, and a customer reads it in the chat', async () => {
  const t = await walkApp({ customersPerCorp: 60, staffPerCorp: 6 });
  const api = await t.as('operator');
  const [from, to] = (await api.org.staff({ onlyReceiving: true, limit: 10 })).items;
  const code = await api.liveCodes.create({ name: '展会', staffIds: [from!.id] });
  for (const name of ['郑可欣', '谭一鸣']) await t.sandbox.scan(await t.sandbox.newPerson(name), code.qrUrl);
  await t.settle();
  const { page, url, leave } = await visit(browser, t);
  await enterConsole(page, t.publicUrl);
  await page.goto(url('/transfers/new'));
  await pick(page, page.locator('#giver'), from!.name!);
  await page.getByTestId('next').click();
  await page.getByText('逐个挑选').click();
  for (const name of ['郑可欣', '谭一鸣']) {
    await page.getByPlaceholder('搜索客户昵称或备注').fill(name);
    await page.getByRole('option', { name }).first().click();
  }
  await page.getByText('已选 2 位').waitFor();
  await page.getByTestId('next').click();
  await pick(page, page.locator('#takers'), to!.name!);
  await page.getByLabel('给客户的说明').fill('以后由同事为您服务');
  await page.getByRole('button', { name: '确认交接 2 位客户' }).click();
  await page.getByTestId('transfer-page').getByText('以后由同事为您服务').waitFor();
  await t.settle();
  await page.getByTestId('going').getByText('2', { exact: true }).waitFor();
  const order = (await api.transfers.list({ kind: 'onJob' })).items[0]!;
  const contact = (await t.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${from!.userId}`)).find((one) => one.transfer)!;

  // The customer's phone shows who comes, until when one may say no, and the words.
  const phone = await page.context().newPage();
  await phone.goto(phoneUrl(t, { person: contact.customer.id, chat: `selfBuilt.${from!.userId}` }));
  await phone.getByTestId('handover').getByText(`${to!.name} 将接替为您服务`).waitFor();
  await phone.getByTestId('chat-message').filter({ hasText: '以后由同事为您服务' }).waitFor();
  await picture(phone, 'transfer-5-phone');
  await phone.getByTestId('refuse').click();
  await phone.getByTestId('handover').waitFor({ state: 'detached' });
  await t.settle();
  await page.reload();
  await page.getByTestId('queued').getByText('1', { exact: true }).waitFor();
  await page.locator('[data-testid^="row-"]').filter({ hasText: contact.customer.name }).getByText('客户拒绝').waitFor();
  expect((await api.transfers.get({ id: order.id })).counts).toMatchObject({ refused: 1, pending: 1 });
  await leave();
});
