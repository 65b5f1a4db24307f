/** What `work` gives within this time, else null; failing counts as giving nothing. For what a message can do without. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve(null);
    }, ms);
  });
  try {
    return await Promise.race([work(abort.signal).catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
