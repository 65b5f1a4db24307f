import type { z } from 'zod';
import type { Language } from '@scrm/shared/error';

const words = {
  zh: {
    chars: { most: (n: unknown) => `最多 ${n} 个字`, least: (n: unknown) => `至少 ${n} 个字` }, items: { most: (n: unknown) => `最多 ${n} 项`, least: (n: unknown) => `至少 ${n} 项` }, number: { most: (n: unknown) => `不能大于 ${n}`, least: (n: unknown) => `不能小于 ${n}` },
    empty: '不能为空', missing: '没有填写，或格式不对', choice: '不是可选的值', format: '格式不对',
  },
  en: {
    chars: { most: (n: unknown) => `at most ${n} characters`, least: (n: unknown) => `at least ${n} characters` }, items: { most: (n: unknown) => `at most ${n} items`, least: (n: unknown) => `at least ${n} items` }, number: { most: (n: unknown) => `not above ${n}`, least: (n: unknown) => `not below ${n}` },
    empty: 'cannot be empty', missing: 'is missing, or of another kind', choice: 'is none of the choices', format: 'has another form',
  },
} satisfies Record<Language, object>;

/** What is wrong with a field, as a person would say it: the schema library speaks to developers, and English only. */
export function faultOf(issue: z.core.$ZodIssue, language: Language): string {
  const t = words[language];
  const measure = (origin: string) => (origin === 'string' ? t.chars : origin === 'array' || origin === 'set' ? t.items : t.number);
  switch (issue.code) {
    case 'too_big': return measure(issue.origin).most(issue.maximum);
    case 'too_small': return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int' ? t.empty : measure(issue.origin).least(issue.minimum);
    case 'invalid_type': return t.missing;
    case 'invalid_value': case 'invalid_union': return t.choice;
    case 'invalid_format': case 'not_multiple_of': return t.format;
    // What a contract checks by itself it says in both languages.
    case 'custom': return (issue.params?.said as Record<Language, string> | undefined)?.[language] ?? issue.message;
    default: return issue.message;
  }
}
