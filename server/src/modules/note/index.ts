import { defineModule } from '../../core/module';
import { Note, NoteMention, NoteVersion } from './entity';
import { noteFiles } from './files';
import { noteJobs } from './jobs';
import { notePersonalData } from './personal';
import { noteRoutes } from './routes';
import { briefOfNotes, handOverNotes } from './service';
import { noteWords } from './words';

export { Note } from './entity';
export { createNote, removeNote, selfOf, type Reader } from './service';

export const note = defineModule({
  name: 'note', entities: [Note, NoteVersion, NoteMention], routes: [noteRoutes], jobs: noteJobs, personalData: notePersonalData, freeWords: [noteWords], fileKeeper: noteFiles,
  handOver: { name: 'note', brief: briefOfNotes, move: handOverNotes },
});
