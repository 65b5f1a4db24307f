import { DeleteOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Progress, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { ImportDetail } from '@scrm/shared/import';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { CheckResult } from './CheckResult';
import { StateTag } from './ImportsPage';
import { ImportSteps } from './ImportSteps';
import { MatchStep } from './MatchStep';
import { RunResult } from './RunResult';
import { isMoving } from './words';
import './import.css';

const useWords = words({
  zh: { back: '导入客户', remove: '丢弃', removeTitle: '丢弃这次导入？', removeText: '文件和试运行的结果会被删除，客户不受影响。', keep: '返回', removed: '已丢弃', checking: '正在试运行，不会改动任何客户', so: (n: string) => `已检查 ${n} 行`, size: (n: string) => `${n} KB` },
  en: { back: 'Import', remove: 'Discard', removeTitle: 'Discard this import?', removeText: 'The file and what the dry run found are deleted; no customer is touched.', keep: 'Back', removed: 'Discarded', checking: 'The dry run is under way and changes nobody', so: (n: string) => `${counted(n, 'row')} so far`, size: (n: string) => `${n} KB` },
});

export function ImportPage() {
  const { id = '' } = useParams();
  const record = useQuery({ ...ask('imports', 'get', { id }), refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? 1000 : false) });
  if (record.error && !record.data) return <div className="panel"><ErrorNote error={record.error} onAgain={() => void record.refetch()} /></div>;
  if (!record.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  return <Body key={id} record={record.data} />;
}

function Body({ record }: { record: ImportDetail }) {
  const t = useWords();
  const { state } = record;
  const [matching, setMatching] = useState(false);
  const step = state === 'started' ? (isMoving(record) ? 3 : 4) : state === 'checking' ? 2 : state === 'checked' && !matching ? 2 : 1;
  return (
    <section className="stack" data-testid="import-page">
      <PageHead
        title={record.name} back={<Link to="/imports">{t.back}</Link>}
        action={<><StateTag row={record} />{record.mine && state !== 'started' ? <Discard id={record.id} /> : null}</>}
      />
      <ImportSteps current={step} />
      {state === 'checking' ? (
        <div className="panel stack" role="status" data-testid="import-checking">
          <strong>{t.checking}</strong>
          <Progress percent={100} status="active" showInfo={false} size="small" />
          <span className="soft figures">{t.so(figure(record.checked))}</span>
        </div>
      ) : null}
      {step === 1 ? <MatchStep record={record} onChecked={() => setMatching(false)} /> : null}
      {state === 'checked' && !matching ? <CheckResult record={record} onMatch={() => setMatching(true)} /> : null}
      {state === 'started' ? <RunResult record={record} /> : null}
    </section>
  );
}

function Discard({ id }: { id: string }) {
  const t = useWords();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const remove = useAct(() => api.imports.remove({ id }), { done: t.removed, touches: ['imports'], onDone: () => void navigate('/imports', { replace: true }) });
  const askFirst = () => modal.confirm({
    title: t.removeTitle, content: t.removeText, okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined),
  });
  return <Button danger icon={<DeleteOutlined />} loading={remove.isPending} onClick={askFirst}>{t.remove}</Button>;
}
