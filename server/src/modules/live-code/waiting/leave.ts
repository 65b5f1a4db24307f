import { In, Not, type FindOptionsWhere } from 'typeorm';
import { waitLengths, type Waiting } from '@scrm/shared/waiting';
import type { WaitForm } from '@scrm/shared/live-code-rule';
import { newId } from '../../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../../core/db/scope';
import type { Secrets } from '../../../core/secrets';
import { hideName, phoneOf } from '../../customer';
import { endExportsHolding, removeFilesHolding } from '../../export';
import type { FileStore } from '../../file';
import { LiveCodeWaiting } from './entity';
import { tellLater } from './tell';

const dayMs = 86_400_000;

export interface Written {
  name: string;
  phone: string;
  note: string;
}

export type Fault = 'phone' | 'empty';

/** What was written, in the shape that is kept, or what is wrong with it. Signs that no line of text has are left out; a number may be written in wide digits. */
export function readWritten(form: URLSearchParams): { written: Written; fault: Fault | null } {
  const field = (name: keyof Written) => (form.get(name) ?? '').normalize(name === 'phone' ? 'NFKC' : 'NFC').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '').trim().slice(0, waitLengths[name]);
  const written = { name: field('name').replaceAll('\n', ' '), phone: field('phone'), note: field('note') };
  return { written, fault: written.phone !== '' && phoneOf(written.phone) === null ? 'phone' : written.phone === '' && written.note === '' ? 'empty' : null };
}

interface Left extends Written {
  liveCodeId: string;
  form: WaitForm;
  visitor: string;
  via: Waiting['via'];
}

/** Once for each who waits: the same browser or number again says it anew, and keeps its place. */
export async function leaveWord(db: ReadDb, secrets: Secrets, { liveCodeId, form, visitor, via, name, phone, note }: Left, now: number): Promise<void> {
  const hidden = phone === '' ? { value: '', sealed: '' } : hideName(secrets, 'phone', phone);
  const openKey = hidden.value || visitor;
  const said = { visitor, phoneKey: hidden.value, phoneSealed: hidden.sealed, name: form.asksName ? name : '', note, lastAt: now, deleteAt: now + form.keepDays * dayMs };
  await write(db, async (tx) => {
    const own = await tx.findOne(LiveCodeWaiting, { liveCodeId, visitor, state: 'open' });
    const other = await tx.findOne(LiveCodeWaiting, { liveCodeId, openKey, state: 'open', ...(own && { id: Not(own.id) }) });
    if (own && other) await tx.remove(LiveCodeWaiting, { id: own.id });
    else if (own) await tx.update(LiveCodeWaiting, { id: own.id }, { openKey });
    await tx.insertMissing(LiveCodeWaiting, { id: newId('lcw', now), liveCodeId, openKey, ...said, via, state: 'open', staffId: null, times: 0, isTold: false, at: now, doneAt: null });
    await tx.update(LiveCodeWaiting, { liveCodeId, openKey }, { ...said, times: () => 'times + 1' });
    await tellLater(tx, liveCodeId, now);
  });
}

/** What this browser left and nobody has seen to yet. */
export const wordOf = (db: ReadDb, liveCodeId: string, visitor: string): Promise<LiveCodeWaiting | null> => db.findOne(LiveCodeWaiting, { liveCodeId, visitor, state: 'open' });

/** They changed their mind: nothing of it stays. */
export async function takeBackWord(db: ReadDb, files: FileStore, liveCodeId: string, visitor: string): Promise<void> {
  const row = await wordOf(db, liveCodeId, visitor);
  if (row) await forget(db, files, [row.id], { state: 'open' });
}

/** They go, and every exported file that holds one of them. */
export async function forget(db: ReadDb, files: FileStore, ids: readonly string[], still: FindOptionsWhere<LiveCodeWaiting>): Promise<void> {
  await removeFilesHolding(files, db, 'waiting', ids);
  await write(db, async (tx) => {
    await tx.remove(LiveCodeWaiting, { ...still, id: In([...ids]) });
    await endExportsHolding(tx, 'waiting', ids);
  });
}

/** Nobody's again, and whoever looks after the code hears of them anew. */
export async function freeOf(tx: WriteDb, staffId: string, now: number): Promise<void> {
  const theirs = await tx.find(LiveCodeWaiting, { staffId, state: 'open' });
  await tx.update(LiveCodeWaiting, { staffId, state: 'open' }, { staffId: null, isTold: false });
  for (const liveCodeId of new Set(theirs.map((row) => row.liveCodeId))) await tellLater(tx, liveCodeId, now);
}
