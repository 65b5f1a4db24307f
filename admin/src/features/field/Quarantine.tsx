import { EyeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Quarantined } from '@scrm/shared/field';
import { kindOf, problems } from '@scrm/shared/field-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { ListPage, type Column } from '../../kit/list/ListPage';
import { pageSize, Pager, usePaging } from '../../kit/list/paging';
import { Ago } from '../../kit/time';
import { RevealModal } from './RevealModal';
import { ValueEditor, type Draft } from './ValueEditor';
import { useFieldWords } from './words';

const useWords = words({
  zh: {
    title: '待处理的值', count: (n: string) => `${n} 个待处理`, customer: '客户', value: '收到的值', problem: '原因', from: '来自', acts: '处理', correct: '更正', dismiss: '忽略', reveal: (name: string) => `查看完整的${name}`, emptyTitle: '没有待处理的值', emptyHint: '外来的值没有通过检查时会列在这里，由人更正或忽略。',
    correctTitle: (field: string, customer: string) => `更正「${customer}」的${field}`, received: '收到的值', save: '保存', cancel: '取消', corrected: '已更正并写入客户资料', dismissed: '已忽略，同样的值不会再出现', askTitle: '忽略这个值？', askText: '客户资料不变；以后再收到同样的值也不再提示。', keep: '保留',
  },
  en: {
    title: 'Values waiting', count: (n: string) => `${n} waiting`, customer: 'Customer', value: 'Received', problem: 'Why', from: 'From', acts: 'Actions', correct: 'Correct', dismiss: 'Dismiss', reveal: (name: string) => `Show ${name} in full`, emptyTitle: 'Nothing waits', emptyHint: 'Values from outside that fail the check are listed here until somebody corrects or dismisses them.',
    correctTitle: (field: string, customer: string) => `Correct “${field}” of ${customer}`, received: 'Received', save: 'Save', cancel: 'Cancel', corrected: 'Corrected and saved with the customer', dismissed: 'Dismissed; the same value will not come up again', askTitle: 'Dismiss this value?', askText: 'The customer stays as they are, and the same value is not reported again.', keep: 'Keep',
  },
});

/** What came from outside and waits for a person. */
export function Quarantine() {
  const t = useWords();
  const f = useFieldWords();
  const language = useLanguage();
  const { modal } = App.useApp();
  const paging = usePaging('');
  const rows = useQuery(askPage('quality', 'quarantine', { limit: pageSize, cursor: paging.cursor }));
  const [fixing, setFixing] = useState<Quarantined>();
  const [asking, setAsking] = useState<Quarantined>();
  const [clear, setClear] = useState<Record<string, string>>({});
  const dismiss = useAct((id: string) => api.quality.dismiss({ id }), { done: t.dismissed, touches: ['quality'] });
  const askFirst = ({ id }: Quarantined) => void modal.confirm({ title: t.askTitle, content: t.askText, okText: t.dismiss, cancelText: t.keep, onOk: () => dismiss.mutateAsync(id).catch(() => undefined) });

  const columns: Column<Quarantined>[] = [
    { key: 'customer', title: t.customer, render: (row) => <><Link to={`/customers/${row.customerId}`}>{row.customerName || row.customerId}</Link><div className="soft small">{row.fieldName}</div></> },
    {
      key: 'value', title: t.value, render: (row) => (
        <span className="row">
          <bdi className="break">{clear[row.id] ?? row.text}</bdi>
          {row.canReveal && !clear[row.id] ? (
            <Button type="text" size="small" icon={<EyeOutlined />} aria-label={t.reveal(row.fieldName)} onClick={() => setAsking(row)} />
          ) : null}
        </span>
      ),
    },
    { key: 'problem', title: t.problem, render: (row) => problems[row.problem][language] },
    { key: 'from', title: t.from, width: 150, render: (row) => <>{f.sources[row.source]} · {row.sourceName}<div className="soft small"><Ago at={row.at} /></div></> },
    { key: 'acts', title: t.acts, width: 150, render: (row) => <span className="nowrap"><Button size="small" type="link" onClick={() => setFixing(row)}>{t.correct}</Button><Button size="small" type="link" onClick={() => askFirst(row)}>{t.dismiss}</Button></span> },
  ];
  return (
    <>
      <ListPage<Quarantined>
        testId="quarantine" rows={rows} columns={columns} rowLabel={(row) => `${row.customerName} ${row.fieldName}`}
        count={t.count} filters={<h2>{t.title}</h2>} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
      />
      {fixing ? <Correct entry={fixing} received={clear[fixing.id] ?? fixing.text} onClose={() => setFixing(undefined)} /> : null}
      {asking ? (
        <RevealModal name={asking.fieldName} reveal={(reason) => api.quality.reveal({ id: asking.id, reason })} onClose={() => setAsking(undefined)} onShown={(text) => setClear({ ...clear, [asking.id]: text })} />
      ) : null}
    </>
  );
}

function Correct({ entry, received, onClose }: { entry: Quarantined; received: string; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const fields = useQuery(ask('fields', 'list', { archived: false }));
  const field = fields.data?.items.find((one) => one.id === entry.fieldId);
  const [draft, setDraft] = useState<Draft>({ value: null, none: false });
  const save = useAct((value: NonNullable<Draft['value']>) => api.quality.correct({ id: entry.id, value }), { done: t.corrected, touches: ['quality', 'fields'], quiet: true, onDone: onClose });
  const parsed = field && draft.value !== null ? kindOf(field.kind).parse(draft.value, field.options) : null;
  return (
    <Modal
      open title={t.correctTitle(entry.fieldName, entry.customerName)}
      okText={t.save} cancelText={t.cancel} okButtonProps={{ disabled: !parsed?.ok }} confirmLoading={save.isPending} onCancel={onClose}
      onOk={() => draft.value !== null && save.mutate(draft.value)}
    >
      <div className="stack">
        <p>{t.received} <bdi className="break">{received}</bdi> <span className="soft small">{problems[entry.problem][language]}</span></p>
        {save.error ? <ErrorNote compact error={save.error} /> : null}
        {field ? <ValueEditor field={field} draft={draft} onChange={setDraft} invalid={parsed !== null && !parsed.ok} offersNone={false} /> : null}
        {parsed && !parsed.ok ? <span className="danger small" role="alert">{problems[parsed.problem][language]}</span> : null}
      </div>
    </Modal>
  );
}
