import { useMemo } from 'react';
import { codeStepNames, type CodeStep } from '@scrm/shared/code-figures';
import { useLanguage } from '../../kit/language';
import { useNumberWords } from './words';

/** What each step is called; the one of the stage by the stage that was chosen. */
export function useStepNames(stageName: string): Record<CodeStep, string> {
  const t = useNumberWords();
  const language = useLanguage();
  return useMemo(() => ({ ...codeStepNames[language], ...(stageName && { reached: t.reached(stageName) }) }), [language, stageName, t]);
}

export const percent = (share: number): string => `${share >= 0.1 || share === 0 ? Math.round(share * 100) : (share * 100).toFixed(1)}%`;
