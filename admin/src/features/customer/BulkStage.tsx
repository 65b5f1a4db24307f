import { NodeIndexOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Skeleton, type ButtonProps } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { useStartTask } from '../../kit/task/start';
import { StageMark } from '../stage/StageMark';
import { whomOf, type BulkProps } from './bulk';

const useWords = words({
  zh: {
    open: '移动阶段', title: (n: string) => `移动 ${n} 位客户的阶段`, flow: '流程', stage: '移到', choose: '选择阶段', reason: '原因', chooseReason: '选择原因', start: '开始', cancel: '取消',
    hint: '不在这个流程里、或按流程规则不能直接到这个阶段的客户保持不变，列在失败明细里。完成后可以撤销：之后没有再移动过的客户回到原来的阶段。',
  },
  en: {
    open: 'Move stage', title: (n: string) => `Move ${counted(n, 'customer')}`, flow: 'Flow', stage: 'To', choose: 'Choose a stage', reason: 'Reason', chooseReason: 'Choose a reason', start: 'Start', cancel: 'Cancel',
    hint: 'Customers who are not in this flow, or may not go there by its rules, stay where they are and are listed as failures. It can be undone: whoever was not moved again goes back.',
  },
});

/** Moves all who are selected to a stage, as a task. */
export function BulkStage(props: BulkProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<NodeIndexOutlined />} onClick={() => setOpen(true)} data-testid="bulk-stage">{t.open}</Button>
      {open ? <Dialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose, ...props }: BulkProps & { onClose: () => void }) {
  const t = useWords();
  const template = useQuery(ask('stages', 'get', {}));
  const flows = template.data?.flows ?? [];
  const [chosen, setChosen] = useState<string>();
  const [toStageId, setTo] = useState<string>();
  const [reason, setReason] = useState('');
  const flow = flows.find(({ id }) => id === chosen) ?? flows[0];
  const steps = flow?.stageIds.flatMap((id) => template.data!.stages.find((stage) => stage.id === id) ?? []) ?? [];
  const to = steps.find(({ id }) => id === toStageId);
  const picks = to?.kind === 'lost' && to.reasons.length > 0;
  const start = useStartTask(() => {
    onClose();
    props.onStarted();
  });

  return (
    <Modal
      open title={t.title(figure(props.selection.count))} okText={t.start} cancelText={t.cancel} confirmLoading={start.isPending} onCancel={onClose} destroyOnHidden
      onOk={() => start.mutate({ kind: 'customer.stage', input: { flowId: flow!.id, toStageId: to!.id, reason }, ...whomOf(props) })}
      okButtonProps={{ disabled: !to || (picks && !reason), danger: to?.kind === 'lost', 'data-testid': 'bulk-stage-start' } as ButtonProps}
    >
      {template.isPending ? <Skeleton active paragraph={{ rows: 3 }} /> : null}
      {template.error ? <ErrorNote compact error={template.error} onAgain={() => void template.refetch()} /> : null}
      {flow ? (
        <Form layout="vertical">
          {flows.length > 1 ? (
            <Form.Item label={t.flow} htmlFor="bulk-flow">
              <Select
                id="bulk-flow" value={flow.id} options={flows.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => {
                  setChosen(id);
                  setTo(undefined);
                }}
              />
            </Form.Item>
          ) : null}
          <Form.Item label={t.stage} htmlFor="bulk-stage-to">
            <Select
              id="bulk-stage-to" placeholder={t.choose} value={toStageId} options={steps.map((stage) => ({ value: stage.id, label: <StageMark stage={stage} /> }))}
              onChange={(id) => {
                setTo(id);
                setReason('');
              }}
            />
          </Form.Item>
          <Form.Item label={t.reason} htmlFor="bulk-reason" required={picks}>
            {picks
              ? <Select id="bulk-reason" placeholder={t.chooseReason} value={reason || undefined} onChange={setReason} options={to.reasons.map((value) => ({ value, label: value }))} />
              : <Input id="bulk-reason" value={reason} maxLength={60} onChange={({ target }) => setReason(target.value)} />}
          </Form.Item>
          <p className="soft small">{t.hint}</p>
        </Form>
      ) : null}
    </Modal>
  );
}
