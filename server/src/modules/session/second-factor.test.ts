import { expect, test } from 'vitest';
import { browser, digits, owner, ownerWithFactor, password, refused } from '../../../test/account';
import { testApp } from '../../../test/app';

test('PM-03 with a second factor the password alone opens nothing, and a code opens once', async () => {
  const t = await testApp();
  const api = await owner(t);
  const { secret, qrUrl } = await api.accounts.beginSecondFactor();
  expect(qrUrl).toMatch(/^data:image\/png;base64,/);
  const code = () => digits(t, secret);
  expect(await refused(api.accounts.enableSecondFactor({ secret, code: '000000' }))).toBe('wrong_code');
  await api.accounts.enableSecondFactor({ secret, code: code() });
  expect((await api.session.me()).secondFactor).toBe(true);

  const other = browser(t);
  expect(await refused(other.session.signIn({ name: 'owner', password }))).toBe('second_factor_needed');
  expect(await refused(other.session.signIn({ name: 'owner', password, code: code() }))).toBe('wrong_code');
  await t.advance(30_000);
  const fresh = code();
  await other.session.signIn({ name: 'owner', password, code: fresh });
  expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: fresh }))).toBe('wrong_code');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password: 'wrong', code: fresh }))).toBe('wrong_password');
  const [row] = await t.app.database.query<{ totp: string }>('SELECT totp FROM account');
  expect(row!.totp).not.toContain(secret);
  await t.advance(30_000);
  await other.accounts.disableSecondFactor({ code: code() });
  await browser(t).session.signIn({ name: 'owner', password });
});

test('PM-03 ten recovery codes are shown once and kept as hashes; each opens once in place of the digits, and the sign-in log says so', async () => {
  const t = await testApp();
  const { api, codes } = await ownerWithFactor(t);
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  expect(codes.every((code) => /^[A-Z2-7]{5}-[A-Z2-7]{5}$/.test(code))).toBe(true);
  const kept = JSON.stringify(await t.app.database.query('SELECT * FROM account_recovery'));
  for (const code of codes) expect(kept).not.toContain(code.slice(0, 5));

  // As people copy it from paper.
  const typed = ` ${codes[0]!.toLowerCase().replace('-', ' ').replaceAll('o', '0')} `;
  const me = await browser(t).session.signIn({ name: 'owner', password, code: typed });
  expect(me).toMatchObject({ secondFactor: true, recoveryCodesLeft: 9 });
  expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: codes[0]! }))).toBe('wrong_code');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password: 'wrong', code: codes[1]! }))).toBe('wrong_password');
  const both = await Promise.all([1, 2].map(() => refused(browser(t).session.signIn({ name: 'owner', password, code: codes[1]! }))));
  expect(both.sort()).toEqual(['done', 'wrong_code']);
  expect((await api.session.me()).recoveryCodesLeft).toBe(8);
  const { items } = await api.session.signIns({});
  expect(items.filter(({ method }) => method === 'recovery').map(({ outcome }) => outcome).sort()).toEqual(['ok', 'ok', 'wrongCode', 'wrongCode']);
  expect(JSON.stringify(await t.app.database.query('SELECT * FROM sign_in'))).not.toContain(codes[0]!);
});

test('PM-03 new recovery codes take a current code and end the old ones; turning it off takes a code too, and leaves none', async () => {
  const t = await testApp();
  const { api, codes, secret } = await ownerWithFactor(t);
  expect(await refused(api.accounts.renewRecoveryCodes({ code: '000000' }))).toBe('wrong_code');
  expect(await refused(api.accounts.renewRecoveryCodes({ code: codes[0]! }))).toBe('bad_input');
  const { codes: fresh } = await api.accounts.renewRecoveryCodes({ code: digits(t, secret) });
  expect(await refused(api.accounts.renewRecoveryCodes({ code: digits(t, secret) }))).toBe('wrong_code');
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  expect((await api.session.me()).recoveryCodesLeft).toBe(10);
  expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: codes[1]! }))).toBe('wrong_code');
  // Nobody puts another authenticator in its place without a code of the one that is there.
  const other = (await api.accounts.beginSecondFactor()).secret;
  expect(await refused(api.accounts.enableSecondFactor({ secret: other, code: digits(t, other) }))).toBe('second_factor_on');
  expect(await refused(api.accounts.disableSecondFactor({ code: codes[1]! }))).toBe('wrong_code');
  await api.accounts.disableSecondFactor({ code: fresh[0]! });
  expect(await t.app.database.query('SELECT id FROM account_recovery')).toEqual([]);
  expect(await api.session.me()).toMatchObject({ secondFactor: false, recoveryCodesLeft: 0 });
  expect(await refused(api.accounts.renewRecoveryCodes({ code: digits(t, secret) }))).toBe('second_factor_off');
  await browser(t).session.signIn({ name: 'owner', password });
});

test('PM-03 codes are guessed ten times at most, at sign-in and where one is signed in', async () => {
  const t = await testApp();
  const { api, codes, secret } = await ownerWithFactor(t);
  for (let n = 0; n < 10; n++) expect(await refused(api.accounts.disableSecondFactor({ code: n % 2 ? 'AAAAA-AAAAA' : '000000' }))).toBe('wrong_code');
  expect(await refused(api.accounts.disableSecondFactor({ code: codes[0]! }))).toBe('too_many_tries');
  expect(await refused(api.accounts.renewRecoveryCodes({ code: digits(t, secret) }))).toBe('too_many_tries');
  for (let n = 0; n < 10; n++) expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: 'AAAAA-AAAAA' }))).toBe('wrong_code');
  expect(await refused(browser(t).session.signIn({ name: 'owner', password, code: codes[0]! }))).toBe('too_many_tries');
  expect((await api.session.me()).recoveryCodesLeft).toBe(10);
});
