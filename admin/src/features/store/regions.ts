import type { Region } from '@scrm/shared/store';

export interface RegionNode {
  value: string;
  title: string;
  children: RegionNode[];
}

/** As a tree; what stands under somebody who is not shown stands at the top. */
export function regionTree(items: readonly Region[], parentId: string | null = null): RegionNode[] {
  const known = new Set(items.map(({ id }) => id));
  return items.filter((region) => (region.parentId !== null && known.has(region.parentId) ? region.parentId : null) === parentId).map(({ id, name }) => ({ value: id, title: name, children: regionTree(items, id) }));
}
