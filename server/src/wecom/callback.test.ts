import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCallback, readEncrypt, verifyUrl } from './callback';
import { CallbackCrypto } from './crypto';
import type { CallbackCode } from './errors';

const crypto = new CallbackCrypto({ token: 'unitTestToken1', aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY' });
const mine = ['wwcorp'];

function delivered(message: string, { receiveId = 'wwcorp', wrap = (encrypt: string) => `<xml><ToUserName><![CDATA[wwcorp]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID>7</AgentID></xml>` } = {}) {
  const encrypt = crypto.encrypt(message, receiveId);
  return signed(encrypt, wrap(encrypt));
}

function signed(encrypt: string, body: string) {
  return { query: { msg_signature: crypto.sign('1700000000', 'nonce', encrypt), timestamp: '1700000000', nonce: 'nonce' }, body };
}

function refusal(run: () => unknown): CallbackCode | 'accepted' {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return (error as { code: CallbackCode }).code;
  }
}

test('callback: a delivery is opened', () => {
  const opened = openCallback({ crypto, ...delivered('<xml>你好</xml>'), receiveIds: mine });
  expect(opened.receiveId).toBe('wwcorp');
  expect(opened.message.toString()).toBe('<xml>你好</xml>');
});

test('callback: the envelope is read in any order, with and without CDATA, with space around, and as JSON', () => {
  const wanted = 'AAAA+/==';
  const pieces = fc.shuffledSubarray(['Encrypt', 'ToUserName', 'AgentID'], { minLength: 3 });
  const space = fc.constantFrom('', ' ', '\n  ', '\r\n\t');
  const values: Record<string, string> = { Encrypt: wanted, ToUserName: 'wwcorp', AgentID: '7' };
  fc.assert(fc.property(pieces, space, fc.boolean(), (names, gap, cdata) => {
    const elements = names.map((name) => `<${name}${gap}>${gap}${cdata ? `<![CDATA[${values[name]}]]>` : values[name]}${gap}</${name}>`);
    expect(readEncrypt(`${gap}<xml>${gap}${elements.join(gap)}${gap}</xml>${gap}`)).toEqual(wanted);
  }));
  expect(readEncrypt('\uFEFF{"tousername":"wwcorp","encrypt":"AAAA+/==","agentid":7}')).toEqual(wanted);
  expect(readEncrypt('{"agentid":"7","encrypt":"AAAA+/==","tousername":"wwcorp"}')).toEqual(wanted);
});

test('callback: an element whose name only begins alike is not taken for it', () => {
  expect(readEncrypt('<xml><EncryptOld>no</EncryptOld><Encrypt>yes</Encrypt></xml>')).toBe('yes');
});

test('callback: a JSON delivery is opened', () => {
  const wrap = (encrypt: string) => JSON.stringify({ tousername: 'wwcorp', encrypt, agentid: '7' });
  expect(openCallback({ crypto, ...delivered('{"MsgType":"text"}', { wrap }), receiveIds: mine }).message.toString()).toBe('{"MsgType":"text"}');
});

test('callback: what is malformed, unsigned, wrongly signed, undecryptable or foreign is refused with its own code', () => {
  const good = delivered('<xml>a</xml>');
  const open = (part: { query: Record<string, string | string[] | undefined>; body: string }) => refusal(() => openCallback({ crypto, ...part, receiveIds: mine }));
  const encrypt = readEncrypt(good.body);
  expect(open(good)).toBe('accepted');
  expect(open({ ...good, query: {} })).toBe('callback_unsigned');
  expect(open({ ...good, query: { ...good.query, nonce: undefined } })).toBe('callback_unsigned');
  expect(open({ ...good, query: { ...good.query, msg_signature: ['a', 'b'] } })).toBe('callback_unsigned');
  expect(open({ ...good, query: { ...good.query, msg_signature: 'a'.repeat(40) } })).toBe('callback_bad_signature');
  expect(open({ ...good, body: good.body.replace(encrypt, encrypt.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))) })).toBe('callback_bad_signature');
  expect(open({ ...good, body: good.body.slice(0, 120) })).toBe('callback_malformed');
  expect(open({ ...good, body: '' })).toBe('callback_malformed');
  expect(open({ ...good, body: '{"encrypt":' })).toBe('callback_malformed');
  expect(open({ ...good, body: '{"encrypt":12}' })).toBe('callback_malformed');
  expect(open({ ...good, body: '<xml></xml>' })).toBe('callback_malformed');
  expect(open(delivered('<xml>a</xml>', { receiveId: 'wwother' }))).toBe('callback_foreign');
  for (const bad of [encrypt.slice(0, -4), '!!!not base64!!!', 'AAAA', Buffer.alloc(64, 1).toString('base64')]) {
    expect(open(signed(bad, `<xml><Encrypt>${bad}</Encrypt></xml>`))).toBe('callback_undecryptable');
  }
});

test('callback: a DOCTYPE, an entity or a comment in the envelope is refused, however it is spelled', () => {
  for (const head of ['<!DOCTYPE xml [<!ENTITY a "b">]>', '<!doctype x>', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!-- -->']) {
    const { query, body } = delivered('<xml>a</xml>', { wrap: (encrypt) => `${head}<xml><Encrypt>${encrypt}</Encrypt></xml>` });
    expect(refusal(() => openCallback({ crypto, query, body, receiveIds: mine }))).toBe('callback_malformed');
  }
});

test('callback: no body whatever makes it fail in another way', () => {
  const known = new Set(['callback_malformed', 'callback_bad_signature']);
  const { query } = delivered('x');
  const tags = fc.constantFrom('<xml>', '<Encrypt>', '</Encrypt>', '<Encrypt', '<![CDATA[', ']]>', '{', '"encrypt"', ':', '}', '<!', 'AAAA', ' ');
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(tags, { maxLength: 12 }).map((parts) => parts.join(''))), (body) => {
    expect(known).toContain(refusal(() => openCallback({ crypto, query, body, receiveIds: mine })));
  }));
});

test('callback: checking an address gives the echo back, also when a + had become a space', () => {
  const plus = Array.from({ length: 200 }, (_, index) => crypto.encrypt(`echo ${index}`, 'wpProvider')).find((text) => text.includes('+'))!;
  const { query } = signed(plus, '');
  const { echo, receiveId } = verifyUrl({ crypto, query: { ...query, echostr: plus.replaceAll('+', ' ') } });
  expect(echo).toMatch(/^echo \d+$/);
  expect(receiveId).toBe('wpProvider');
  expect(refusal(() => verifyUrl({ crypto, query: { ...query, msg_signature: 'no', echostr: plus } }))).toBe('callback_bad_signature');
  expect(refusal(() => verifyUrl({ crypto, query }))).toBe('callback_unsigned');
});
