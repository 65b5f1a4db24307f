import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress, Upload } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { batchBytes, batchRows, CodeBatch } from '@scrm/shared/code-batch';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Ago } from '../../kit/time';
import { sendFile } from '../import/upload';
import { TaskProgress } from '../task/TaskProgress';

const useWords = words({
  zh: {
    title: '批量建码', about: '用一张表一次建好很多活码，例如每个门店、货架或 KOL 一个。', back: '活码', template: '下载模板', drop: '把表格拖到这里，或点击选择', kinds: (rows: string) => `XLSX、CSV；列：活码名称、渠道路径、接待员工（姓名或账号）、标签、自动备注；最多 ${rows} 行`,
    try: '上传后先检查每一行，不会马上建码。', sending: (share: number) => `正在上传 ${share}%`, checking: '正在检查每一行', count: (n: string, _: number) => `${n} 次批量建码`, file: '文件', rows: '结果', made: (n: string) => `已建 ${n}`, planned: (n: string) => `待建 ${n}`, wrong: (n: string) => `有误 ${n}`, created: '上传', by: (who: string) => `由 ${who}`,
    emptyTitle: '还没有批量建过码', emptyHint: '下载模板，一行填一个活码，再传到上面。',
  },
  en: {
    title: 'Codes from a sheet', about: 'Many live codes at once: one for each store, shelf or KOL.', back: 'Live codes', template: 'Download a template', drop: 'Drop the sheet here, or press to choose', kinds: (rows: string) => `XLSX or CSV; columns: name, channel path, staff (names or user ids), tags, remark; at most ${rows} rows`,
    try: 'Each row is looked at first; no code is made yet.', sending: (share: number) => `Sending, ${share}%`, checking: 'Looking at each row', count: (n: string, many: number) => `${n} ${many === 1 ? 'sheet' : 'sheets'}`, file: 'File', rows: 'Outcome', made: (n: string) => `${n} made`, planned: (n: string) => `${n} to be made`, wrong: (n: string) => `${n} wrong`, created: 'Uploaded', by: (who: string) => `by ${who}`,
    emptyTitle: 'No sheet yet', emptyHint: 'Download the template, one code a row, and put it in above.',
  },
});

const mostBytes = 2_000_000 satisfies typeof batchBytes;
const mostRows = 2000 satisfies typeof batchRows;

export function BatchesPage() {
  const t = useWords();
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const paging = usePaging({});
  const rows = useQuery({ ...askPage('codeBatches', 'list', { limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state: { data } }) => (data?.items.some(({ task }) => task && ['waiting', 'running'].includes(task.state)) ? 2000 : false) });
  const upload = useAct((file: File) => sendFile<CodeBatch>('codeBatches.upload', file, setShare, mostBytes), { quiet: true, touches: ['codeBatches'], onDone: ({ id }) => void navigate(`/code-batches/${id}`) });
  const columns: Column<CodeBatch>[] = [
    { key: 'file', title: t.file, render: (row) => <strong className="break">{row.name}</strong> },
    { key: 'rows', title: t.rows, width: 320, render: (row) => (row.task ? <TaskProgress task={row.task} /> : <Outcome row={row} />) },
    { key: 'created', title: t.created, width: 160, render: (row) => <span><Ago at={row.createdAt} /> <span className="soft small block ellipsis">{t.by(row.by)}</span></span> },
  ];
  const above = (
    <div className="panel stack">
      <Upload.Dragger
        accept=".xlsx,.csv,.tsv,.txt" multiple={false} showUploadList={false} disabled={upload.isPending} data-testid="batch-drop"
        beforeUpload={(file) => {
          setShare(0);
          upload.mutate(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon"><InboxOutlined /></p>
        <p className="ant-upload-text">{t.drop}</p>
        <p className="ant-upload-hint">{t.kinds(figure(mostRows))}</p>
        <p className="ant-upload-hint">{t.try}</p>
      </Upload.Dragger>
      {upload.isPending ? <div role="status"><Progress percent={share} size="small" status="active" showInfo={false} /><span className="soft small figures">{share < 100 ? t.sending(share) : t.checking}</span></div> : null}
      {upload.error ? <ErrorNote compact error={upload.error} /> : null}
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
