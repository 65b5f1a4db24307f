import { Raw } from 'typeorm';
import { personal, type Person } from '../../core/personal/declare';
import { Note, NoteMention, NoteVersion } from './entity';

/** What hangs on the notes about a person; it goes before them, for it is found through them. */
const onNotesAbout = ({ customerId }: Person) => ({ noteId: Raw((alias) => `${alias} IN (SELECT id FROM note WHERE customerId = :noteAbout)`, { noteAbout: customerId }) });

/** Private notes are the person's data too. The files of notes go with the person's files. */
export const notePersonalData = [
  personal(NoteMention, { label: { zh: '笔记中提到的同事', en: 'Colleagues named in notes' }, of: onNotesAbout, erase: 'delete' }),
  personal(NoteVersion, {
    label: { zh: '笔记的修改记录', en: 'Earlier texts of notes' },
    of: onNotesAbout,
    show: { at: { zh: '时间', en: 'Time' }, text: { zh: '内容', en: 'Text' }, byName: { zh: '作者', en: 'By' } },
    erase: 'delete',
  }),
  personal(Note, {
    label: { zh: '笔记', en: 'Notes' },
    of: ({ customerId }) => ({ customerId }),
    show: { createdAt: { zh: '时间', en: 'Time' }, text: { zh: '内容', en: 'Text' }, authorName: { zh: '作者', en: 'By' } },
    erase: 'delete',
    kept: { zh: '关于其他客户的笔记保留；其中此人的号码、邮箱和标识，以及经人工确认指此人的称呼，已换成 ***（计入清空）', en: 'Notes about other customers stay; in them the person’s numbers, addresses and ids, and names that somebody found to mean this person, are *** now (counted as blanked)' },
  }),
];
