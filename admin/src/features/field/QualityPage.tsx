import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow, useAllowed } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { SyncState } from '../../kit/progress-bar';
import { Quarantine } from './Quarantine';
import { Reveals } from './Reveals';
import { useFieldWords } from './words';
import './field.css';

const useWords = words({
  zh: {
    title: '数据质量', about: '外来的数据先检查：不合格的等你处理，不会悄悄丢掉；各来源的合格率和各字段的填写率一目了然。', customers: '客户', waiting: '待处理的值', waitingHint: '从企业微信、导入或表单来的值，没有通过检查，或与员工填写的不同', filled: '平均填写率', filledHint: '所有字段中，有值的客户占比的平均数',
    bySource: '各来源的合格率', bySourceHint: '通过检查的值，占这个来源带来的所有值', noSource: '还没有任何来源带来过值。', byField: '各字段的填写率', noField: '还没有字段。', required: '必填', of: (a: string, b: string) => `${a} / ${b}`,
    keys: '加密', keysHint: '手机号等敏感内容用密钥加密。更换密钥后，用旧密钥加密的内容会在夜里自动重新加密，也可以现在开始；全部完成后旧密钥才能停用。', sealed: (n: string) => `${n} 项内容已加密`, old: (n: string) => `其中 ${n} 项还在用旧密钥`, current: '全部使用当前密钥', rotate: '现在重新加密', started: '已开始重新加密',
  },
  en: {
    title: 'Data quality', about: 'What comes from outside is checked first: what fails waits for you and is never dropped. How much each source brings right, and how far each field is filled.', customers: 'Customers', waiting: 'Values waiting', waitingHint: 'Values from WeCom, imports or forms that failed the check or differ from what staff entered', filled: 'Filled on average', filledHint: 'Over all fields: the average share of customers who have a value',
    bySource: 'Right values by source', bySourceHint: 'Values that passed the check, of all that the source brought', noSource: 'No source has brought a value yet.', byField: 'Filled by field', noField: 'There are no fields yet.', required: 'Required', of: (a: string, b: string) => `${a} / ${b}`,
    keys: 'Encryption', keysHint: 'Phone numbers and other sensitive values are encrypted with a key. After a change of keys, what the old key encrypted is encrypted anew at night, or now; only when all is done may the old key go.', sealed: (n: string) => `${counted(n, 'value is', 'values are')} encrypted`, old: (n: string) => `${n} of them still with an old key`, current: 'All with the current key', rotate: 'Encrypt anew now', started: 'Encrypting anew has started',
  },
});

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 100));

export function QualityPage() {
  const t = useWords();
  const f = useFieldWords();
  const allowed = useAllowed();
  const quality = useQuery(ask('quality', 'get', {}));
  const { data } = quality;
  const average = data && data.fields.length > 0 ? Math.round(data.fields.reduce((sum, one) => sum + percent(one.customers, data.customers), 0) / data.fields.length) : 0;
  return (
    <section className="stack" data-testid="data-quality">
      <PageHead title={t.title} about={t.about} />
      {quality.isPending ? <SkeletonRows count={3} /> : null}
      {quality.error && !data ? <div className="panel"><ErrorNote error={quality.error} onAgain={() => void quality.refetch()} /></div> : null}
      {data ? (
        <>
          <Figures label={t.title}>
            <Figure testId="figure-customers" name={t.customers} value={figure(data.customers)} />
            <Figure testId="figure-waiting" name={t.waiting} value={figure(data.waiting)} hint={t.waitingHint} tone={data.waiting > 0 ? 'warning' : undefined} />
            <Figure testId="figure-filled" name={t.filled} value={`${average}%`} hint={t.filledHint} />
          </Figures>
          <Quarantine />
          <div className="quality-grid">
            <section className="panel" data-testid="by-field">
              <h2>{t.byField}</h2>
              {data.fields.length === 0 ? <p className="soft">{t.noField}</p> : null}
              {data.fields.map((one) => <Line key={one.id} name={one.name} note={one.required ? t.required : undefined} part={one.customers} whole={data.customers} />)}
            </section>
            <section className="panel" data-testid="by-source">
              <h2 title={t.bySourceHint}>{t.bySource}</h2>
              {data.sources.length === 0 ? <p className="soft">{t.noSource}</p> : null}
              {data.sources.map((one) => <Line key={one.source} name={f.sources[one.source]} part={one.accepted} whole={one.accepted + one.refused} />)}
            </section>
          </div>
        </>
      ) : null}
      <Reveals />
      {allowed('quality.keys') ? <Keys /> : null}
    </section>
  );
}

function Line({ name, note, part, whole }: { name: string; note?: string; part: number; whole: number }) {
  const t = useWords();
  return (
    <div className="quality-line">
      <span className="ellipsis" title={name}>{name}{note ? <span className="soft small"> · {note}</span> : null}</span>
      <Progress percent={percent(part, whole)} size="small" status="normal" showInfo={false} />
      <span className="figures nowrap"><strong>{percent(part, whole)}%</strong> <span className="soft small">{t.of(figure(part), figure(whole))}</span></span>
    </div>
  );
}

function Keys() {
  const t = useWords();
  const keys = useQuery({ ...ask('quality', 'keys', {}), refetchInterval: ({ state }) => (state.data?.progress.state === 'running' || (state.data?.old ?? 0) > 0 ? 3000 : false) });
  const rotate = useAct(() => api.quality.rotate({}), { done: t.started, touches: ['quality'] });
  return (
    <section className="panel stack" data-testid="keys">
      <h2>{t.keys}</h2>
      <p className="soft">{t.keysHint}</p>
      {keys.error && !keys.data ? <ErrorNote compact error={keys.error} onAgain={() => void keys.refetch()} /> : null}
      {keys.data ? (
        <div className="row">
          <span className="figures">{t.sealed(figure(keys.data.sealed))}</span>
          {keys.data.old > 0 ? <span className="warning figures">{t.old(figure(keys.data.old))}</span> : <span className="success">{t.current}</span>}
          {keys.data.progress.state === 'idle' ? null : <SyncState progress={keys.data.progress} />}
          {keys.data.old > 0 ? <Allow to="quality.rotate"><Button loading={rotate.isPending || keys.data.progress.state === 'running'} onClick={() => rotate.mutate(undefined)}>{t.rotate}</Button></Allow> : null}
        </div>
      ) : null}
    </section>
  );
}
