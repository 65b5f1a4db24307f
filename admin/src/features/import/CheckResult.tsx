import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ImportDetail } from '@scrm/shared/import';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { Figure, Figures } from '../../kit/figures';
import { figure, marks, words } from '../../kit/language';
import { RowTable } from './RowTable';
import { useImportWords } from './words';

const useWords = words({
  zh: {
    label: '试运行结果', title: '试运行完成，还没有改动任何客户', wrong: (n: string) => `${n} 行有误，不会导入；可以改好文件后重新上传，或先导入其余的行`, waiting: (n: string) => `${n} 行的人还不是客户，会等待匹配`, tags: (names: string) => `将新建标签：${names}`,
    go: (n: string) => `开始导入 ${n} 行`, nothing: '没有可导入的行', match: '修改对应关系', download: '下载每行结果', begun: '导入已开始',
    hints: { planned: '会修改这些客户', same: '文件里的内容与现在一样，或按设置不改', waiting: '成为客户后自动补上', wrong: '不会导入' },
  },
  en: {
    label: 'Dry run', title: 'The dry run is done, and no customer was changed', wrong: (n: string) => `${counted(n, 'row is', 'rows are')} wrong and will not be imported; correct the file and upload it again, or import the others first`, waiting: (n: string) => `${counted(n, 'row is', 'rows are')} about people who are not customers yet; they are waited for`, tags: (names: string) => `Tags to be made: ${names}`,
    go: (n: string) => `Import ${counted(n, 'row')}`, nothing: 'Nothing to import', match: 'Match the columns anew', download: 'Download every row', begun: 'The import has begun',
    hints: { planned: 'These customers will be changed', same: 'The file says what is there already, or the setting leaves them alone', waiting: 'Filled in when they become customers', wrong: 'Will not be imported' },
  },
});

export function CheckResult({ record, onMatch }: { record: ImportDetail; onMatch: () => void }) {
  const t = useWords();
  const shared = useImportWords();
  const { id, counts, newTags } = record;
  const start = useAct(() => api.imports.start({ id }), { done: t.begun, touches: ['imports', 'tasks'] });
  const rows = counts.planned + counts.waiting;
  const notes = [counts.wrong > 0 ? t.wrong(figure(counts.wrong)) : '', counts.waiting > 0 ? t.waiting(figure(counts.waiting)) : '', newTags.length > 0 ? t.tags(newTags.join(marks().comma)) : ''].filter(Boolean);
  return (
    <>
      <Alert type={counts.wrong > 0 ? 'warning' : 'success'} showIcon title={t.title} description={notes.length > 0 ? <ul className="import-notes">{notes.map((note) => <li key={note}>{note}</li>)}</ul> : undefined} data-testid="checked" />
      <Figures label={t.label}>
        {(['planned', 'same', 'waiting', 'wrong'] as const).map((state) => (
          <Figure key={state} name={shared.rowStates[state]} value={figure(counts[state])} hint={t.hints[state]} tone={state === 'wrong' && counts.wrong > 0 ? 'error' : undefined} testId={`count-${state}`} />
        ))}
      </Figures>
      <div className="row">
        {record.mine ? <Button type="primary" disabled={rows === 0} loading={start.isPending} onClick={() => start.mutate(undefined)} data-testid="start-import">{rows === 0 ? t.nothing : t.go(figure(rows))}</Button> : null}
        {record.mine ? <Button onClick={onMatch} disabled={!record.hasFile}>{t.match}</Button> : null}
        <Button icon={<DownloadOutlined />} href={`/api/imports.result?id=${encodeURIComponent(id)}`}>{t.download}</Button>
      </div>
      <RowTable record={record} />
    </>
  );
}
