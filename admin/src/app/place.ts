const storageKey = 'scrm.place';

/** Where one was before signing in; it survives the way through WeCom's own sign-in page. */
export function rememberPlace(path: string): void {
  if (path !== '/') sessionStorage.setItem(storageKey, path);
}

export function rememberedPlace(): string | null {
  return sessionStorage.getItem(storageKey);
}

/** One has arrived somewhere: the next sign-in starts afresh. */
export function forgetPlace(): void {
  sessionStorage.removeItem(storageKey);
}
