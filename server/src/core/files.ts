import { permissionAction, type Permission } from '@scrm/shared/permission';
import type { CallContext, Reach } from './http/serve';

/** A file, and the ids of what it hangs on: of customers, and of rows that send it. */
export interface HeldFile {
  id: string;
  heldBy: readonly string[];
}

/**
 * A module says who sees the files that hang on what is its own. It is listed in `defineModule`, so that a file is shown
 * by the rules of the thing, whoever knows its id.
 */
export interface FileKeeper {
  name: string;
  /** Whether the caller sees it there; null: nothing of this module has it. The reach of the call is not that of the thing: see `reachUnder`. */
  shows(context: CallContext, file: HeldFile): Promise<boolean | null>;
}

/** The caller's reach under another permission than that of the call; null where they do not have it. */
export async function reachUnder({ access, actor }: Pick<CallContext, 'access' | 'actor'>, permission: Permission): Promise<Reach | null> {
  const may = await access.rightsOf(actor);
  return may(permission, permissionAction[permission]) ? access.reachOf(actor, permission) : null;
}

/** Those who are in both. */
export function inBoth({ staffIds: some }: Reach, { staffIds: others }: Reach): Reach {
  return { staffIds: some === null || others === null ? some ?? others : some.filter((id) => others.includes(id)) };
}

/** Whether nothing under this permission is out of the caller's reach. */
export async function seesEverything(caller: Pick<CallContext, 'access' | 'actor'>, permission: Permission): Promise<boolean> {
  return (await reachUnder(caller, permission))?.staffIds === null;
}

declare module './services' {
  interface Services {
    fileKeepers: readonly FileKeeper[];
  }
}
