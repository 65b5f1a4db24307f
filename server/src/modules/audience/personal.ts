import { isNamedIn, personal } from '../../core/personal/declare';
import { AudienceCopy, SavedView, SavedViewDefault } from './entity';

/**
 * A view that looks for this one person goes: its keyword is their name, a remark about them or an id of theirs. A view that
 * merely would find them by half a word says nothing of them. Others of the same name are looked for anew; without its
 * keyword the view would show everybody instead.
 */
export const audiencePersonalData = [
  personal(SavedView, {
    label: { zh: '按姓名保存的视图', en: 'Views that look for this name' },
    of: () => ({}),
    holds: ({ filter: { keyword = '' }, name }, person) => [keyword, name].some((text) => isNamedIn(text, person) || person.called.includes(text.trim())),
    erase: 'delete',
    also: async (tx, rows) => {
      for (const { id } of rows) await tx.remove(SavedViewDefault, { viewId: id });
    },
  }),
  // Names of everybody stand in it; the next copy is without this person.
  personal(AudienceCopy, { label: { zh: '客户名单的内部副本', en: 'Copies of the customer list within the system' }, of: () => ({}), erase: 'delete' }),
];
