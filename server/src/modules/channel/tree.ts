import { pathMark } from '@scrm/shared/channel';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Channel, channelWord } from './entity';

/** All channels of a company: a few thousand rows at most. */
export class ChannelTree {
  private readonly below = new Map<string, Channel[]>();
  private readonly byId = new Map<string, Channel>();

  constructor(rows: readonly Channel[]) {
    for (const row of rows) {
      this.byId.set(row.id, row);
      this.below.set(row.parentId, [...(this.below.get(row.parentId) ?? []), row]);
    }
    for (const children of this.below.values()) children.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  }

  get size(): number {
    return this.byId.size;
  }

  get(id: string): Channel | undefined {
    return this.byId.get(id);
  }

  childrenOf(parentId: string): readonly Channel[] {
    return this.below.get(parentId) ?? [];
  }

  /** From the top down to it. */
  lineOf(id: string): Channel[] {
    const line: Channel[] = [];
    for (let one = this.byId.get(id); one && line.length < 50; one = this.byId.get(one.parentId)) line.unshift(one);
    return line;
  }

  pathOf(id: string): string {
    return this.lineOf(id).map(({ name }) => name).join(pathMark);
  }

  /** It and everything below it, each after its parent. */
  subtreeOf(id: string): Channel[] {
    const own = this.byId.get(id);
    return own ? [own, ...this.childrenOf(id).flatMap((child) => this.subtreeOf(child.id))] : [];
  }

  inOrder(): Channel[] {
    return this.childrenOf('').flatMap(({ id }) => this.subtreeOf(id));
  }

  isArchived(id: string): boolean {
    return this.lineOf(id).some(({ archivedAt }) => archivedAt !== null);
  }

  /** Levels from it to the lowest below it, itself counted. */
  heightOf(id: string): number {
    return 1 + Math.max(0, ...this.childrenOf(id).map((child) => this.heightOf(child.id)));
  }

  /** The channel of this path, as people write it. */
  find(path: string): Channel | undefined {
    let found: Channel | undefined;
    for (const name of namesIn(path)) {
      found = this.childrenOf(found?.id ?? '').find((one) => one.name === name);
      if (!found) return undefined;
    }
    return found;
  }
}

export const namesIn = (path: string): string[] => path.split(/[/／>]/).map((name) => name.trim()).filter((name) => name !== '');

export async function readTree(db: ReadDb): Promise<ChannelTree> {
  return new ChannelTree(await db.find(Channel));
}

/** Nothing new goes where nobody would see it: into an archived channel only what stands there already. */
export async function checkChannel(db: ReadDb, id: string, before: string | null = null): Promise<void> {
  const tree = await readTree(db);
  if (!tree.get(id)) throw new AppError('not_found', { what: channelWord });
  if (id !== before && tree.isArchived(id)) throw new AppError('channel_archived', { name: tree.pathOf(id) });
}
