import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { FileUse, StoredFile } from './entity';
import { fileWord } from './service';

/** Whoever may see something that it hangs on sees a file; while it hangs on nothing, who brought it does. For others it does not exist. */
export async function visibleFile(context: CallContext, id: string): Promise<StoredFile> {
  const file = await context.db.get(StoredFile, id, fileWord);
  if (!(await isVisible(context, file))) throw new AppError('not_found', { what: fileWord });
  return file;
}

/** Refuses to hang a file on something, and so to show it there, by somebody who neither sees nor brought it. `held`: those that hang there already. */
export async function checkFiles(context: CallContext, ids: readonly string[], held: readonly string[] = []): Promise<void> {
  for (const id of new Set(ids)) {
    if (held.includes(id)) continue;
    const file = await context.db.get(StoredFile, id, fileWord);
    if (file.uploadedBy !== selfOf(context)) await visibleFile(context, id);
  }
}

/** The staff member or account. */
export const selfOf = ({ actor }: Pick<CallContext, 'actor'>): string => actor.staffId ?? actor.id;

async function isVisible(context: CallContext, { id, uploadedBy }: StoredFile): Promise<boolean> {
  const heldBy = (await context.db.find(FileUse, { fileId: id })).map((use) => use.usedBy);
  const answers = await Promise.all(context.fileKeepers.map((keeper) => keeper.shows(context, { id, heldBy })));
  const isLoose = heldBy.length === 0 && answers.every((answer) => answer === null);
  return answers.includes(true) || (isLoose && uploadedBy === selfOf(context));
}
