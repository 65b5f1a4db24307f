import { ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { Import } from '@scrm/shared/import';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { isMoving, shownState, useImportWords, type Shown } from './words';
import './import.css';

const useWords = words({
  zh: {
    title: '导入客户', about: '用 XLSX 或 CSV 批量补全已有客户的备注、标签、阶段、来源和字段。企业微信不允许导入新客户；还不是客户的人会等待匹配。', create: '导入文件', count: (n: string) => `${n} 次导入`,
    file: '文件', state: '状态', rows: '结果', created: '上传', by: (who: string) => `由 ${who}`, changed: (n: string) => `修改 ${n}`, undone: (n: string) => `已撤回 ${n}`, stays: (n: string) => `仍保留 ${n}`, wrong: (n: string) => `有误 ${n}`, waiting: (n: string) => `等待 ${n}`, none: '–',
    emptyTitle: '还没有导入过', emptyHint: '先试运行看看每一行会怎样，确认后再开始；导入后可以撤销。',
  },
  en: {
    title: 'Import', about: 'Fill in remark, tags, stage, source and fields of the customers whom you have, from XLSX or CSV. WeCom lets nobody import new customers; people who are none yet are waited for.', create: 'Import a file', count: (n: string) => counted(n, 'import'),
    file: 'File', state: 'State', rows: 'Outcome', created: 'Uploaded', by: (who: string) => `by ${who}`, changed: (n: string) => `${n} changed`, undone: (n: string) => `${n} taken back`, stays: (n: string) => counted(n, 'stays', 'stay'), wrong: (n: string) => `${n} wrong`, waiting: (n: string) => `${n} waiting`, none: '–',
    emptyTitle: 'Nothing was imported yet', emptyHint: 'A dry run shows what would become of each row before you start; afterwards an import can be rolled back.',
  },
});

const tone: Partial<Record<Shown, string>> = { checking: 'processing', running: 'processing', started: 'processing', undoing: 'processing', checked: 'blue', done: 'success', failed: 'error', paused: 'warning' };

export function ImportsPage() {
  const t = useWords();
  const navigate = useNavigate();
  const paging = usePaging({});
  const rows = useQuery({ ...askPage('imports', 'list', { limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state: { data } }) => (data?.items.some(isMoving) ? 2000 : false) });
  const create = <Allow to="imports.upload"><Link to="/imports/new"><Button type="primary" icon={<ImportOutlined />} data-testid="new-import">{t.create}</Button></Link></Allow>;
  const columns: Column<Import>[] = [
    { key: 'file', title: t.file, render: (row) => <strong className="break">{row.name}</strong> },
    { key: 'state', title: t.state, width: 120, render: (row) => <StateTag row={row} /> },
    { key: 'rows', title: t.rows, width: 260, render: (row) => <Outcome row={row} /> },
    { key: 'created', title: t.created, width: 160, render: (row) => <span><Ago at={row.createdAt} /> <span className="soft small block ellipsis"><Said text={t.by(row.by)} /></span></span> },
  ];
  return (
    <ListPage<Import>
      testId="imports" title={t.title} about={t.about} action={create} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      onOpen={(row) => navigate(`/imports/${row.id}`)} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
}

export function StateTag({ row }: { row: Import }) {
  const shared = useImportWords();
  const state = shownState(row);
  return <Tag color={tone[state]} data-testid="import-state" data-state={state}>{shared.states[state]}</Tag>;
}

function Outcome({ row: { counts, state } }: { row: Import }) {
  const t = useWords();
  if (state === 'uploaded' || state === 'failed') return <span className="soft">{t.none}</span>;
  return (
    <span className="figures">
      {counts.undone > 0 ? t.undone(figure(counts.undone)) : t.changed(figure(counts.planned + counts.done + counts.left))}
      {counts.undone > 0 && counts.planned + counts.done + counts.left > 0 ? <span className="warning"> · {t.stays(figure(counts.planned + counts.done + counts.left))}</span> : null}
      {counts.waiting > 0 ? <span className="soft"> · {t.waiting(figure(counts.waiting))}</span> : null}
      {counts.wrong > 0 ? <span className="danger"> · {t.wrong(figure(counts.wrong))}</span> : null}
    </span>
  );
}
