import { In } from 'typeorm';
import { isNamedIn, personal } from '../../core/personal/declare';
import { CustomerImport, CustomerImportRow } from './entity';
import { removeFile } from './store';

export const importPersonalData = [
  personal(CustomerImportRow, {
    label: { zh: '导入文件中的一行', en: 'Rows of imported files' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length === 0 ? [] : [{ waitKey: In([...names]) }])],
    show: { at: { zh: '导入时间', en: 'Imported' }, state: { zh: '结果', en: 'Result' } },
    erase: 'delete',
  }),
  personal(CustomerImport, {
    label: { zh: '待导入的文件', en: 'Files that wait to be imported' },
    of: () => ({}),
    // Whether the person stands in a file is known only by reading all of it: every file that still lies here goes.
    holds: ({ hasFile, name, headers }, person) => hasFile || [name, ...headers].some((text) => isNamedIn(text, person)),
    erase: ({ headers, name }, person) => ({ hasFile: false, sample: null, headers: headers.map((text) => (isNamedIn(text, person) ? '' : text)), name: isNamedIn(name, person) ? '' : name }),
    before: async (rows, { imports, corpId }) => {
      for (const { id } of rows) await removeFile(imports.folder, corpId, id);
    },
    kept: { zh: '导入记录本身：文件名、校验值和行数；文件已删除，需要时重新上传', en: 'The record of the import: file name, hash and figures; the file itself is gone and can be uploaded again' },
  }),
];
