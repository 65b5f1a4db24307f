import { In } from 'typeorm';
import { personal } from '../../../core/personal/declare';
import { endExportsHolding, removeFilesHolding } from '../../export';
import { LiveCodeWaiting, LiveCodeWaitingTry } from './entity';
import { phoneIn } from './present';

/** Whoever left word is known by their browser and by the number that they wrote. */
export const waitingPersonalData = [
  personal(LiveCodeWaiting, {
    label: { zh: '活码留言', en: 'Word left at live codes' },
    of: ({ names }) => (names.length === 0 ? null : [{ visitor: In([...names]) }, { phoneKey: In([...names]) }]),
    names: ({ visitor, phoneKey }) => [visitor, phoneKey],
    called: (row, { secrets }) => [row.name, phoneIn(row, secrets)],
    show: (rows, { secrets }) => Promise.resolve(rows.map((row) => [
      { column: 'at', label: { zh: '时间', en: 'At' }, value: row.lastAt }, { column: 'name', label: { zh: '称呼', en: 'Name' }, value: row.name },
      { column: 'phone', label: { zh: '手机号', en: 'Phone' }, value: phoneIn(row, secrets) }, { column: 'note', label: { zh: '留言', en: 'Note' }, value: row.note },
    ])),
    erase: 'delete',
    before: (rows, { db, files }) => removeFilesHolding(files, db, 'waiting', rows.map(({ id }) => id)),
    also: (tx, rows) => endExportsHolding(tx, 'waiting', rows.map(({ id }) => id)),
  }),
  personal(LiveCodeWaitingTry, {
    label: { zh: '活码留言的次数（一两个小时）', en: 'How often somebody left word, for an hour or two' },
    of: ({ names }) => (names.length === 0 ? null : { visitor: In([...names]) }),
    erase: 'delete',
  }),
];
