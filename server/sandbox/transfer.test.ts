import { afterEach, expect, test } from 'vitest';
import type { AppMessage, ChatMessage, Contact } from './control';
import { demo } from './demo';
import { tellStory, type Json } from './story';

const hour = 3_600_000;
const day = 24 * hour;
let story: Awaited<ReturnType<typeof tellStory>>;
afterEach(() => story.close());

/** The self-built app with two members who may receive, and the customers of the first. */
async function stage() {
  story = await tellStory({ customersPerCorp: 120, staffPerCorp: 6 });
  await story.connect('selfBuilt');
  const token = await story.ownToken('selfBuilt');
  const call = async (path: string, body: object): Promise<Json> => story.post(`/cgi-bin/${path}?access_token=${await story.ownToken('selfBuilt')}`, body);
  const { follow_user: users } = await story.get(`/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`) as { follow_user: string[] };
  const contacts = async (userid: string) => (await story.sandbox.control<Contact[]>('GET', `/sandbox/contacts?corp=selfBuilt&userid=${userid}`)).filter((one) => one.staffHasCustomer);
  const [from, to, third] = users as [string, string, string];
  const theirs = (await contacts(to)).map((one) => one.customer.id);
  const customers = (await contacts(from)).filter((one) => !theirs.includes(one.customer.id));
  const transfer = (ids: string[], takeover = to, handover = from) => call('externalcontact/transfer_customer', { handover_userid: handover, takeover_userid: takeover, external_userid: ids });
  const result = (takeover = to, handover = from): Promise<Json> => call('externalcontact/transfer_result', { handover_userid: handover, takeover_userid: takeover });
  return { call, contacts, from, to, third, customers, transfer, result };
}

test('A customer on the way sees a notice, is with the taker after 24 hours, and both sides are told', async () => {
  const { from, to, customers, transfer, result, contacts } = await stage();
  const [one] = customers;
  expect(await transfer([one!.externalUserid, 'wmUnknown'])).toMatchObject({ errcode: 0, customer: [{ errcode: 0 }, { external_userid: 'wmUnknown', errcode: 40096 }] });
  expect((await transfer([one!.externalUserid])).customer).toMatchObject([{ errcode: 40129 }]);
  const chat = await story.sandbox.control<ChatMessage[]>('GET', `/sandbox/chat?corp=selfBuilt&userid=${from}&person=${one!.customer.id}`);
  expect(chat.at(-1)).toMatchObject({ from: 'system' });
  expect(chat.at(-1)!.text).toContain('继续为您服务');
  expect((await contacts(from)).find((each) => each.customer.id === one!.customer.id)!.transfer).toMatchObject({ takesEffectAt: story.sandbox.now() + day });
  await story.sandbox.advance(day - 1);
  expect((await result()).customer).toMatchObject([{ status: 2 }]);
  await story.sandbox.advance(1);
  expect((await result()).customer).toMatchObject([{ status: 1 }]);
  expect(story.receiver.of('del_external_contact').at(-1)!.fields).toMatchObject({ UserID: from, Source: 'DELETE_BY_TRANSFER' });
  expect(story.receiver.of('add_external_contact').at(-1)!.fields).toMatchObject({ UserID: to, ExternalUserID: one!.externalUserid });
  expect((await contacts(from)).some((each) => each.customer.id === one!.customer.id)).toBe(false);
});

test('Customers may refuse, a member may be full, and a third hand-over within 90 days is turned down', async () => {
  const { from, to, third, customers, transfer, result } = await stage();
  const [one, two] = customers;
  await transfer([one!.externalUserid]);
  await story.sandbox.control('POST', '/sandbox/refuse', { corp: 'selfBuilt', person: one!.customer.id });
  await story.sandbox.settle();
  expect(story.receiver.of('transfer_fail').at(-1)!.fields).toMatchObject({ FailReason: 'customer_refused', UserID: to, ExternalUserID: one!.externalUserid });
  expect((await result()).customer).toMatchObject([{ status: 3 }]);

  await transfer([two!.externalUserid]);
  await story.sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: to, customerLimit: 0 });
  expect((await transfer([customers[2]!.externalUserid])).customer).toMatchObject([{ errcode: 40099 }]);
  await story.sandbox.advance(day);
  expect(story.receiver.of('transfer_fail').at(-1)!.fields).toMatchObject({ FailReason: 'customer_limit_exceed' });
  await story.sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: to, customerLimit: 10_000 });

  for (const [handover, takeover] of [[from, to], [to, third]] as const) {
    expect((await transfer([two!.externalUserid], takeover, handover)).customer).toMatchObject([{ errcode: 0 }]);
    await story.sandbox.advance(day);
  }
  expect((await transfer([two!.externalUserid], from, third)).customer).toMatchObject([{ errcode: 40128 }]);
  await story.sandbox.advance(89 * day);
  expect((await transfer([two!.externalUserid], from, third)).customer).toMatchObject([{ errcode: 0 }]);
  expect(await transfer(Array.from({ length: 101 }, (_, at) => `wm${at}`))).toMatchObject({ errcode: 40058 });
});

test('Who leaves is on the list of the unassigned until somebody takes over, customers and groups', async () => {
  const { call, from, to, customers, transfer } = await stage();
  const chats = async (status: number) => (await call('externalcontact/groupchat/list', { status_filter: status, owner_filter: { userid_list: [from] }, limit: 100 })).group_chat_list as { chat_id: string; status: number }[];
  const [group] = await chats(0);
  expect(await call('externalcontact/resigned/transfer_customer', { handover_userid: from, takeover_userid: to, external_userid: [customers[0]!.externalUserid] })).toMatchObject({ errcode: 40097 });
  expect((await call('externalcontact/groupchat/transfer', { chat_id_list: [group!.chat_id], new_owner: to })).failed_chat_list).toMatchObject([{ errcode: 90500 }]);
  await story.sandbox.control('POST', '/sandbox/staff', { corp: 'selfBuilt', userid: from, leave: true });
  expect(await transfer([customers[0]!.externalUserid])).toMatchObject({ errcode: 40003 });
  const listed = async () => (await call('externalcontact/get_unassigned_list', { page_size: 1000 })).info as { external_userid: string; handover_userid: string; dimission_time: number }[];
  expect((await listed())[0]).toMatchObject({ handover_userid: from, dimission_time: Math.floor(story.sandbox.now() / 1000) });
  const ids = (await listed()).map((one) => one.external_userid);
  expect(ids).toContain(customers[0]!.externalUserid);
  await call('externalcontact/resigned/transfer_customer', { handover_userid: from, takeover_userid: to, external_userid: ids.slice(0, 100) });
  await story.sandbox.advance(day);
  expect((await listed()).length).toBe(ids.length - Math.min(100, ids.length));
  expect(await chats(1)).toMatchObject([{ chat_id: group!.chat_id, status: 1 }]);
  expect(await call('externalcontact/groupchat/transfer', { chat_id_list: [group!.chat_id], new_owner: to })).toMatchObject({ errcode: 0, failed_chat_list: [] });
  expect(await chats(1)).toEqual([]);
});

test('A message of the app arrives on the phone of those who are in its range, and the same words once', async () => {
  const { call, from } = await stage();
  const card = { touser: `${from}|nobody`, msgtype: 'textcard', agentid: demo.corps.selfBuilt.agentId, textcard: { title: '客户流失', description: '李梅', url: 'http://localhost/x' }, enable_duplicate_check: 1 };
  expect(await call('message/send', card)).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
  await call('message/send', card);
  expect(await story.sandbox.control<AppMessage[]>('GET', `/sandbox/inbox?corp=selfBuilt&userid=${from}`)).toMatchObject([{ kind: 'textcard', title: '客户流失', text: '李梅' }]);
  expect(await call('message/send', { ...card, touser: 'nobody' })).toMatchObject({ errcode: 81013 });
  expect(await call('message/send', { ...card, agentid: 1 })).toMatchObject({ errcode: 40056 });
  expect(await call('message/send', { ...card, textcard: { title: '', description: '', url: '' } })).toMatchObject({ errcode: 40058 });
});
