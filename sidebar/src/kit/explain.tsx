import type { ReactNode } from 'react';
import { ApiError } from '@scrm/shared/client';
import { useWords } from './language';
import { Said } from './StaffName';

const words = {
  zh: { network: '暂时连不上服务，请检查网络后再试', unknown: '出现问题，请稍后再试' },
  en: { network: 'The server cannot be reached, check your network and try again', unknown: 'Something went wrong, try again later' },
};

/** The sentence for a failure. The server speaks the person's language already; only what it cannot say is said here: that, and the names that WeCom alone may show. */
export function useExplain(): (error: unknown) => ReactNode {
  const w = useWords(words);
  return (error) => {
    if (!(error instanceof ApiError)) return w.unknown;
    return error.code === 'network' ? w.network : <Said text={error.message} />;
  };
}
