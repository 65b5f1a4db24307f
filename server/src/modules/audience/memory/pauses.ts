/** How long one step of a larger work may hold everybody else up, ms. */
const stepMs = 8;

/** Lets others run whenever a step has lasted long enough. */
export function pauses(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < stepMs) return undefined;
    return new Promise((resolve) => setImmediate(() => {
      since = performance.now();
      resolve();
    }));
  };
}
