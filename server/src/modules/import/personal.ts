import { In, IsNull, Not } from 'typeorm';
import { isCalledIn, isNamedIn, personal } from '../../core/personal/declare';
import { cellsAbout, isAbout } from './about';
import { CustomerImport, CustomerImportRow } from './entity';
import { openCells } from './sealed';
import { removeFile } from './store';

export const importPersonalData = [
  personal(CustomerImportRow, {
    label: { zh: '导入文件中的一行', en: 'Rows of imported files' },
    // Whoever a row waits for has not come by that name; what it says beside it may tell who they are.
    of: ({ customerId, names }) => [{ customerId }, { customerId: IsNull(), cells: Not(IsNull()) }, ...(names.length === 0 ? [] : [{ waitKey: In([...names]) }])],
    holds: ({ customerId, waitKey, cells }, person, context) => {
      if (customerId === person.customerId || (waitKey !== null && person.names.includes(waitKey))) return true;
      return cells !== null && openCells(cells, context.secrets).cells.some(cellsAbout(person, context));
    },
    show: { at: { zh: '导入时间', en: 'Imported' }, state: { zh: '结果', en: 'Result' } },
    erase: 'delete',
  }),
  personal(CustomerImport, {
    label: { zh: '待导入的文件（只删除含有此人的）', en: 'Files that wait to be imported (those that tell of the person go)' },
    of: () => ({}),
    holds: async (record, person, context) => [record.name, ...record.headers, ...record.newTags].some((text) => isCalledIn(text, person)) || (record.hasFile && isAbout(record, person, context)),
    erase: ({ headers, name, newTags }, person) => ({ hasFile: false, fileKey: null, sample: null, newTags: newTags.filter((text) => !isCalledIn(text, person)), headers: headers.map((text) => (isNamedIn(text, person) ? '' : text)), name: isCalledIn(name, person) ? '***' : name }),
    before: async (rows, { imports, corpId }) => {
      for (const { id } of rows) await removeFile(imports.folder, corpId, id);
    },
    kept: { zh: '导入记录本身：校验值和行数；文件名里有此人的已清空，文件由上传的人在需要时重新上传', en: 'The record of the import: hash and figures; a file name that named the person is gone, and whoever uploaded the file can do so again' },
  }),
];
