import { useCallback, useEffect, useState } from 'react';
import type { CustomerValue, CustomerValues } from '@scrm/shared/field';
import type { Me } from '@scrm/shared/session';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Said } from '../../kit/StaffName';
import { moment } from '../../kit/time';
import { AttributeEditor } from './AttributeEditor';
import { keptDraft } from './kept-draft';
import { LeadSource } from './LeadSource';
import { Reveal } from './Reveal';

const words = {
  zh: { title: '客户信息', edit: '编辑', editOf: (name: string) => `编辑${name}`, unsent: '有未保存的修改', unknown: '未知', none: '无', required: '必填', more: (n: number) => `展开未填写的 ${n} 项`, less: '收起', again: '再试一次', loading: '正在读取', empty: '企业还没有设置要了解的信息', sources: { console: '管理后台', sidebar: '侧边栏', wecom: '企业微信', import: '导入', form: '表单', api: '接口' } },
  en: { title: 'Details', edit: 'Edit', editOf: (name: string) => `Edit ${name}`, unsent: 'Not saved yet', unknown: 'Unknown', none: 'None', required: 'required', more: (n: number) => `Show ${n} that are not filled in`, less: 'Show less', again: 'Try again', loading: 'Loading', empty: 'The company has no details to ask for yet', sources: { console: 'Console', sidebar: 'Sidebar', wecom: 'WeCom', import: 'Import', form: 'Form', api: 'API' } },
};

/** What the company wants to know of the customer; each value is filled in where it stands. */
export function Attributes({ me, customerId, changed }: { me: Me; customerId: string; changed: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const [values, setValues] = useState<CustomerValues | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [open, setOpen] = useState(false);

  const load = useCallback(() => {
    setError(null);
    api.fields.values({ customerId }).then(setValues, setError);
  }, [customerId]);
  useEffect(load, [load]);

  const isShown = (item: CustomerValue) => open || item.state !== 'unknown' || item.field.required || keptDraft.has(me, customerId, item.field.id);
  const items = values?.items ?? [];
  const hidden = items.filter((item) => !isShown(item)).length;
  return (
    <section className="card" data-testid="attributes">
      <div className="card-head"><h2>{w.title}</h2></div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={load}>{w.again}</button></p>}
      {error === null && values === null && <p className="outcome" role="status"><i className="spinner" />{w.loading}</p>}
      {values !== null && items.length === 0 && <p className="faint">{w.empty}</p>}
      {values && <LeadSource me={me} customerId={customerId} changed={changed} />}
      {values && items.filter(isShown).map((item) => (
        <Attribute key={item.field.id} me={me} customerId={customerId} item={item} version={values.version} saved={(next) => { setValues(next); changed(); }} reload={load} />
      ))}
      {hidden > 0 && <button type="button" className="link wide" data-testid="attributes-more" onClick={() => setOpen(true)}>{w.more(hidden)}</button>}
      {open && <button type="button" className="link wide" onClick={() => setOpen(false)}>{w.less}</button>}
    </section>
  );
}

function Attribute({ me, customerId, item, version, saved, reload }: {
  me: Me; customerId: string; item: CustomerValue; version: number; saved: (values: CustomerValues) => void; reload: () => void;
}) {
  const w = useWords(words);
  const language = useLanguage();
  const { field, state, masked, canReveal, by } = item;
  const [editing, setEditing] = useState(false);
  const [clear, setClear] = useState<string | null>(null);
  // A document needs the right to upload, and the console's own picker.
  const editable = item.canEdit && can(me, 'fields.setValues') && field.kind !== 'file';
  const unsent = keptDraft.has(me, customerId, field.id);
  const keep = (values: CustomerValues) => {
    setEditing(false);
    setClear(null);
    saved(values);
  };
  if (editing) return <AttributeEditor me={me} customerId={customerId} item={item} version={version} close={() => setEditing(false)} saved={keep} reload={reload} />;
  const text = state === 'value' ? clear ?? item.text : state === 'none' ? w.none : w.unknown;
  return (
    <div className="line" data-testid={`attribute-${field.key ?? field.id}`}>
      <span className="line-label">{field.name}{field.required && <span className="danger" aria-label={w.required}>*</span>}</span>
      <span className={state === 'value' ? 'line-value' : 'line-value faint'}>
        <bdi>{text}</bdi>
        {by && state !== 'unknown' && <span className="attribute-by"><Said text={by.staff ? nameIn(by.staff) : by.name} /> · {w.sources[by.source]} · {moment(by.at, language)}</span>}
        {unsent && <span className="attribute-by danger">{w.unsent}</span>}
      </span>
      {masked && canReveal && can(me, 'fields.reveal') && <Reveal customerId={customerId} item={item} shown={clear !== null} show={setClear} />}
      {editable && <button type="button" className="link" aria-label={w.editOf(field.name)} data-testid={`attribute-${field.key ?? field.id}-edit`} onClick={() => setEditing(true)}>{w.edit}</button>}
    </div>
  );
}
