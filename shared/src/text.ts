/** Bytes of UTF-8, which is how WeCom counts. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const ch of text) {
    const code = ch.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** How English says a count: `1 entry`, `1,204 entries`; the number comes as it is shown. */
export function counted(n: number | string, one: string, many = `${one}s`): string {
  return `${n} ${String(n) === '1' ? one : many}`;
}

/** What stands between the names of a list, between sentences, after a label and around an aside. */
export const punctuation = {
  zh: { comma: '、', semicolon: '；', colon: '：', aside: (text: string) => `（${text}）` },
  en: { comma: ', ', semicolon: '; ', colon: ': ', aside: (text: string) => ` (${text})` },
};

/** `Hi {customer}` → `Hi Li Mei`. An unknown `{name}` stays as it is. */
export function fill(template: string, values: Partial<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Cuts to a number of characters (not halves of an emoji) and ends in … when something was cut. */
export function truncate(text: string, limit: number): string {
  const chars = [...text];
  return chars.length <= limit ? text : chars.slice(0, limit - 1).join('') + '…';
}

/** A member inside of a sentence: the name, or WeCom's own mark where only WeCom may show it. `namedParts` finds it again. */
export const nameIn = ({ name, userId }: { name: string | null; userId: string }): string => name ?? `$userName=${userId}$`;

/** The mark, or the bare id by which a member of a third-party app was written down: `wo` and 30 more. No look-behind: older phones cannot read it. */
const hidden = /\$userName=([^$]+)\$|\b(wo[\w-]{30})(?![\w-])/;

/** A sentence in pieces, some of them userids whose names WeCom draws. `isHidden`: this company's names are, so that a bare id is one. */
export function namedParts(sentence: string, isHidden: boolean): { text: string; userId: string }[] {
  // Three a turn: what stands before, the marked id, the bare one.
  return sentence.split(hidden).flatMap((part: string | undefined, n) => {
    if (!part) return [];
    return n % 3 === 1 || (n % 3 === 2 && isHidden) ? { text: '', userId: part } : { text: part, userId: '' };
  });
}

/** Where only plain text can stand: '' for whom WeCom alone can name. */
export const plainName = (name: string): string => (hidden.test(name) ? '' : name);

/** A member in a text to a customer: by the office where WeCom keeps the name from us. */
export const calledInText = (name: string | null, template: string): string => name ?? (/\p{Script=Han}/u.test(template) ? '您的专属顾问' : 'your adviser');
