import { getAppBaseInfo } from '@tarojs/taro';
import type { Language } from '@scrm/shared/error';
import { punctuation } from '@scrm/shared/text';

/** As WeChat or the browser is set. */
export const language: Language = /^en/i.test(getAppBaseInfo().language ?? '') ? 'en' : 'zh';
// Fonts choose their punctuation by it.
if (process.env.TARO_ENV === 'h5') document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

/** The punctuation of it. */
export const marks = punctuation[language];

/** The words of a screen. Both languages must say the same things, or it does not compile. */
export function inLanguage<W>(words: { zh: W; en: W }): W {
  return words[language];
}
