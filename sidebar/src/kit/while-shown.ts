import { useEffect, useRef, useState } from 'react';
import { useDidHide, useDidShow } from '@tarojs/taro';

/** Tabs stay alive behind each other: is this page the one in front? */
export function useShown(): boolean {
  const [shown, setShown] = useState(true);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  return shown;
}

/** Runs a task when the page comes back into view, and then again each `every` ms as long as a person can see it. */
export function useWhileShown(every: number, task: () => Promise<void>) {
  const latest = useRef(task);
  latest.current = task;
  const shown = useShown();

  useEffect(() => {
    if (!shown) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    let running = false;
    const again = () => {
      clearTimeout(timer);
      if (!over && document.visibilityState === 'visible') timer = setTimeout(run, every);
    };
    const run = () => {
      if (running) return;
      running = true;
      void latest.current().finally(() => {
        running = false;
        again();
      });
    };
    const look = () => (document.visibilityState === 'visible' ? run() : clearTimeout(timer));
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    again();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [shown, every]);
}
