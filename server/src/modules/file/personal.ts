import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { FileUse, StoredFile } from './entity';
import './store';

/** A file that is about a customer (`keepFilesOf`) is that person's, unless something sends it or it is about another one too. */
export const filePersonalData = [
  personal(FileUse, {
    label: { zh: '文件', en: 'Files' },
    of: ({ customerId }) => ({ usedBy: customerId }),
    show: async (rows, { db }) => (await db.find(StoredFile, { id: In(rows.map((row) => row.fileId)) })).map(({ name, size, createdAt }) => [
      { column: 'name', label: { zh: '文件名', en: 'Name' }, value: name }, { column: 'size', label: { zh: '字节', en: 'Bytes' }, value: size }, { column: 'createdAt', label: { zh: '时间', en: 'Time' }, value: createdAt },
    ]),
    erase: 'delete',
    before: async (rows, { db, files }) => {
      for (const { fileId } of rows) if ((await db.count(FileUse, { fileId })) <= 1) await files.remove(db.corpId, fileId);
    },
    also: async (tx, rows) => {
      for (const { fileId } of rows) if ((await tx.count(FileUse, { fileId })) === 0) await tx.remove(StoredFile, { id: fileId });
    },
  }),
];
