import { kindOf } from '@scrm/shared/field-kind';
import type { Language } from '@scrm/shared/error';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { Actor, Reach } from '../../core/http/serve';
import type { Secrets } from '../../core/secrets';
import { customerNames } from '../customer';
import { staffRefs } from '../org';
import { canSee, type Viewer } from './access';
import { Field, FieldChange, FieldReveal } from './entity';
import { fieldRevealed } from './events';
import { withinReach } from './quality';
import { openTexts } from './stored';

interface PageOf { cursor?: string; limit: number }

const noneText = { zh: '无', en: 'None' };

/** What became of a customer's values, newest first; sensitive ones stay masked. */
export async function readHistory(db: ReadDb, { customerId, fieldId }: { customerId: string; fieldId?: string }, viewer: Viewer, secrets: Secrets, language: Language, { cursor, limit }: PageOf) {
  const fields = new Map((await db.find(Field)).filter((field) => canSee(field, viewer)).map((field) => [field.id, field]));
  const ids = [...fields.keys()].filter((id) => fieldId === undefined || id === fieldId);
  if (ids.length === 0) return { items: [], total: 0, nextCursor: null };
  const query = () => db.query(FieldChange, 'past').andWhere('past.customerId = :customerId AND past.fieldId IN (:...ids)', { customerId, ids });
  const page = query();
  if (cursor) page.andWhere('past.id < :cursor', { cursor });
  const found = await page.orderBy('past.id', 'DESC').limit(limit + 1).getMany();
  const rows = found.slice(0, limit);
  const staff = await staffRefs(db, rows.flatMap((row) => row.staffId ?? []));
  return {
    total: await query().getCount(),
    nextCursor: found.length > limit ? rows.at(-1)!.id : null,
    items: rows.map((row) => {
      const field = fields.get(row.fieldId)!;
      const texts = openTexts(row, secrets);
      const show = (told: string | false | null) => (told === null ? '' : told === false ? noneText[language] : row.sealed ? kindOf(field.kind).mask(told) : told);
      return {
        id: row.id, fieldId: field.id, fieldName: field.name, from: show(texts.from), to: show(texts.to), why: row.why,
        by: { source: row.source, name: row.byName, staff: row.staffId === null ? null : staff.get(row.staffId) ?? null, at: row.at },
      };
    }),
  };
}

/** Writes down who is about to see a sensitive value, and why, before it is shown. */
export async function recordReveal(tx: WriteDb, { customerId, fieldId, actor, reason, now }: { customerId: string; fieldId: string; actor: Actor; reason: string; now: number }): Promise<void> {
  const id = newId('rev', now);
  const seen = { customerId, fieldId, actorId: actor.id, actorName: actor.name.slice(0, 128), reason, at: now };
  await tx.insert(FieldReveal, { id, ...seen });
  await tx.publish(fieldRevealed, { revealId: id, ...seen }, { key: `revealed:${id}` });
}

export async function listReveals(db: ReadDb, reach: Reach, { cursor, limit }: PageOf) {
  const query = () => withinReach(db.query(FieldReveal, 'reveal'), 'reveal', reach);
  const page = query();
  if (cursor) page.andWhere('reveal.id < :cursor', { cursor });
  const found = await page.orderBy('reveal.id', 'DESC').limit(limit + 1).getMany();
  const rows = found.slice(0, limit);
  const names = await customerNames(db, rows.map((row) => row.customerId));
  const fields = new Map((await db.find(Field)).map((field) => [field.id, field.name]));
  return {
    total: await query().getCount(),
    nextCursor: found.length > limit ? rows.at(-1)!.id : null,
    items: rows.map(({ id, customerId, fieldId, actorName, reason, at }) => ({ id, customerId, customerName: names.get(customerId) ?? '', fieldName: fields.get(fieldId) ?? '', by: actorName, reason, at })),
  };
}
