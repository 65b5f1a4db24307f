import { expect, test } from 'vitest';
import { isEvent, parseEvent } from './events';
import type { EventName } from './events';

const cdata = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('\n');
const asEvent = (family: string, fields: Record<string, string>) =>
  `<xml>${cdata({ ToUserName: 'wwcorp', FromUserName: 'sys' })}<CreateTime>1700000000</CreateTime>${cdata({ MsgType: 'event', Event: family, ...fields })}</xml>`;
const asInfo = (family: string, fields: Record<string, string>) =>
  `<xml>${cdata({ SuiteId: 'wwsuite', AuthCorpId: 'wwcorp', InfoType: family })}<TimeStamp>1700000000</TimeStamp>${cdata(fields)}</xml>`;

const friend = { UserID: 'zhangsan', ExternalUserID: 'wmABC' };
const read = { userId: 'zhangsan', externalUserid: 'wmABC' };
const both: [name: EventName, fields: Record<string, string>, read: object][] = [
  ['change_external_contact.add_external_contact', { ...friend, State: 'lc_1', WelcomeCode: 'WC' }, { ...read, state: 'lc_1', welcomeCode: 'WC' }],
  ['change_external_contact.add_external_contact', { ...friend, State: '', WelcomeCode: '' }, read],
  ['change_external_contact.add_half_external_contact', { ...friend, State: 'lc_1' }, { ...read, state: 'lc_1' }],
  ['change_external_contact.edit_external_contact', friend, read],
  ['change_external_contact.del_external_contact', { ...friend, Source: 'DELETE_BY_TRANSFER' }, { ...read, source: 'DELETE_BY_TRANSFER' }],
  ['change_external_contact.del_follow_user', friend, read],
  ['change_external_contact.transfer_fail', { ...friend, FailReason: 'customer_refused' }, { ...read, failReason: 'customer_refused' }],
  ['change_external_tag.create', { Id: 'et1', TagType: 'tag' }, { id: 'et1', tagType: 'tag' }],
  ['change_external_tag.update', { Id: 'et1', TagType: 'tag_group' }, { id: 'et1', tagType: 'tag_group' }],
  ['change_external_tag.delete', { Id: 'et1', TagType: 'tag', StrategyId: '1' }, { id: 'et1', tagType: 'tag', strategyId: '1' }],
  ['change_external_tag.shuffle', { Id: '' }, {}],
  ['change_contact.create_user', { UserID: 'lisi', OpenUserID: 'wo1', Department: '1,2', MainDepartment: '2', Status: '1' }, { userId: 'lisi', openUserId: 'wo1', department: [1, 2], mainDepartment: 2, status: 1 }],
  ['change_contact.update_user', { UserID: 'lisi', NewUserID: 'lisi2' }, { userId: 'lisi', newUserId: 'lisi2' }],
  ['change_contact.delete_user', { UserID: 'lisi' }, { userId: 'lisi' }],
  ['change_contact.create_party', { Id: '3', Name: '华东', ParentId: '1', Order: '10' }, { id: 3, name: '华东', parentId: 1, order: 10 }],
  ['change_contact.update_party', { Id: '3', ParentId: '2' }, { id: 3, parentId: 2 }],
  ['change_contact.delete_party', { Id: '3' }, { id: 3 }],
  ['change_contact.update_tag', { TagId: '4', AddUserItems: 'a,b', DelPartyItems: '5' }, { tagId: '4', addUserItems: ['a', 'b'], delUserItems: [], addPartyItems: [], delPartyItems: [5] }],
];

test.each(both)('events: %s is the same event from a suite and from an app', (name, fields, wanted) => {
  const [family, change] = name.split('.') as [string, string];
  const fromApp = parseEvent(asEvent(family, { ChangeType: change, ...fields }));
  const fromSuite = parseEvent(asInfo(family, { ChangeType: change, ...fields }));
  expect(fromApp).toEqual({ name, known: true, wecomCorpId: 'wwcorp', at: 1_700_000_000_000, fields: wanted });
  expect(fromSuite).toEqual(fromApp);
});

test('events: what the platform tells a suite about itself', () => {
  const suite = (type: string, fields: Record<string, string>) => parseEvent(`<xml>${cdata({ SuiteId: 'wwsuite', InfoType: type, TimeStamp: '1700000000', ...fields })}</xml>`);
  expect(suite('suite_ticket', { SuiteTicket: 'ticket' })).toMatchObject({ name: 'suite_ticket', known: true, wecomCorpId: '', fields: { suiteId: 'wwsuite', suiteTicket: 'ticket' } });
  expect(suite('create_auth', { AuthCode: 'code', State: 's' }).fields).toEqual({ suiteId: 'wwsuite', authCode: 'code', state: 's' });
  expect(suite('reset_permanent_code', { AuthCode: 'code' }).fields).toEqual({ suiteId: 'wwsuite', authCode: 'code' });
  expect(suite('change_auth', { AuthCorpId: 'wwcorp' })).toMatchObject({ wecomCorpId: 'wwcorp', fields: { authCorpId: 'wwcorp' } });
  expect(suite('cancel_auth', { AuthCorpId: 'wwcorp' })).toMatchObject({ name: 'cancel_auth', known: true });
});

test('events: who entered or left the visible range', () => {
  const event = parseEvent(`<xml>${cdata({ ToUserName: 'wwcorp', FromUserName: 'zhangsan', MsgType: 'event', Event: 'subscribe' })}<CreateTime>1700000000</CreateTime><AgentID>7</AgentID></xml>`);
  expect(event).toMatchObject({ name: 'subscribe', known: true, fields: { userId: 'zhangsan', agentId: 7 } });
  if (!isEvent(event, 'subscribe')) throw new Error('not subscribe');
  expect(event.fields.userId.length).toBe(8);
});

test('events: what no feature uses yet is named, kept as it came, and says so', () => {
  const message = parseEvent(`<xml>${cdata({ ToUserName: 'wwcorp', FromUserName: 'lisi', MsgType: 'text', Content: ' two  spaces ' })}<CreateTime>1700000000</CreateTime><MsgId>4561255354251345929</MsgId></xml>`);
  expect(message).toMatchObject({ name: 'message.text', known: false, reason: 'no feature uses this event yet', fields: { MsgId: '4561255354251345929', Content: ' two  spaces ' } });
  expect(parseEvent(asEvent('customer_acquisition', { ChangeType: 'balance_low' })).name).toBe('customer_acquisition.balance_low');
});

test('events: a known event without what it must have is not handled by guesswork', () => {
  const event = parseEvent(asEvent('change_external_contact', { ChangeType: 'add_external_contact', ExternalUserID: 'wmABC' }));
  expect(event).toMatchObject({ known: false, reason: 'not as documented: userId' });
});

test('events: a message in JSON is the same as in XML, and long ids are not rounded', () => {
  const json = '{"ToUserName":"wwcorp","FromUserName":"mycreate","CreateTime": 1409659813,"MsgType":"text","Content":"a 4561255354251345929 \\"b\\"","MsgId":4561255354251345929,"AgentID": 218}';
  const xml = `<xml>${cdata({ ToUserName: 'wwcorp', FromUserName: 'mycreate', MsgType: 'text', Content: 'a 4561255354251345929 "b"' })}<CreateTime>1409659813</CreateTime><MsgId>4561255354251345929</MsgId><AgentID>218</AgentID></xml>`;
  expect(parseEvent(json)).toEqual(parseEvent(xml));
});

test('events: a list is a list, whether it has none, one or many', () => {
  const chat = (items: string) => parseEvent(`<xml>${cdata({ ToUserName: 'c', MsgType: 'event', Event: 'change_external_chat', ChangeType: 'update', ChatId: 'g' })}<CreateTime>1</CreateTime><MemChangeList>${items}</MemChangeList></xml>`).fields.memChangeList;
  expect(chat('')).toEqual([]);
  expect(chat('<Item>a</Item>')).toEqual(['a']);
  expect(chat('<Item>a</Item><Item>b</Item>')).toEqual(['a', 'b']);
  const fieldsOf = (event: string, inner: string) => parseEvent(`<xml>${cdata({ ToUserName: 'c', MsgType: 'event', Event: event })}<CreateTime>1</CreateTime>${inner}</xml>`).fields;
  expect(fieldsOf('auto_activate', '<AccountList><Type>1</Type></AccountList>').AccountList).toEqual([{ Type: '1' }]);
  expect(fieldsOf('auto_activate', '<AccountList><Type>1</Type></AccountList><AccountList><Type>2</Type></AccountList>').AccountList).toEqual([{ Type: '1' }, { Type: '2' }]);
  expect(fieldsOf('pic_sysphoto', '<SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>x</PicMd5Sum></item></PicList></SendPicsInfo>').SendPicsInfo).toEqual({ Count: '1', PicList: [{ PicMd5Sum: 'x' }] });
  expect(fieldsOf('template_card_event', '<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>o</OptionId></OptionIds></SelectedItem></SelectedItems>').SelectedItems)
    .toEqual([{ QuestionKey: 'q', OptionIds: ['o'] }]);
  expect(fieldsOf('scancode_push', '<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>').ScanCodeInfo).toEqual({ ScanType: 'qrcode', ScanResult: '1' });
});

const bomb = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><MsgType>&b;</MsgType><CreateTime>1</CreateTime></xml>';
test.each([
  ['an entity bomb', bomb],
  ['an outside entity', '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><MsgType>&x;</MsgType></xml>'],
  ['an undeclared entity', '<xml><MsgType>&x;</MsgType><CreateTime>1</CreateTime></xml>'],
  ['a DOCTYPE in small letters', '<!doctype xml><xml><MsgType>text</MsgType><CreateTime>1</CreateTime></xml>'],
  ['an element that would reach the prototype', '<xml><MsgType>text</MsgType><CreateTime>1</CreateTime><__proto__><polluted>1</polluted></__proto__></xml>'],
  ['an inherited name', '<xml><MsgType>text</MsgType><CreateTime>1</CreateTime><constructor>1</constructor></xml>'],
  ['JSON that would reach the prototype', '{"MsgType":"text","CreateTime":1,"__proto__":{"polluted":1}}'],
  ['a very deep tree', `<xml><MsgType>text</MsgType><CreateTime>1</CreateTime>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</xml>`],
  ['a very deep JSON', `{"MsgType":"text","CreateTime":1,"a":${'['.repeat(500)}${']'.repeat(500)}}`],
  ['an element that is not closed', '<xml><MsgType>text</MsgType>'],
  ['CDATA that does not end', '<xml><MsgType><![CDATA[text</MsgType></xml>'],
  ['another root', '<html><MsgType>text</MsgType></html>'],
  ['plain text', 'hello'], ['nothing', ''], ['a JSON list', '[1]'], ['broken JSON', '{"MsgType":'],
  ['no kind', '<xml><CreateTime>1</CreateTime></xml>'],
  ['no time', '<xml><MsgType>text</MsgType></xml>'],
])('events: %s is refused as malformed', (_, message) => {
  expect(() => parseEvent(message)).toThrow(expect.objectContaining({ code: 'callback_malformed' }));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('events: what looks like a DOCTYPE inside of what a person wrote is only text', () => {
  const content = '<!DOCTYPE html> & <b>&amp;</b> <!ENTITY>';
  const event = parseEvent(`<xml>${cdata({ ToUserName: 'c', MsgType: 'text', Content: content })}<CreateTime>1</CreateTime></xml>`);
  expect(event.fields.Content).toBe(content);
});
