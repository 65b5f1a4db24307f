import type { ReadDb } from '../../core/db/scope';
import { write } from '../../core/db/scope';
import type { Clock } from '../../core/clock';
import type { Services } from '../../core/services';
import { uploadMedia } from '../../wecom/api/media';
import type { CallOptions } from '../../wecom/http';
import { StoredFile } from './entity';
import './store';

const hour = 3_600_000;
/** WeCom keeps a media id for 3 days: https://developer.work.weixin.qq.com/document/path/90253 */
const lifeMs = 72 * hour;
/** What is handed out is good for at least this long. */
const reserveMs = 12 * hour;
/** Files in use are uploaded again at this age, a day before anyone would have to wait for it. */
export const refreshAgeMs = 36 * hour;

export interface MediaContext extends Pick<Services, 'wecom' | 'files'> {
  db: ReadDb;
  clock: Clock;
}

/** The file's media id while it is good for 12 h or more, else null. Reads what is given, asks nobody. */
export function mediaIdAt(file: StoredFile, now: number): string | null {
  return file.wecomMediaAt !== null && now - file.wecomMediaAt <= lifeMs - reserveMs ? file.wecomMediaId : null;
}

/**
 * A media id that is good for at least 12 h, uploading the file when there is none; `renew` uploads in any case, for
 * an id that WeCom has refused. Throws `not_found`, and what the WeCom client throws.
 */
export async function mediaIdOf(context: MediaContext, fileId: string, { renew = false, ...options }: CallOptions & { renew?: boolean } = {}): Promise<string> {
  const file = await context.db.get(StoredFile, fileId, '文件');
  const good = renew ? null : mediaIdAt(file, context.clock.now());
  return good ?? uploadAgain(context, file, options);
}

/** Uploads, and remembers the new id. */
export async function uploadAgain({ db, clock, files, wecom }: MediaContext, file: StoredFile, options?: CallOptions): Promise<string> {
  const app = await wecom(db.corpId);
  const bytes = await files.get(db.corpId, file.id);
  const madeAt = clock.now();
  const { media_id: mediaId } = await uploadMedia(app, file.kind, { name: file.name, type: file.mime, bytes }, options);
  await write(db, (tx) => tx.update(StoredFile, { id: file.id }, { wecomMediaId: mediaId, wecomMediaAt: madeAt }));
  return mediaId;
}
