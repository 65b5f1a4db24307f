import { files } from '@scrm/shared/file';
import { Download, serve } from '../../core/http/serve';
import { selfOf, visibleFile } from './see';
import { present, storeFile } from './service';
import './store';

export const fileRoutes = serve('files', files, {
  upload: async ({ name, content }, { db, actor, files, clock }) =>
    present(await storeFile(db, files, { name, bytes: Buffer.from(content, 'base64'), uploadedBy: selfOf({ actor }), now: clock.now() })),

  content: async ({ id }, context) => {
    const { files, corpId } = context;
    const file = await visibleFile(context, id);
    // Documents are saved, never opened in the console's own origin.
    return new Download(await files.get(corpId, id), file.mime, file.name, file.kind !== 'file');
  },
});
