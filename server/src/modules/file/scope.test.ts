import axios from 'axios';
import { expect, test } from 'vitest';
import type { Role } from '@scrm/shared/permission';
import { clientWith, testApp, type TestApp } from '../../../test/app';
import { newId } from '../../core/db/ids';
import { FollowUser } from '../customer';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');
const refused = (call: Promise<unknown>) => call.then(() => 'done', (error: { code: string }) => error.code);
let writings = 0;
const key = () => `file-scope-${++writings}`;

/** Somebody who calls, and what they get for the id of a file. */
async function signIn(t: TestApp, role: Role, staffId: string | null = null) {
  await t.as(role, 'selfBuilt', staffId);
  const token = await t.app.services.sessions.open({
    kind: 'bearer', subjectKind: staffId ? 'staff' : 'account', subjectId: staffId ?? newId('acc'), name: role, role, corpId: t.corps.selfBuilt.id, userAgent: 'test',
  });
  const api = clientWith(t.publicUrl, token);
  const read = async ({ id }: { id: string }) => (await axios.get(`${t.publicUrl}/api/files.content?id=${id}`, { headers: { authorization: `Bearer ${token}` }, validateStatus: () => true })).status;
  const upload = (name = 'a.png') => api.files.upload({ name, content: png });
  return { api, read, upload };
}

/** An administrator, and two sales reps with a customer each that the other does not have. */
async function people(t: TestApp) {
  const follows = await t.app.database.corp(t.corps.selfBuilt.id).find(FollowUser);
  const only = follows.filter((one) => follows.filter((other) => other.customerId === one.customerId).length === 1);
  const first = only[0]!;
  const second = only.find((one) => one.staffId !== first.staffId)!;
  const rep = async ({ staffId, customerId }: FollowUser) => ({ staffId, customerId, ...(await signIn(t, 'staff', staffId)) });
  return { admin: await signIn(t, 'admin'), a: await rep(first), b: await rep(second) };
}

test('PM-02 a file that hangs on nothing is only for who brought it', async () => {
  const t = await testApp();
  const { admin, a, b } = await people(t);
  const file = await a.upload();
  expect([await a.read(file), await b.read(file), await admin.read(file), await a.read({ id: 'fil_nothing' })]).toEqual([200, 404, 404, 404]);
  // Nor can anybody else get at it by hanging it on something of theirs.
  expect(await refused(b.api.notes.create({ customerId: b.customerId, text: 'x', fileIds: [file.id], key: key() }))).toBe('not_found');
  const [code, field] = [await admin.api.liveCodes.create({ name: '码', staffIds: [a.staffId] }), await admin.api.fields.create({ name: '合同', kind: 'file' })];
  const welcome = { text: '', attachments: [{ kind: 'image' as const, fileId: file.id }] };
  expect(await refused(admin.api.liveCodes.update({ id: code.id, name: '码', staffIds: [a.staffId], welcome, updatedAt: code.updatedAt }))).toBe('not_found');
  expect(await refused(admin.api.liveCodes.create({ name: '码', staffIds: [a.staffId], welcome }))).toBe('not_found');
  expect(await refused(b.api.fields.setValues({ customerId: b.customerId, seenVersion: 0, values: [{ fieldId: field.id, value: { fileId: file.id, name: '' } }] }))).toBe('not_found');
  expect(await b.read(file)).toBe(404);
});

test('PM-02 what hangs on a note is for those who see the note: within reach, named in it, and of a private one its author', async () => {
  const t = await testApp();
  const { admin, a, b } = await people(t);
  const note = async (change: { isPrivate?: boolean; mentionIds?: string[] } = {}) => {
    const file = await a.upload();
    return { file, ...(await a.api.notes.create({ customerId: a.customerId, text: '看附件', fileIds: [file.id], key: key(), ...change })) };
  };
  const readers = async ({ file }: { file: { id: string } }) => [await a.read(file), await b.read(file), await admin.read(file)];
  const [shared, own, named] = [await note(), await note({ isPrivate: true }), await note({ mentionIds: [b.staffId] })];
  expect(await readers(shared)).toEqual([200, 404, 200]);
  expect(await readers(own)).toEqual([200, 404, 404]);
  expect(await readers(named)).toEqual([200, 200, 200]);
  expect(await refused(admin.api.notes.create({ customerId: a.customerId, text: 'x', fileIds: [own.file.id], key: key() }))).toBe('not_found');
  // The same page saved again keeps what hangs there, and what is taken away is gone for everybody.
  const kept = await a.api.notes.edit({ id: own.id, text: '还在', isPrivate: true, fileIds: [own.file.id], updatedAt: own.updatedAt });
  expect(kept.files).toMatchObject([{ id: own.file.id }]);
  await a.api.notes.remove({ id: shared.id });
  expect(await readers(shared)).toEqual([404, 404, 404]);
});

test('PM-02 CU-06 a file in a field is for those who see both the field and the customer', async () => {
  const t = await testApp();
  const { admin, a, b } = await people(t);
  const open = await admin.api.fields.create({ name: '合同', kind: 'file' });
  const confidential = await admin.api.fields.create({ name: '证件照', kind: 'file', seeRoles: ['admin'] });
  const put = async (who: typeof admin, fieldId: string, fileId: string) => {
    const { version } = await who.api.fields.values({ customerId: a.customerId });
    await who.api.fields.setValues({ customerId: a.customerId, seenVersion: version, values: [{ fieldId, value: { fileId, name: '' } }] });
  };
  const [contract, card] = [await a.upload(), await admin.upload()];
  await put(a, open.id, contract.id);
  await put(a, open.id, contract.id);
  await put(admin, confidential.id, card.id);
  expect([await a.read(contract), await b.read(contract), await admin.read(contract)]).toEqual([200, 404, 200]);
  expect([await a.read(card), await b.read(card), await admin.read(card)]).toEqual([404, 404, 200]);
  // Words that look like the id of a file show nothing.
  expect(await refused(put(a, open.id, card.id))).toBe('not_found');
  const hobby = await admin.api.fields.create({ name: '爱好', kind: 'text' });
  const { version } = await a.api.fields.values({ customerId: a.customerId });
  await a.api.fields.setValues({ customerId: a.customerId, seenVersion: version, values: [{ fieldId: hobby.id, value: `{"fileId":"${card.id}"}` }] });
  expect(await a.read(card)).toBe(404);
  // Replaced, the old one hangs nowhere any more.
  await put(a, open.id, (await a.upload()).id);
  expect([await a.read(contract), await admin.read(contract)]).toEqual([404, 404]);
});

test('PM-02 the picture of a live code is for those who see the code, and goes out as before', async () => {
  const t = await testApp();
  const { admin, a, b } = await people(t);
  const role = await admin.api.access.createRole({ name: '活码员', allow: ['liveCode.read', 'liveCode.write', 'file.write'], scope: 'own' });
  await admin.api.access.assign({ staffId: a.staffId, roleIds: [role.id] });
  const [receiver] = (await admin.api.org.staff({ onlyReceiving: true, limit: 200 })).items.filter(({ id }) => id === a.staffId);
  const picture = await admin.upload();
  const code = await admin.api.liveCodes.create({ name: '浦东店', staffIds: [receiver!.id], welcome: { text: '您好', attachments: [{ kind: 'image', fileId: picture.id }] } });
  expect([await admin.read(picture), await a.read(picture), await b.read(picture)]).toEqual([200, 200, 404]);
  // Another rep's own code with words like the id shows nothing.
  await admin.api.access.assign({ staffId: b.staffId, roleIds: [role.id] });
  await b.api.liveCodes.create({ name: '我的', staffIds: [b.staffId], welcome: { text: '', attachments: [{ kind: 'link', title: picture.id, url: 'https://example.com' }] } });
  expect(await b.read(picture)).toBe(404);
  // Who edits the code need not have brought what hangs on it.
  await a.api.liveCodes.update({ id: code.id, name: '静安店', staffIds: [a.staffId], welcome: code.welcome, updatedAt: code.updatedAt });
  const person = await t.sandbox.newPerson('李梅');
  const { userid } = await t.sandbox.scan(person, code.qrUrl);
  await t.settle();
  expect(JSON.stringify(await t.sandbox.chat(person, userid))).toContain('image');
  await admin.api.liveCodes.remove({ id: code.id });
  expect([await admin.read(picture), await a.read(picture), await b.read(picture)]).toEqual([200, 200, 404]);
  await admin.api.access.assign({ staffId: a.staffId, roleIds: [] });
  expect(await a.read(picture)).toBe(404);
});
