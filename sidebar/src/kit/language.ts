import type { Language } from '@scrm/shared/error';
import { punctuation } from '@scrm/shared/text';
import { thisDevice } from './memory';
import { store } from './store';

const key = 'scrm.language';

const chosen = store<Language>(initialLanguage());
document.documentElement.lang = tagOf(chosen.get());

function initialLanguage(): Language {
  const kept = thisDevice.read(key);
  if (kept === 'zh' || kept === 'en') return kept;
  return /^zh/i.test(navigator.language) ? 'zh' : 'en';
}

/** For `lang`, `Intl` and the `Accept-Language` header. */
export function tagOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

export const language = chosen.get;
export const useLanguage = chosen.use;

/** The punctuation of the person's language. */
export const marks = () => punctuation[chosen.get()];

export function chooseLanguage(next: Language) {
  thisDevice.write(key, next);
  document.documentElement.lang = tagOf(next);
  chosen.set(next);
}

/** The words of a screen in the person's language. Both languages must say the same things, or it does not compile. */
export function useWords<W>(words: { zh: W; en: W }): W {
  return words[useLanguage()];
}
