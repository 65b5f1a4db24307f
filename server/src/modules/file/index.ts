import { defineModule } from '../../core/module';
import { FileUse, StoredFile } from './entity';
import { fileJobs } from './jobs';
import { filePersonalData } from './personal';
import { fileRoutes } from './routes';

export { StoredFile } from './entity';
export { mediaIdAt, mediaIdOf, type MediaContext } from './media';
export { filesOf, keepFilesOf, present as presentFile, useFiles, type FileWish } from './service';
export { checkFiles } from './see';
export { createFileStore, type FileStore } from './store';

export const file = defineModule({ name: 'file', entities: [StoredFile, FileUse], routes: [fileRoutes], jobs: fileJobs, personalData: filePersonalData });
