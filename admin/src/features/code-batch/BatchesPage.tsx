import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { batchBytes, batchRows, CodeBatch } from '@scrm/shared/code-batch';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { DropSheet } from '../import/DropSheet';
import { sendFile } from '../import/upload';
import { TaskProgress } from '../task/TaskProgress';

const useWords = words({
  zh: {
    title: '批量建码', about: '用一张表一次建好很多活码，例如每个门店、货架或 KOL 一个。', back: '活码', template: '下载模板', kinds: (rows: string) => `XLSX、CSV；列：活码名称、渠道路径、接待员工（姓名或账号）、标签、自动备注；最多 ${rows} 行`,
    try: '上传后先检查每一行，不会马上建码。', count: (n: string) => `${n} 次批量建码`, file: '文件', rows: '结果', made: (n: string) => `已建 ${n}`, planned: (n: string) => `待建 ${n}`, wrong: (n: string) => `有误 ${n}`, created: '上传', by: (who: string) => `由 ${who}`,
    emptyTitle: '还没有批量建过码', emptyHint: '下载模板，一行填一个活码，再传到上面。',
  },
  en: {
    title: 'Codes from a sheet', about: 'Many live codes at once: one for each store, shelf or KOL.', back: 'Live codes', template: 'Download a template', kinds: (rows: string) => `XLSX or CSV; columns: name, channel path, staff (names or user ids), tags, remark; at most ${counted(rows, 'row')}`,
    try: 'Each row is looked at first; no code is made yet.', count: (n: string) => counted(n, 'sheet'), file: 'File', rows: 'Outcome', made: (n: string) => `${n} made`, planned: (n: string) => `${n} to be made`, wrong: (n: string) => `${n} wrong`, created: 'Uploaded', by: (who: string) => `by ${who}`,
    emptyTitle: 'No sheet yet', emptyHint: 'Download the template, one code a row, and put it in above.',
  },
});

const mostBytes = 2_000_000 satisfies typeof batchBytes;
const mostRows = 2000 satisfies typeof batchRows;

export function BatchesPage() {
  const t = useWords();
  const navigate = useNavigate();
  const paging = usePaging({});
  const rows = useQuery({ ...askPage('codeBatches', 'list', { limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state: { data } }) => (data?.items.some(({ task }) => task && ['waiting', 'running'].includes(task.state)) ? 2000 : false) });
  const columns: Column<CodeBatch>[] = [
    { key: 'file', title: t.file, render: (row) => <strong className="break">{row.name}</strong> },
    { key: 'rows', title: t.rows, width: 320, render: (row) => (row.task ? <TaskProgress task={row.task} /> : <Outcome row={row} />) },
    { key: 'created', title: t.created, width: 160, render: (row) => <span><Ago at={row.createdAt} /> <span className="soft small block ellipsis"><Said text={t.by(row.by)} /></span></span> },
  ];
  const above = (
    <div className="panel stack">
      <DropSheet
        testId="batch-drop" hints={[t.kinds(figure(mostRows)), t.try]} touches={['codeBatches']}
        send={(file, onShare) => sendFile<CodeBatch>('codeBatches.upload', file, onShare, mostBytes)} onDone={({ id }) => void navigate(`/code-batches/${id}`)}
      />
    </div>
  );
  return (
    <ListPage<CodeBatch>
      testId="code-batches" title={t.title} about={t.about} above={above} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      action={<span className="row"><Link to="/live-codes">{t.back}</Link><Button icon={<DownloadOutlined />} href="/api/codeBatches.template">{t.template}</Button></span>}
      onOpen={(row) => navigate(`/code-batches/${row.id}`)} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
}

function Outcome({ row: { counts } }: { row: CodeBatch }) {
  const t = useWords();
  return (
    <span className="row small">
      {counts.done > 0 ? <span className="success">{t.made(figure(counts.done))}</span> : null}
      {counts.planned > 0 ? <span>{t.planned(figure(counts.planned))}</span> : null}
      {counts.wrong > 0 ? <span className="danger">{t.wrong(figure(counts.wrong))}</span> : null}
    </span>
  );
}
