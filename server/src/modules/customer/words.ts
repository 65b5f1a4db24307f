import { In, Not } from 'typeorm';
import { holdsOne, type FreeWords, type Parts } from '../../core/personal/words';
import { Activity, FollowUser } from './entity';

/** Remarks and descriptions of other customers. WeCom has them too, and whose they are changes them there. */
export const remarkWords: FreeWords = {
  table: 'FollowUser', label: { zh: '其他客户的备注和描述', en: 'Remarks and descriptions of other customers' },
  find: async (db, { customerId }, parts, most) => {
    const holds = holdsOne(parts);
    const others = { customerId: Not(customerId) };
    const rows = await db.find(FollowUser, [{ ...others, remark: holds }, { ...others, description: holds }], { order: { id: 'DESC' } });
    const told = rows.map((row) => ({ ...row, text: [row.remark, row.description].filter((text) => parts.meets(text)).join(' · ') }));
    return told.filter(({ text }) => text !== '').slice(0, most).map(({ id, customerId: about, text, addedAt, staffId }) => ({ id, customerId: about, text, at: addedAt, staffId }));
  },
};

function covered(value: unknown, parts: Parts): unknown {
  if (typeof value === 'string') return parts.cover(value);
  if (Array.isArray(value)) return value.map((one) => covered(one, parts));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, covered(one, parts)])) : value;
}
const changes = (data: Activity['data'], parts: Parts) => JSON.stringify(covered(data, parts)) !== JSON.stringify(data);

/** From what to what remarks and details of others were changed. */
export const pastRemarks: FreeWords = {
  table: 'Activity', label: { zh: '其他客户的备注变更记录', en: 'How remarks of other customers were changed' }, isPast: true,
  find: async (db, { customerId }, parts, most) => {
    const rows = await db.find(Activity, { customerId: Not(customerId), kind: In(['customer.remarked', 'customer.edited']), data: holdsOne(parts) as never });
    return rows.filter(({ data }) => changes(data, parts)).slice(0, most).map(({ id, customerId: about, at, staffId }) => ({ id, customerId: about, text: null, at, staffId }));
  },
  cover: async (tx, ids, parts) => {
    const rows = await tx.find(Activity, { id: In([...ids]) });
    for (const { id, data } of rows) await tx.update(Activity, { id }, { data: covered(data, parts) as object });
    return rows.length;
  },
};
