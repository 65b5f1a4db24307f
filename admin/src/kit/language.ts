import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import relativeTime from 'dayjs/plugin/relativeTime';
import { useSyncExternalStore } from 'react';
import type { Language } from '@scrm/shared/error';
import { punctuation } from '@scrm/shared/text';

dayjs.extend(relativeTime);

const storageKey = 'scrm.language';
const listeners = new Set<() => void>();

function startLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

let current = startLanguage();
tellDocument();

function tellDocument(): void {
  dayjs.locale(current === 'zh' ? 'zh-cn' : 'en');
  document.documentElement.lang = languageTag();
}

export function language(): Language {
  return current;
}

/** What the server is told in `accept-language`. */
export function languageTag(): string {
  return current === 'zh' ? 'zh-CN' : 'en';
}

export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(storageKey, next);
  tellDocument();
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, language);
}

/** The same keys in both languages; a sentence with a number in it is a function of the same arguments. */
type Shape<W> = {
  readonly [K in keyof W]: W[K] extends string ? string : W[K] extends (...input: infer A) => string ? (...input: A) => string : Shape<W[K]>;
};

/** Text of one screen. `const useWords = words({ zh: {…}, en: {…} })`, then `const t = useWords()` in the component. */
export function words<const W extends object>(both: { zh: W; en: Shape<NoInfer<W>> }): () => Shape<W> {
  return () => both[useLanguage()] as Shape<W>;
}

/** The punctuation of the person's language. */
export function marks() {
  return punctuation[current];
}

/** `1,204`: the same grouping in both languages. */
export function figure(value: number): string {
  return value.toLocaleString('en-US');
}
