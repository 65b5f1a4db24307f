import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Radio, Upload } from 'antd';
import { useState } from 'react';
import { ApiError } from '@scrm/shared/client';
import type { ErrorBody } from '@scrm/shared/error';
import type { Datum, StoreImport } from '@scrm/shared/store';
import { counted } from '@scrm/shared/text';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { figure, languageTag, words } from '../../kit/language';
import { useStoreWords } from './words';

const useWords = words({
  zh: {
    title: '导入门店', about: 'XLSX 或 CSV，最多 10,000 行。编号已存在的门店会更新，空着的格子保持原样；没有编号的只新建，名称和地址都相同的不再新建。没有经纬度的按地址定位。', template: '下载模板', drop: '点击或拖入文件', datum: '文件里的坐标是', datums: { gcj02: '地图坐标（GCJ-02）', wgs84: 'GPS 坐标（WGS-84）' }, row: (n: number) => `第 ${n} 行`,
    tried: (created: string, changed: string) => `检查完毕：将新建 ${created} 家，更新 ${changed} 家`, done: (created: string, changed: string) => `已新建 ${created} 家，更新 ${changed} 家`, failed: (n: string) => `${n} 行有问题，不会导入`, go: '导入', nothing: '没有可以导入的行', locating: (n: string, tried: boolean) => (tried ? `其中 ${n} 家没有经纬度，导入后按地址定位` : `其中 ${n} 家正在按地址定位，找不到的在列表里用「未定位」筛选`), another: '换一个文件',
  },
  en: {
    title: 'Import stores', about: 'XLSX or CSV, at most 10,000 rows. A store whose number is known is changed, and what is left blank stays; one without a number is made unless there is one of the same name and address. A row without coordinates is located by its address.', template: 'Template', drop: 'Press or drop a file', datum: 'Numbers in the file are', datums: { gcj02: 'of a map (GCJ-02)', wgs84: 'of GPS (WGS-84)' }, row: (n: number) => `Row ${n}`,
    tried: (created: string, changed: string) => `Checked: ${created} will be made, ${changed} changed`, done: (created: string, changed: string) => `${created} made, ${changed} changed`, failed: (n: string) => `${counted(n, 'row is', 'rows are')} wrong and will not be imported`, go: 'Import', nothing: 'No row can be imported', locating: (n: string, tried: boolean) => (tried ? `${n} of them have no coordinates and will be located by their address` : `${n} of them are being located by their address; those not found show under “No place”`), another: 'Another file',
  },
});

async function send(file: File, dryRun: boolean, datum: Datum): Promise<StoreImport> {
  const query = new URLSearchParams({ name: file.name.slice(-200), dryRun: dryRun ? '1' : '0', datum });
  const reply = await fetch(`/api/stores.importFile?${query}`, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/octet-stream', 'accept-language': languageTag(), 'x-scrm': '1' }, body: file })
    .catch((cause: unknown) => { throw new ApiError('network', String(cause)); });
  const body = await reply.json().catch(() => null) as StoreImport | ErrorBody | null;
  if (reply.ok) return body as StoreImport;
  const { code, message, data } = (body ?? {}) as Partial<ErrorBody>;
  throw new ApiError(code ?? 'network', message ?? `HTTP ${reply.status}`, data, reply.status);
}

/** Tries a file first and says what is wrong in which row; then takes in what is right. */
export function ImportDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const w = useStoreWords();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [datum, setDatum] = useState<Datum>('gcj02');
  const run = useAct(({ of, dryRun }: { of: File; dryRun: boolean }) => send(of, dryRun, datum), { quiet: true, onDone: ({ dryRun }) => { if (!dryRun) void queries.invalidateQueries({ queryKey: ['stores'] }); } });
  const result = run.data;
  const good = result ? result.created + result.changed : 0;
  return (
    <Drawer open onClose={onClose} size={560} title={t.title} data-testid="import-drawer" extra={<a href="/api/stores.template"><Button icon={<DownloadOutlined />}>{t.template}</Button></a>}>
      <div className="stack">
        <p className="soft">{t.about}</p>
        <div><div className="soft small">{t.datum}</div><Radio.Group value={datum} disabled={run.isPending} onChange={({ target }) => setDatum(target.value as Datum)} options={(['gcj02', 'wgs84'] as const).map((value) => ({ value, label: t.datums[value] }))} /></div>
        {file ? null : (
          <Upload.Dragger accept=".csv,.xlsx,.tsv,.txt" maxCount={1} showUploadList={false} beforeUpload={(chosen) => { setFile(chosen); run.mutate({ of: chosen, dryRun: true }); return false; }}>
            <p><InboxOutlined style={{ fontSize: 28 }} /></p><p>{t.drop}</p>
          </Upload.Dragger>
        )}
        {run.error ? <ErrorNote compact error={run.error} onAgain={file ? () => run.mutate({ of: file, dryRun: true }) : undefined} /> : null}
        {result ? <Alert type={good === 0 ? 'warning' : result.dryRun ? 'info' : 'success'} showIcon title={good === 0 ? t.nothing : (result.dryRun ? t.tried : t.done)(figure(result.created), figure(result.changed))} description={result.locating > 0 ? t.locating(figure(result.locating), result.dryRun) : undefined} data-testid="import-result" /> : null}
        {result && result.failed > 0 ? (
          <Alert type="warning" title={t.failed(figure(result.failed))} description={<ul className="problem-list">{result.problems.map(({ row, column, message }, at) => <li key={at}>{t.row(row)}{column in w.columns ? ` · ${w.columns[column as keyof typeof w.columns]}` : ''}: {message}</li>)}</ul>} data-testid="import-problems" />
        ) : null}
        {file ? (
          <div className="row">
            <Button onClick={() => { setFile(undefined); run.reset(); }} disabled={run.isPending}>{t.another}</Button>
            {result?.dryRun !== false ? <Button type="primary" loading={run.isPending} disabled={good === 0} onClick={() => run.mutate({ of: file, dryRun: false })} data-testid="import-go">{t.go}</Button> : null}
          </div>
        ) : null}
      </div>
    </Drawer>
  );
}
