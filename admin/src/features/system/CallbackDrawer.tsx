import { RedoOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { Job } from '@scrm/shared/system';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { absolute, milliseconds } from '../../kit/time';
import type { CallbackDetail } from './reply';
import { CallbackState, JobState, useLaneNames, useReason } from './states';

const useWords = words({
  zh: {
    replay: '重新处理', replayed: (n: string) => `已重新放入 ${n} 个任务`, at: '收到时间', state: '结果', took: '总用时', endpoint: '地址', endpoints: { command: '指令回调', data: '数据回调', app: '应用回调' }, triggered: '触发的任务', none: '没有触发任务', decrypted: '解密内容', decryptedHint: '票据和授权码已遮盖', raw: '原始请求', attempts: (n: number) => `第 ${n} 次`, open: '查看任务',
  },
  en: {
    replay: 'Replay', replayed: (n: string) => `${counted(n, 'job')} run again`, at: 'Received', state: 'Result', took: 'In all', endpoint: 'Endpoint', endpoints: { command: 'Command', data: 'Data', app: 'App' }, triggered: 'Jobs started', none: 'No jobs', decrypted: 'Decrypted', decryptedHint: 'Tickets and codes are masked', raw: 'As it came', attempts: (n: number) => `try ${n}`, open: 'Jobs',
  },
});

export function CallbackDrawer() {
  const t = useWords();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const callback = useQuery(ask('callbacks', 'get', { id }));
  const replay = useAct(() => api.callbacks.replay({ ids: [id] }), { done: ({ jobs }) => t.replayed(figure(jobs)), touches: ['callbacks', 'jobs'] });
  return (
    <Drawer
      open size={680} onClose={() => navigate({ pathname: '/system/callbacks', search })} title={<code className="drawer-event">{callback.data?.event ?? ' '}</code>} data-testid="callback-drawer"
      extra={<Allow to="callbacks.replay"><Button type="primary" icon={<RedoOutlined />} loading={replay.isPending} disabled={!callback.data} onClick={() => replay.mutate(undefined)} data-testid="replay">{t.replay}</Button></Allow>}
    >
      {callback.isPending ? <Skeleton active paragraph={{ rows: 10 }} /> : null}
      {callback.error ? <ErrorNote error={callback.error} onAgain={() => void callback.refetch()} /> : null}
      {callback.data ? <Body callback={callback.data} /> : null}
    </Drawer>
  );
}

function Body({ callback }: { callback: CallbackDetail }) {
  const t = useWords();
  const reasonOf = useReason();
  return (
    <div className="stack callback">
      <dl className="facts">
        <dt>{t.state}</dt><dd><CallbackState state={callback.state} />{callback.reason ? <div className="soft">{reasonOf(callback.reason)}</div> : null}</dd>
        <dt>{t.at}</dt><dd className="figures">{absolute(callback.at)}</dd>
        <dt>{t.took}</dt><dd className="figures">{milliseconds(callback.ms)}</dd>
        <dt>{t.endpoint}</dt><dd>{t.endpoints[callback.endpoint]}</dd>
      </dl>
      <section className="stack" aria-label={t.triggered}>
        <h3>{t.triggered}</h3>
        {callback.triggered.length === 0 ? <p className="soft">{t.none}</p> : null}
        <ul className="triggered">{callback.triggered.map((job) => <Triggered key={job.id} job={job} />)}</ul>
      </section>
      <section className="stack" aria-label={t.decrypted}>
        <h3>{t.decrypted} <span className="soft small">{t.decryptedHint}</span></h3>
        <pre className="document" data-testid="decrypted" tabIndex={0}>{indentXml(callback.decrypted)}</pre>
      </section>
      <section className="stack" aria-label={t.raw}>
        <h3>{t.raw}</h3>
        <pre className="document document-raw" data-testid="raw" tabIndex={0}>{callback.raw}</pre>
      </section>
    </div>
  );
}

function Triggered({ job }: { job: Job }) {
  const t = useWords();
  const lanes = useLaneNames();
  return (
    <li className="triggered-job" data-testid={`job-${job.name}`}>
      <div className="between">
        <Link to={`/system/jobs?name=${encodeURIComponent(job.name)}`}><code>{job.name}</code></Link>
        <JobState state={job.state} />
      </div>
      <div className="soft small figures">{lanes[job.lane]} · {t.attempts(job.attempts)} · {milliseconds(job.ms)}</div>
      {job.error ? <div className="danger small break">{job.error}</div> : null}
    </li>
  );
}

/** One element a line. Text that is no XML stays as it is. */
function indentXml(text: string): string {
  if (!text.trimStart().startsWith('<')) return text;
  let depth = 0;
  return text.replace(/>\s*<(?!!\[CDATA\[)/g, '>\n<').replace(/\]\]>\n<\//g, ']]></').split('\n').map((line) => {
    const closes = line.startsWith('</');
    const opens = /^<[^!?/][^>]*[^/]>$/.test(line) && !line.includes('</');
    if (closes) depth = Math.max(0, depth - 1);
    const indented = '  '.repeat(depth) + line.trim();
    if (opens) depth += 1;
    return indented;
  }).join('\n');
}
