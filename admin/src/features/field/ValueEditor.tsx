import { Checkbox, Input, Select } from 'antd';
import type { Field } from '@scrm/shared/field';
import { provinces, type Address, type FieldValue, type FileValue } from '@scrm/shared/field-kind';
import { words } from '../../kit/language';
import { FileField } from '../../kit/message/FileField';

const useWords = words({
  zh: { province: '省份', city: '城市', district: '区县', detail: '详细地址', choose: '请选择', none: '确认没有' },
  en: { province: 'Province', city: 'City', district: 'District', detail: 'Street and number', choose: 'Choose', none: 'There is none' },
});

/** What is typed, before it is a value: `none` says that there is none. */
export interface Draft { value: FieldValue | null; none: boolean }

const noAddress: Address = { province: '', city: '', district: '', detail: '' };

/** The input that suits the field's kind. */
export function ValueEditor({ field, draft, onChange, invalid = false, offersNone = true }: { field: Field; draft: Draft; onChange: (draft: Draft) => void; invalid?: boolean; offersNone?: boolean }) {
  const t = useWords();
  return (
    <>
      {draft.none ? null : <Control field={field} value={draft.value} invalid={invalid} onChange={(value) => onChange({ value, none: false })} />}
      {field.required || !offersNone ? null : <Checkbox checked={draft.none} onChange={({ target }) => onChange({ value: null, none: target.checked })}>{t.none}</Checkbox>}
    </>
  );
}

function Control({ field, value, invalid, onChange }: { field: Field; value: FieldValue | null; invalid: boolean; onChange: (value: FieldValue | null) => void }) {
  const t = useWords();
  const status = invalid ? 'error' as const : undefined;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const line = { 'aria-label': field.name, status, value: text, autoFocus: true, onChange: ({ target }: { target: { value: string } }) => onChange(target.value === '' ? null : target.value) };
  const options = field.options.filter((one) => !one.retired || one.id === value || (Array.isArray(value) && value.includes(one.id))).map(({ id, name }) => ({ value: id, label: name }));
  const pick = { 'aria-label': field.name, status, options, placeholder: t.choose, allowClear: true, showSearch: { optionFilterProp: 'label' }, style: { width: '100%' } };

  switch (field.kind) {
    case 'text': return <Input.TextArea {...line} autoSize={{ minRows: 1, maxRows: 8 }} />;
    case 'number': return <Input {...line} inputMode="decimal" />;
    case 'date': return <Input {...line} type="date" min="1900-01-01" max="2100-12-31" />;
    case 'phone': return <Input {...line} type="tel" />;
    case 'email': return <Input {...line} type="email" />;
    case 'choice': return <Select {...pick} value={text || undefined} onChange={(id?: string) => onChange(id ?? null)} />;
    case 'multiChoice': return <Select {...pick} mode="multiple" value={Array.isArray(value) ? value : []} onChange={(ids: string[]) => onChange(ids.length > 0 ? ids : null)} />;
    case 'file': {
      const file = value as FileValue | null;
      return <FileField kind="file" value={file?.fileId ?? ''} name={file?.name} invalid={invalid} onChange={(fileId, name) => onChange({ fileId, name })} />;
    }
    case 'address': {
      const address = value !== null && typeof value === 'object' && 'detail' in value ? value : noAddress;
      const put = (part: Partial<Address>) => {
        const next = { ...address, ...part };
        onChange(Object.values(next).some(Boolean) ? next : null);
      };
      return (
        <div className="address-fields">
          <Select {...pick} aria-label={t.province} placeholder={t.province} options={provinces.map((name) => ({ value: name, label: name }))} value={address.province || undefined} onChange={(province?: string) => put({ province: province ?? '' })} />
          <Input aria-label={t.city} placeholder={t.city} maxLength={50} status={status} value={address.city} onChange={({ target }) => put({ city: target.value })} />
          <Input aria-label={t.district} placeholder={t.district} maxLength={50} status={status} value={address.district} onChange={({ target }) => put({ district: target.value })} />
          <Input aria-label={t.detail} placeholder={t.detail} status={status} value={address.detail} onChange={({ target }) => put({ detail: target.value })} />
        </div>
      );
    }
  }
}
