import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, Segmented, TreeSelect } from 'antd';
import { useState } from 'react';
import type { Department, StaffRef } from '@scrm/shared/org';
import type { Flow, Stage, StageTemplate } from '@scrm/shared/stage';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { DepartmentName } from '../org/DepartmentTree';
import { RequiredFields } from './RequiredFields';
import { StageMark } from './StageMark';
import { Successor } from './Successor';

const useWords = words({
  zh: {
    create: '新建流程', edit: '编辑流程', name: '名称', stages: '包含的阶段', departments: '部门', staff: '员工', range: '谁的客户走这个流程', departmentsHint: '含下级部门', moves: '允许的流转', usual: '常用规则', custom: '自定',
    usualHint: '可以前进到任何阶段、后退一步、随时流失；流失后可回到任何进行中的阶段。', from: '从 ＼ 到', save: '保存', cancel: '取消', saved: '流程已保存，正在整理客户', needStage: '至少选一个「进行中」的阶段', needName: '请填写名称', allStages: '默认流程包含模板的全部阶段，适用于其他所有客户。',
  },
  en: {
    create: 'New flow', edit: 'Edit flow', name: 'Name', stages: 'Stages in it', departments: 'Departments', staff: 'Staff', range: 'Whose customers go this way', departmentsHint: 'With those below', moves: 'Allowed moves', usual: 'The usual rule', custom: 'Own',
    usualHint: 'Forward to any stage, back by one, lost at any time; from lost back to any open stage.', from: 'From ＼ to', save: 'Save', cancel: 'Cancel', saved: 'Flow saved, customers are being put in place', needStage: 'Choose at least one open stage', needName: 'Give it a name', allStages: 'The default flow has every stage of the template, for all other customers.',
  },
});

type Pair = [string, string];
const usualPairs = (steps: Stage[]): Pair[] => {
  const way = steps.filter(({ kind }) => kind !== 'lost');
  const allowed = (from: Stage, to: Stage) => to.kind === 'lost' || (from.kind === 'lost' ? to.kind === 'open' : way.indexOf(to) >= way.indexOf(from) - 1);
  return steps.flatMap((from) => steps.filter((to) => to !== from && allowed(from, to)).map((to): Pair => [from.id, to.id]));
};

export function FlowDrawer({ flow, template, departments, onClose }: { flow?: Flow; template: StageTemplate; departments: Department[]; onClose: () => void }) {
  const t = useWords();
  const [name, setName] = useState(flow?.name ?? '');
  const [stageIds, setStageIds] = useState(flow?.stageIds ?? template.stages.map(({ id }) => id));
  const [departmentIds, setDepartmentIds] = useState(flow?.departmentIds ?? []);
  const [staff, setStaff] = useState<StaffRef[]>(flow?.staff ?? []);
  const [moves, setMoves] = useState<Pair[] | null>(flow?.moves ?? null);
  const [successors, setSuccessors] = useState<Record<string, string>>({});
  const [requiredFieldIds, setRequiredFieldIds] = useState<Flow['requiredFieldIds']>(flow?.requiredFieldIds ?? {});
  const fields = useQuery(ask('fields', 'list', { archived: false }));
  const [dropping, setDropping] = useState<Stage>();
  const steps = template.stages.filter(({ id }) => stageIds.includes(id));
  const fault = !name.trim() ? t.needName : steps.some(({ kind }) => kind === 'open') ? '' : t.needStage;
  const facts = {
    name: name.trim(), stageIds: steps.map(({ id }) => id), moves: moves?.filter((pair) => pair.every((id) => stageIds.includes(id))) ?? null, requiredFieldIds, departmentIds, staffIds: staff.map(({ id }) => id),
  };
  const close = useCloseGuard(facts, onClose);
  const save = useAct(
    () => (flow ? api.stages.updateFlow({ ...facts, id: flow.id, successors, updatedAt: flow.updatedAt }) : api.stages.createFlow(facts)),
    { done: t.saved, touches: ['stages', 'customers'], onDone: onClose, quiet: true },
  );

  function flip(stage: Stage, on: boolean): void {
    if (on) setStageIds([...stageIds, stage.id]);
    else if (flow?.stageIds.includes(stage.id)) setDropping(stage);
    else setStageIds(stageIds.filter((id) => id !== stage.id));
  }
  const isOn = (from: string, to: string) => moves?.some((pair) => pair[0] === from && pair[1] === to) ?? false;
  const flipMove = (from: string, to: string) => setMoves(isOn(from, to) ? (moves ?? []).filter((pair) => pair[0] !== from || pair[1] !== to) : [...(moves ?? []), [from, to]]);

  return (
    <Drawer
      open title={flow ? t.edit : t.create} size={640} onClose={close}
      footer={(
        <div className="stack">
          {save.error ? <ErrorNote compact error={save.error} /> : null}
          <div className="row"><Button type="primary" data-testid="save-flow" disabled={fault !== ''} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button><Button onClick={close}>{t.cancel}</Button>{fault && name ? <span className="danger">{fault}</span> : null}</div>
        </div>
      )}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t.name} htmlFor="flow-name"><Input id="flow-name" value={name} maxLength={30} onChange={({ target }) => setName(target.value)} /></Form.Item>
        {flow?.isDefault ? <p className="soft">{t.allStages}</p> : (
          <>
            <Form.Item label={t.stages}>
              <div className="row">{template.stages.map((stage) => <Checkbox key={stage.id} checked={stageIds.includes(stage.id)} onChange={({ target }) => flip(stage, target.checked)}><StageMark stage={stage} /></Checkbox>)}</div>
            </Form.Item>
            <h3>{t.range}</h3>
            <Form.Item label={t.departments} extra={t.departmentsHint}>
              <TreeSelect
                multiple style={{ width: '100%' }} aria-label={t.departments} treeDefaultExpandAll value={departmentIds} onChange={(ids: number[]) => setDepartmentIds(ids)} treeData={nodesOf(departments)}
              />
            </Form.Item>
            <Form.Item label={t.staff} htmlFor="flow-staff"><StaffPicker id="flow-staff" label={t.staff} value={staff} onChange={setStaff} /></Form.Item>
          </>
        )}
        <Form.Item label={t.moves}>
          <Segmented value={moves ? 'custom' : 'usual'} options={[{ value: 'usual', label: t.usual }, { value: 'custom', label: t.custom }]} onChange={(next) => setMoves(next === 'custom' ? usualPairs(steps) : null)} />
        </Form.Item>
        {moves === null ? <p className="soft">{t.usualHint}</p> : (
          <div className="matrix">
            <table>
              <thead><tr><th scope="col">{t.from}</th>{steps.map((to) => <th key={to.id} scope="col" title={to.name}>{to.name}</th>)}</tr></thead>
              <tbody>
                {steps.map((from) => (
                  <tr key={from.id}>
                    <th scope="row" title={from.name}>{from.name}</th>
                    {steps.map((to) => <td key={to.id}>{to.id === from.id ? '–' : <Checkbox aria-label={`${from.name} → ${to.name}`} checked={isOn(from.id, to.id)} onChange={() => flipMove(from.id, to.id)} />}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <RequiredFields steps={steps} fields={fields} value={requiredFieldIds} onChange={setRequiredFieldIds} />
      </Form>
      {dropping ? (
        <Successor
          stage={{ name: dropping.name, count: flow?.counts[dropping.id] ?? 0 }} others={steps.filter(({ id }) => id !== dropping.id)} onClose={() => setDropping(undefined)}
          onRemove={(to) => {
            setStageIds(stageIds.filter((id) => id !== dropping.id));
            if (to) setSuccessors({ ...successors, [dropping.id]: to });
            setDropping(undefined);
          }}
        />
      ) : null}
    </Drawer>
  );
}

type Node = { value: number; title: React.ReactNode; children: Node[] };
export function nodesOf(departments: Department[]): Node[] {
  const ids = new Set(departments.map(({ departmentId }) => departmentId));
  const node = (department: Department): Node => ({
    value: department.departmentId, title: <DepartmentName department={department} />, children: departments.filter(({ parentId }) => parentId === department.departmentId).map(node),
  });
  return departments.filter(({ parentId }) => !ids.has(parentId)).map(node);
}
