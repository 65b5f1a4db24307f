const fallback = new Map<string, string>();

/** Storage that still works for the life of the page where the WebView forbids real storage. */
function memory(area: () => Storage) {
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };
  return {
    read: (key: string) => attempt(() => area().getItem(key)) ?? fallback.get(key) ?? null,
    write(key: string, value: string) {
      fallback.set(key, value);
      attempt(() => area().setItem(key, value));
    },
    forget(key: string) {
      fallback.delete(key);
      attempt(() => area().removeItem(key));
    },
  };
}

/** Until the tab closes: the token lives here. */
export const thisVisit = memory(() => sessionStorage);
/** On this device. */
export const thisDevice = memory(() => localStorage);
