/**
 * A live code's id out of whatever a customer holds: the id itself, the address of its page (`/c/lc_…`), or this page's own
 * (`?id=lc_…`). Null when there is none in it.
 */
export function findCodeId(text: string): string | null {
  return /(?:^|[^0-9A-Za-z_])(lc_[0-9A-Za-z]{26})(?![0-9A-Za-z])/.exec(text)?.[1] ?? null;
}
