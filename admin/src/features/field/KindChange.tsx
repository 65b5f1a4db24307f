import { Alert, Button, Checkbox, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Field } from '@scrm/shared/field';
import { fieldKinds, kindOf, problems, type FieldKind } from '@scrm/shared/field-kind';
import type { Api } from '@scrm/shared/api';
import type { ReplyOf } from '@scrm/shared/contract';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { figure, useLanguage, words } from '../../kit/language';
import { OptionsEditor, type OptionDraft } from './OptionsEditor';

const useWords = words({
  zh: {
    change: '更改类型', title: (name: string) => `更改「${name}」的类型`, to: '改为', options: '选项', preview: '试算', apply: '更改类型', cancel: '取消', done: '类型已更改', first: '先试算，看看现有的值会变成什么，不会改动任何数据。',
    result: (total: string, converts: string, fails: string) => `共 ${total} 个值：${converts} 个可以转换，${fails} 个不能`, none: '还没有客户填过，可以放心更改。', samples: '会变成', failures: '不能转换的', first100: '只列出前 100 个', lose: (n: string) => `我接受丢失这 ${n} 个值（客户的修改记录里仍能看到）`, sealed: '敏感字段的值在这里也是遮盖的',
  },
  en: {
    change: 'Change type', title: (name: string) => `Change the type of “${name}”`, to: 'Change to', options: 'Options', preview: 'Try it', apply: 'Change type', cancel: 'Cancel', done: 'The type was changed', first: 'Try it first to see what the values become; nothing is changed by that.',
    result: (total: string, converts: string, fails: string) => `${counted(total, 'value')}: ${converts} can be converted, ${fails} cannot`, none: 'No customer has a value yet: nothing can be lost.', samples: 'They become', failures: 'Cannot be converted', first100: 'The first 100 are listed', lose: (n: string) => `I accept losing ${counted(n, 'value')} (the customers’ history keeps them)`, sealed: 'Values of a sensitive field are masked here too',
  },
});

type Preview = ReplyOf<Api['fields']['previewKind']>;

/** A change of type is tried first; it is refused as long as the loss is not accepted. */
export function KindChange({ field }: { field: Field }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return <><Button onClick={() => setOpen(true)}>{t.change}</Button>{open ? <KindModal field={field} onClose={() => setOpen(false)} /> : null}</>;
}

function KindModal({ field, onClose }: { field: Field; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const choices = fieldKinds.filter((each) => each !== field.kind && (!field.sensitive || kindOf(each).canSeal));
  const [kind, setKind] = useState<FieldKind>(choices[0]!);
  const [options, setOptions] = useState<OptionDraft[]>(field.options.length > 0 ? field.options : [{ name: '' }]);
  const [accepted, setAccepted] = useState(false);
  const input = { id: field.id, kind, options: kindOf(kind).hasOptions ? options.filter((one) => one.name.trim() !== '') : [] };
  const preview = useAct(() => api.fields.previewKind(input), { quiet: true });
  const apply = useAct((lose: number) => api.fields.changeKind({ ...input, acceptLosing: lose, updatedAt: field.updatedAt }), { done: t.done, touches: ['fields'], quiet: true, onDone: onClose });
  const afresh = () => {
    preview.reset();
    apply.reset();
    setAccepted(false);
  };
  const fails = preview.data?.fails ?? 0;
  return (
    <Modal
      open title={t.title(field.name)} onCancel={onClose} data-testid="kind-change"
      footer={[
        <Button key="cancel" onClick={onClose}>{t.cancel}</Button>,
        <Button key="preview" type={preview.data ? 'default' : 'primary'} loading={preview.isPending} onClick={() => preview.mutate(undefined)}>{t.preview}</Button>,
        <Button key="apply" type={preview.data ? 'primary' : 'default'} danger={fails > 0} disabled={!preview.data || (fails > 0 && !accepted)} loading={apply.isPending} onClick={() => apply.mutate(accepted ? fails : 0)}>{t.apply}</Button>,
      ]}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t.to} htmlFor="to-kind"><Select id="to-kind" value={kind} onChange={(next: FieldKind) => { setKind(next); afresh(); }} options={choices.map((each) => ({ value: each, label: kindOf(each).name[language] }))} /></Form.Item>
        {kindOf(kind).hasOptions ? <Form.Item label={t.options}><OptionsEditor value={options} onChange={(next) => { setOptions(next); afresh(); }} /></Form.Item> : null}
      </Form>
      {preview.error ? <ErrorNote compact error={preview.error} /> : null}
      {apply.error ? <ErrorNote compact error={apply.error} onAgain={() => { afresh(); preview.mutate(undefined); }} /> : null}
      {preview.data ? <Result preview={preview.data} sensitive={field.sensitive} accepted={accepted} onAccept={setAccepted} /> : <p className="soft">{t.first}</p>}
    </Modal>
  );
}

function Result({ preview, sensitive, accepted, onAccept }: { preview: Preview; sensitive: boolean; accepted: boolean; onAccept: (accepted: boolean) => void }) {
  const t = useWords();
  const language = useLanguage();
  const { total, converts, fails, samples, failures } = preview;
  if (total === 0) return <Alert type="success" showIcon title={t.none} />;
  return (
    <div className="stack" data-testid="conversion">
      <Alert type={fails > 0 ? 'warning' : 'success'} showIcon title={t.result(figure(total), figure(converts), figure(fails))} description={sensitive ? t.sealed : undefined} />
      {samples.length > 0 ? <div><h3>{t.samples}</h3>{samples.map((one, at) => <div key={at} className="break"><bdi className="soft">{one.from}</bdi> → <bdi>{one.to}</bdi></div>)}</div> : null}
      {failures.length > 0 ? (
        <div>
          <h3>{t.failures}{fails > failures.length ? <span className="soft small"> · {t.first100}</span> : null}</h3>
          <div className="failures">
            {failures.map((one) => <div key={one.customerId} className="failure"><Link to={`/customers/${one.customerId}`} className="ellipsis">{one.customerName || one.customerId}</Link><bdi className="ellipsis" title={one.text}>{one.text}</bdi><span className="soft small">{problems[one.problem][language]}</span></div>)}
          </div>
        </div>
      ) : null}
      {fails > 0 ? <Checkbox checked={accepted} onChange={({ target }) => onAccept(target.checked)}>{t.lose(figure(fails))}</Checkbox> : null}
    </div>
  );
}
