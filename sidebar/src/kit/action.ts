import { useCallback, useEffect, useRef, useState } from 'react';

export type Progress =
  | { state: 'idle' }
  | { state: 'waiting' }
  | { state: 'done' }
  | { state: 'failed'; error: unknown };

const idle: Progress = { state: 'idle' };
/** How long "done" stays to be read. */
const doneFor = 2_500;

/** Something a person set off: waiting → done → (quiet again), or failed until the next try. */
export function useAction() {
  const [progress, setProgress] = useState<Progress>(idle);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
      clearTimeout(timer.current);
    };
  }, []);

  /** Tells whether it succeeded. */
  const run = useCallback(async (act: () => Promise<unknown>): Promise<boolean> => {
    clearTimeout(timer.current);
    setProgress({ state: 'waiting' });
    try {
      await act();
    } catch (error) {
      if (alive.current) setProgress({ state: 'failed', error });
      return false;
    }
    if (alive.current) {
      setProgress({ state: 'done' });
      timer.current = setTimeout(() => setProgress(idle), doneFor);
    }
    return true;
  }, []);
  const reset = useCallback(() => setProgress(idle), []);

  return { progress, run, reset };
}
