import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convert, fieldKinds, kindOf, kinds, problems, sortable, type FieldKind, type FieldOption, type FieldValue } from '@scrm/shared/field-kind';

const options: FieldOption[] = ['高', '中', '低,一般'].map((name, index) => ({ id: `o_${index}`, name, retired: false }));
const form = (kind: FieldKind) => ({ kind, options: kinds[kind].hasOptions ? options : [] });

const some: Record<FieldKind, fc.Arbitrary<unknown>> = {
  text: fc.string({ unit: 'grapheme' }),
  number: fc.oneof(fc.integer(), fc.double(), fc.integer().map((n) => (n / 10_000).toFixed(4))),
  date: fc.date({ min: new Date('1890-01-01'), max: new Date('2110-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  choice: fc.constantFrom('o_0', 'o_2', '中', '没有', ''),
  multiChoice: fc.array(fc.constantFrom('o_0', 'o_1', '低,一般', '没有'), { maxLength: 4 }),
  phone: fc.oneof(fc.stringMatching(/^(\+86)?1[3-9]\d{9}$/), fc.stringMatching(/^0\d{2,3}-\d{7,8}$/), fc.stringMatching(/^\+?\d{0,16}$/)),
  email: fc.oneof(fc.emailAddress(), fc.string()),
  address: fc.oneof(fc.string({ unit: 'grapheme' }), fc.record({ province: fc.constantFrom('浙江省', ''), city: fc.string(), detail: fc.string() })),
  file: fc.oneof(fc.record({ fileId: fc.string(), name: fc.string() }), fc.constant(null)),
};
const anyKind = fc.constantFrom(...fieldKinds);
const anyInput = anyKind.chain((kind) => some[kind].map((input) => ({ kind, input })));
const parseAs = (kind: FieldKind, input: unknown) => kinds[kind].parse(input, form(kind).options);

describe('CU-05 CU-06 kinds of fields', () => {
  test('CU-05 what was accepted is accepted again as it is, masks do not show it, and it sorts', () => {
    fc.assert(fc.property(anyInput, ({ kind, input }) => {
      const parsed = parseAs(kind, input);
      if (!parsed.ok) return void expect(problems).toHaveProperty(parsed.problem);
      expect(parseAs(kind, parsed.value)).toEqual(parsed);
      const shown = kindOf(kind).show(parsed.value, options);
      if (kind !== 'file') expect(shown).not.toBe('');
      if (kindOf(kind).canSeal && shown.length > 8) expect(kindOf(kind).mask(parsed.value)).not.toContain(shown);
      const sort = sortable(kind, parsed.value);
      expect(sort.number === null || Number.isSafeInteger(sort.number)).toBe(true);
      expect((sort.text ?? '').length).toBeLessThanOrEqual(380);
    }), { numRuns: 2000 });
  });

  test('CU-06 every value turns into every kind, or says why not, and never into something that the kind itself refuses', () => {
    fc.assert(fc.property(anyInput, anyKind, ({ kind, input }, to) => {
      const parsed = parseAs(kind, input);
      if (!parsed.ok) return;
      const turned = convert(parsed.value, form(kind), form(to));
      if (!turned.ok) return void expect(problems).toHaveProperty(turned.problem);
      expect(parseAs(to, turned.value)).toEqual(turned);
    }), { numRuns: 3000 });
  });

  test('CU-06 conversions that matter', () => {
    const table: [FieldKind, FieldValue, FieldKind, FieldValue | string][] = [
      ['text', '138 0013 8000', 'phone', '+8613800138000'], ['text', '没有', 'phone', '!phone'], ['phone', '+8613800138000', 'text', '13800138000'], ['text', '2026年9月1日', 'date', '2026-09-01'],
      ['date', '2026-09-01', 'number', '!number'], ['number', 12.5, 'text', '12.5'], ['text', '高', 'choice', 'o_0'], ['text', '极高', 'choice', '!option'], ['choice', 'o_1', 'multiChoice', ['o_1']],
      ['multiChoice', ['o_1'], 'choice', 'o_1'], ['multiChoice', ['o_0', 'o_1'], 'choice', '!oneOption'], ['multiChoice', ['o_0', 'o_2'], 'text', '高、低,一般'], ['text', '低,一般', 'multiChoice', ['o_2']],
      ['text', '浙江省杭州市', 'address', { province: '浙江省', city: '', district: '', detail: '杭州市' }], ['text', 'x', 'file', '!file'], ['file', { fileId: 'f', name: 'a.pdf' }, 'text', 'a.pdf'],
    ];
    for (const [from, value, to, wanted] of table) {
      const turned = convert(value, form(from), form(to));
      expect(turned.ok ? turned.value : `!${turned.problem}`, `${from} ${JSON.stringify(value)} → ${to}`).toEqual(wanted);
    }
  });

  test('CU-05 phone numbers of the mainland and of the world are cleaned, others refused', () => {
    const good: Record<string, string> = {
      '13800138000': '+8613800138000', '+86 138 0013 8000': '+8613800138000', '86 13800138000': '+8613800138000', '0571-88881234': '+8657188881234', '(021) 6888 1234': '+862168881234', '+852 9123 4567': '+85291234567', '００１ 4155550100': '+14155550100',
    };
    for (const [typed, kept] of Object.entries(good)) expect(parseAs('phone', typed), typed).toEqual({ ok: true, value: kept });
    for (const typed of ['12345678901', '1380013800', '138001380000', 'abc', '+0123456789', '+86 12345678901', '😀', '1'.repeat(10_000)]) expect(parseAs('phone', typed), typed.slice(0, 20)).toMatchObject({ ok: false, problem: 'phone' });
  });
});
