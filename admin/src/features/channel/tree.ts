import type { Channel } from '@scrm/shared/channel';

interface Choice { value: string; title: string; path: string; children: Choice[] }

/** One whose parent is hidden stands at the top. */
export function rootsOf(items: readonly Channel[]): Channel[] {
  const ids = new Set(items.map(({ id }) => id));
  return items.filter(({ parentId }) => parentId === null || !ids.has(parentId));
}

export function choicesOf(items: readonly Channel[], without?: string): Choice[] {
  const under = (one: Channel): Choice[] => items.filter(({ parentId, id }) => parentId === one.id && id !== without).map(choice);
  const choice = (one: Channel): Choice => ({ value: one.id, title: one.name, path: one.path, children: under(one) });
  return rootsOf(items).filter(({ id }) => id !== without).map(choice);
}

/** Codes of each channel with all that is below it. */
export function totalsOf(items: readonly Channel[], counts: readonly { channelId: string | null; count: number }[]): Map<string, number> {
  const own = new Map(counts.map(({ channelId, count }) => [channelId, count]));
  const totals = new Map<string, number>();
  const total = (one: Channel): number => {
    const sum = (own.get(one.id) ?? 0) + items.filter(({ parentId }) => parentId === one.id).reduce((all, child) => all + total(child), 0);
    totals.set(one.id, sum);
    return sum;
  };
  for (const one of rootsOf(items)) total(one);
  return totals;
}
