import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { Standing } from '@scrm/shared/stage';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { Ago } from '../../kit/time';
import { FillIn, useFillIn, type Filled } from './FillIn';
import { MoveLine } from './MoveLine';
import { stageStyle } from './StageMark';
import './stage.css';

const useWords = words({
  zh: {
    title: '阶段', came: '', since: ' 进入此阶段', next: '下一步：', move: (name: string) => `移到「${name}」`, from: (name: string) => `现在在「${name}」。`, reason: '原因', chooseReason: '选择原因', note: '说明（选填）', ok: '移动', cancel: '取消', moved: (name: string) => `已移到「${name}」`,
    stale: (name: string) => `有人刚把客户移到了「${name}」，请看一下再决定`, still: (name: string) => `仍移到「${name}」`, history: '阶段记录', hide: '收起记录', more: '更早', none: '还在安排阶段', here: '当前阶段',
  },
  en: {
    title: 'Stage', came: 'Came here ', since: '', next: 'Next: ', move: (name: string) => `Move to “${name}”`, from: (name: string) => `Now in “${name}”.`, reason: 'Reason', chooseReason: 'Choose a reason', note: 'Note (optional)', ok: 'Move', cancel: 'Cancel', moved: (name: string) => `Moved to “${name}”`,
    stale: (name: string) => `Somebody has just moved the customer to “${name}”; have a look and decide again`, still: (name: string) => `Move to “${name}” still`, history: 'History', hide: 'Hide history', more: 'Earlier', none: 'The stage is being set', here: 'Stands here',
  },
});

type Step = Standing['steps'][number];

/** Where the customer stands in each flow, where they may go, and how they came there. */
export function StageCare({ customerId }: { customerId: string }) {
  const t = useWords();
  const [history, setHistory] = useState(false);
  const found = useQuery(ask('stages', 'standings', { customerIds: [customerId] }));
  const standings = found.data?.items[0]?.standings;
  return (
    <section className="panel stack" data-testid="stage-care" aria-label={t.title}>
      <h3>{t.title}</h3>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {found.error ? <ErrorNote compact error={found.error} onAgain={() => void found.refetch()} /> : null}
      {standings?.length === 0 ? <p className="soft">{t.none}</p> : null}
      {standings?.map((standing) => <Steps key={standing.flowId} customerId={customerId} standing={standing} named={standings.length > 1} />)}
      <Button size="small" type="text" aria-expanded={history} style={{ alignSelf: 'flex-start' }} onClick={() => setHistory(!history)}>{history ? t.hide : t.history}</Button>
      {history ? <History customerId={customerId} /> : null}
    </section>
  );
}

function Steps({ customerId, standing, named }: { customerId: string; standing: Standing; named: boolean }) {
  const t = useWords();
  const allowed = useAllowed()('stages.move');
  const [to, setTo] = useState<Step>();
  return (
    <div className="stack">
      <span className="soft small">{named ? `${standing.flowName} · ` : ''}{t.came}<Ago at={standing.since} />{t.since}{standing.reason ? ` · ${standing.reason}` : ''}</span>
      <ol className="stage-steps">
        {standing.steps.map((step) => {
          const here = step.id === standing.stage.id;
          return (
            <li key={step.id} style={{ maxWidth: '100%' }}>
              <button
                type="button" className={here ? 'stage-step stage-step-here' : 'stage-step'} style={stageStyle(step)} disabled={here || !step.allowed || !allowed} aria-current={here ? 'step' : undefined}
                title={here ? t.here : undefined} data-testid={`step-${step.name}`} onClick={() => setTo(step)}
              >
                <i className="stage-dot" aria-hidden /><span className="ellipsis" title={step.name}>{step.name}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {standing.action ? <p className="stage-hint small">{t.next}{standing.action}</p> : null}
      {to ? <MoveTo customerId={customerId} standing={standing} to={to} onClose={() => setTo(undefined)} /> : null}
    </div>
  );
}

function MoveTo({ customerId, standing, to, onClose }: { customerId: string; standing: Standing; to: Step; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  // Where one saw the customer when this was opened, whatever has come in since.
  const [seen, setSeen] = useState<{ id: string; name: string }>(standing.stage);
  // Known once the stage has said what it asks for; it stays asked while the next try is under way.
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [filled, setFilled] = useState<Filled>({});
  const fillIn = useFillIn(customerId, missing, filled);
  const move = useAct(async () => {
    if (missing.length > 0) {
      await api.fields.setValues(fillIn.order);
      setMissing([]);
    }
    return api.stages.move({ customerId, flowId: standing.flowId, toStageId: to.id, seenStageId: seen.id, reason, note });
  }, {
    done: t.moved(to.name), touches: ['stages', 'customers', 'fields'], onDone: onClose, quiet: true,
  });
  const isStale = isError(move.error, 'stale_edit');
  const asksFields = isError(move.error, 'stage_fields_missing');

  /** Told where the customer stands by now, or what the stage asks for, the next press means it. */
  function learn(error: unknown): void {
    void queries.invalidateQueries({ queryKey: ['stages'] });
    void queries.invalidateQueries({ queryKey: ['fields'] });
    if (isError(error, 'stale_edit') && typeof error.data.stageId === 'string') setSeen({ id: error.data.stageId, name: String(error.data.stageName ?? '') });
    if (isError(error, 'stage_fields_missing')) setMissing(error.data.fieldIds as string[]);
  }
  const picks = to.kind === 'lost' && to.reasons.length > 0;
  return (
    <Modal
      open title={t.move(to.name)} okText={isStale ? t.still(to.name) : t.ok} cancelText={t.cancel} confirmLoading={move.isPending} okButtonProps={{ disabled: (picks && !reason) || !fillIn.isReady, danger: to.kind === 'lost' }}
      onOk={() => move.mutate(undefined, { onError: learn })} onCancel={onClose}
    >
      <div className="stack" data-testid="move-form">
        <p className="soft">{t.from(seen.name)}</p>
        {to.kind === 'lost' ? (
          <label>{t.reason}{picks
            ? <Select style={{ width: '100%' }} aria-label={t.reason} placeholder={t.chooseReason} value={reason || undefined} onChange={setReason} options={to.reasons.map((value) => ({ value, label: value }))} />
            : <Input value={reason} maxLength={60} onChange={({ target }) => setReason(target.value)} />}
          </label>
        ) : null}
        <label>{t.note}<Input.TextArea value={note} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={({ target }) => setNote(target.value)} /></label>
        {missing.length > 0 ? <FillIn state={fillIn} filled={filled} onChange={setFilled} /> : null}
        {isStale ? <p className="danger" role="alert" data-testid="stage-stale">{t.stale(seen.name)}</p> : move.error && !(asksFields && missing.length > 0) ? <ErrorNote compact error={move.error} /> : null}
      </div>
    </Modal>
  );
}

function History({ customerId }: { customerId: string }) {
  const t = useWords();
  const pages = useInfiniteQuery(askAll('stages', 'history', { customerId, limit: 20 }));
  if (pages.isPending) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  if (pages.error) return <ErrorNote compact error={pages.error} onAgain={() => void pages.refetch()} />;
  return (
    <>
      <ol className="stage-history" data-testid="stage-history">
        {pages.data.pages.flatMap(({ items }) => items).map((move) => <li key={move.id}><MoveLine move={move} /><span className="soft small"> · <Ago at={move.at} /></span></li>)}
      </ol>
      {pages.hasNextPage ? <Button size="small" type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t.more}</Button> : null}
    </>
  );
}
