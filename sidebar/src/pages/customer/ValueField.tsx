import type { Field } from '@scrm/shared/field';
import { provinces, type Address, type FieldValue } from '@scrm/shared/field-kind';
import { useWords } from '../../kit/language';

const words = {
  zh: { choose: '请选择', province: '省份', city: '城市', district: '区县', detail: '详细地址' },
  en: { choose: 'Choose', province: 'Province', city: 'City', district: 'District', detail: 'Street and number' },
};

const noAddress: Address = { province: '', city: '', district: '', detail: '' };
const inputs = {
  number: { type: 'text', inputMode: 'decimal' }, date: { type: 'date' }, phone: { type: 'tel', inputMode: 'tel' }, email: { type: 'email', inputMode: 'email' },
} as const;

/** The input that suits the kind, with the phone's own keyboard or picker for it. */
export function ValueField({ field, value, disabled, focus = true, change }: { field: Field; value: FieldValue | null; disabled: boolean; focus?: boolean; change: (value: FieldValue | null) => void }) {
  const w = useWords(words);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const shared = { className: 'field', disabled, 'aria-label': field.name, 'data-testid': 'attribute-field' };
  const options = field.options.filter((one) => !one.retired || one.id === value || (Array.isArray(value) && value.includes(one.id)));

  switch (field.kind) {
    case 'text':
      return <textarea {...shared} rows={2} autoFocus={focus} value={text} placeholder={field.hint} onChange={(event) => change(event.target.value || null)} />;
    case 'number': case 'date': case 'phone': case 'email':
      return <input {...shared} {...inputs[field.kind]} autoFocus={focus} value={text} placeholder={field.hint} onChange={(event) => change(event.target.value || null)} />;
    case 'choice':
      return (
        <select {...shared} value={text} onChange={(event) => change(event.target.value || null)}>
          <option value="">{w.choose}</option>
          {options.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      );
    case 'multiChoice': {
      const chosen = Array.isArray(value) ? value : [];
      const flip = (id: string) => {
        const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
        change(next.length > 0 ? next : null);
      };
      return (
        <div className="chips" role="group" aria-label={field.name}>
          {options.map(({ id, name }) => <button key={id} type="button" className={chosen.includes(id) ? 'chip choice chosen' : 'chip choice'} aria-pressed={chosen.includes(id)} disabled={disabled} onClick={() => flip(id)}>{name}</button>)}
        </div>
      );
    }
    case 'address': {
      const address = value !== null && typeof value === 'object' && 'detail' in value ? value : noAddress;
      const put = (part: Partial<Address>) => {
        const next = { ...address, ...part };
        change(Object.values(next).some(Boolean) ? next : null);
      };
      return (
        <div className="address">
          <select {...shared} aria-label={w.province} value={address.province} onChange={(event) => put({ province: event.target.value })}>
            <option value="">{w.province}</option>
            {provinces.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
          {(['city', 'district', 'detail'] as const).map((part) => <input key={part} {...shared} type="text" aria-label={w[part]} placeholder={w[part]} value={address[part]} onChange={(event) => put({ [part]: event.target.value })} />)}
        </div>
      );
    }
    case 'file':
      return null;
  }
}
