import { defineModule } from '../../core/module';
import { Note, NoteMention, NoteVersion } from './entity';
import { noteFiles } from './files';
import { noteJobs } from './jobs';
import { notePersonalData } from './personal';
import { noteRoutes } from './routes';
import { briefOfNotes, handOverNotes } from './service';

export { Note } from './entity';
export { createNote, removeNote, selfOf, type Reader } from './service';

export const note = defineModule({
  name: 'note', entities: [Note, NoteVersion, NoteMention], routes: [noteRoutes], jobs: noteJobs, personalData: notePersonalData, fileKeeper: noteFiles,
  handOver: { name: 'note', brief: briefOfNotes, move: handOverNotes },
});
