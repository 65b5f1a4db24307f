/** Bytes of UTF-8, which is how WeCom counts. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** `Hi {customer}` → `Hi Li Mei`. An unknown `{name}` stays as it is. */
export function fill(template: string, values: Partial<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Cuts to a number of characters (not halves of an emoji) and ends in … when something was cut. */
export function truncate(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : characters.slice(0, limit - 1).join('') + '…';
}
