import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import type { StageTemplate } from '@scrm/shared/stage';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { SkeletonRows } from '../../kit/list/ListPage';
import { PageHead } from '../../kit/page-head';
import { codeOf } from '../../kit/problem';
import { Flows } from './Flows';
import { Funnel } from './Funnel';
import { StageRows, type StageDraft } from './StageRows';
import { Successor } from './Successor';
import './stage.css';

const useWords = words({
  zh: {
    title: '客户阶段', about: '全公司一套阶段模板；各业务线可以选用其中一部分，组成自己的流程。', template: '阶段模板', add: '添加阶段', fresh: '新阶段', save: '保存模板', saved: '模板已保存', undo: '放弃修改',
    preview: '预览', previewHint: '按现有客户数', moving: (done: string, total: string) => `正在整理客户 ${done} / ${total}`, moveFailed: '整理客户时出错，会自动重试', stale: '有人刚改过模板。载入最新内容后再改，你这里的修改会丢失。', reload: '载入最新',
    needName: '每个阶段都要有名称', twice: (name: string) => `名称重复：${name}`, needOpen: '至少要有一个「进行中」的阶段', leaving: (which: string) => `保存后将移动这些阶段的客户：${which}`,
  },
  en: {
    title: 'Customer stages', about: 'One template for the company; each business line chooses from it and makes its own flow.', template: 'Template', add: 'Add a stage', fresh: 'New stage', save: 'Save template', saved: 'Template saved', undo: 'Discard changes',
    preview: 'Preview', previewHint: 'By customers now', moving: (done: string, total: string) => `Putting customers in place ${done} / ${total}`, moveFailed: 'Putting customers in place failed, it is tried again', stale: 'Somebody has just changed the template. Load it before you go on; your changes here are lost.', reload: 'Load it',
    needName: 'Every stage needs a name', twice: (name: string) => `Used twice: ${name}`, needOpen: 'At least one stage must be open', leaving: (which: string) => `Saving moves the customers of these stages: ${which}`,
  },
});

const draftOf = (template: StageTemplate): StageDraft[] => template.stages.map((stage) => ({ ...stage, key: stage.id }));

export function StagesPage() {
  const t = useWords();
  const template = useQuery({ ...ask('stages', 'get', {}), refetchInterval: ({ state }) => (state.data?.migration.state === 'running' ? 1500 : false) });
  return (
    <section className="stack" data-testid="stages">
      <PageHead title={t.title} about={t.about} />
      {template.isPending ? <SkeletonRows /> : null}
      {template.error && !template.data ? <div className="panel"><ErrorNote error={template.error} onAgain={() => void template.refetch()} /></div> : null}
      {template.data ? <><Migration template={template.data} /><Editor template={template.data} onReload={() => void template.refetch()} /><Flows template={template.data} /></> : null}
    </section>
  );
}

function Migration({ template: { migration } }: { template: StageTemplate }) {
  const t = useWords();
  if (migration.state === 'failed') return <p className="danger" role="status">{t.moveFailed}</p>;
  if (migration.state !== 'running') return null;
  return (
    <div className="panel" role="status" data-testid="migration">
      <span>{t.moving(figure(migration.done), figure(migration.total))}</span>
      <Progress percent={migration.total > 0 ? Math.floor((migration.done / migration.total) * 100) : 0} size="small" status="active" />
    </div>
  );
}

function Editor({ template, onReload }: { template: StageTemplate; onReload: () => void }) {
  const t = useWords();
  const [base, setBase] = useState(template);
  const [draft, setDraft] = useState(() => draftOf(template));
  const [successors, setSuccessors] = useState<Record<string, string>>({});
  const [removing, setRemoving] = useState<StageDraft>();
  const changed = JSON.stringify(draft.map(facts)) !== JSON.stringify(draftOf(base).map(facts));
  useLeaveGuard(changed);

  function take(next: StageTemplate): void {
    setBase(next);
    setDraft(draftOf(next));
    setSuccessors({});
  }
  const save = useAct(() => api.stages.saveTemplate({ stages: draft.map(facts), successors, updatedAt: base.updatedAt }), { done: t.saved, touches: ['stages', 'customers'], onDone: take, quiet: true });

  // Counts and others' changes come in while nothing is being edited here.
  useEffect(() => {
    if (!changed) take(template);
  }, [template]);

  const fault = faultOf(draft, t);
  const gone = base.stages.filter((stage) => !draft.some((one) => one.id === stage.id));
  // Not one sum: somebody can stand in one of them in one flow and in another in the next.
  const leaving = gone.filter((stage) => stage.customerCount > 0).map((stage) => `${stage.name} ${figure(stage.customerCount)}`).join(marks().comma);
  const isStale = save.error && codeOf(save.error) === 'stale_edit';

  function remove(stage: StageDraft, successorId?: string): void {
    setDraft(draft.filter((one) => one.key !== stage.key));
    // Who was to go to the stage that goes now goes on with its customers.
    setSuccessors((before) => {
      const onward = Object.entries(before).map(([from, to]) => [from, to === stage.id && successorId ? successorId : to] as const);
      return { ...Object.fromEntries(onward), ...(stage.id && successorId && { [stage.id]: successorId }) };
    });
    setRemoving(undefined);
  }

  return (
    <div className="stage-editor">
      <section className="panel stack" aria-label={t.template}>
        <div className="between"><h2>{t.template}</h2><Button icon={<PlusOutlined />} data-testid="add-stage" disabled={draft.length >= 20} onClick={() => setDraft(withNew(draft, t.fresh))}>{t.add}</Button></div>
        <StageRows value={draft} onChange={setDraft} onRemove={(stage) => (stage.id ? setRemoving(stage) : remove(stage))} />
        {fault ? <span className="danger" role="alert">{fault}</span> : null}
        {leaving ? <span className="warning" data-testid="leaving">{t.leaving(leaving)}</span> : null}
        {save.error ? (isStale
          ? <div className="row" role="alert"><span className="danger">{t.stale}</span><Button onClick={() => { save.reset(); take(template); onReload(); }}>{t.reload}</Button></div>
          : <ErrorNote compact error={save.error} />) : null}
        <div className="row">
          <Button type="primary" data-testid="save-template" disabled={!changed || fault !== ''} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button>
          {changed ? <Button onClick={() => { save.reset(); take(template); }}>{t.undo}</Button> : null}
        </div>
      </section>
      <section className="panel stack stage-side" aria-label={t.preview}>
        <div className="between"><h2>{t.preview}</h2><span className="soft small">{t.previewHint}</span></div>
        <Funnel label={t.preview} rows={sorted(draft).map((stage) => ({ stage: { ...stage, id: stage.key }, count: stage.customerCount, shown: figure(stage.customerCount) }))} />
      </section>
      {removing ? (
        <Successor
          stage={{ name: removing.name, count: removing.customerCount }} others={draft.flatMap(({ id, name }) => (id && id !== removing.id ? [{ id, name }] : []))}
          onClose={() => setRemoving(undefined)} onRemove={(successorId) => remove(removing, successorId)}
        />
      ) : null}
    </div>
  );
}

const facts = ({ id, name, kind, colour, action, reasons }: StageDraft) => ({ id, name: name.trim(), kind, colour, action: action.trim(), reasons });
/** Lost stages stand at the end, as they will after saving. */
const sorted = (draft: StageDraft[]) => [...draft.filter(({ kind }) => kind !== 'lost'), ...draft.filter(({ kind }) => kind === 'lost')];

/** A new stage comes after the last open one. */
function withNew(draft: StageDraft[], name: string): StageDraft[] {
  const at = draft.findLastIndex(({ kind }) => kind === 'open') + 1;
  let free = name;
  for (let n = 2; draft.some((one) => one.name === free); n++) free = `${name} ${n}`;
  const fresh: StageDraft = { key: crypto.randomUUID(), id: null, name: free, kind: 'open', colour: 'accent', action: '', reasons: [], customerCount: 0 };
  return [...draft.slice(0, at), fresh, ...draft.slice(at)];
}

function faultOf(draft: StageDraft[], t: ReturnType<typeof useWords>): string {
  const names = draft.map(({ name }) => name.trim());
  if (names.some((name) => !name)) return t.needName;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) return t.twice(twice);
  return draft.some(({ kind }) => kind === 'open') ? '' : t.needOpen;
}
