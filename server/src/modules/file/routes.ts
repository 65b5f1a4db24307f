import { files } from '@scrm/shared/file';
import { Download, serve } from '../../core/http/serve';
import { StoredFile } from './entity';
import { fileWord, present, storeFile } from './service';
import './store';

export const fileRoutes = serve('files', files, {
  upload: async ({ name, content }, { db, files, clock }) =>
    present(await storeFile(db, files, { name, bytes: Buffer.from(content, 'base64'), now: clock.now() })),

  content: async ({ id }, { db, files, corpId }) => {
    const file = await db.get(StoredFile, id, fileWord);
    // Documents are saved, never opened in the console's own origin.
    return new Download(await files.get(corpId, id), file.mime, file.name, file.kind !== 'file');
  },
});
