import { defineModule } from '../../core/module';
import { Note, NoteMention, NoteVersion } from './entity';
import { notePersonalData } from './personal';
import { noteRoutes } from './routes';

export { handOverNotes } from './service';

export const note = defineModule({ name: 'note', entities: [Note, NoteVersion, NoteMention], routes: [noteRoutes], personalData: notePersonalData });
