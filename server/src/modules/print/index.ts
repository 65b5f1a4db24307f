import { defineModule } from '../../core/module';
import { Poster, ShortLink } from './entity';
import { posterFiles } from './posters';
import { printRoutes } from './routes';
import { shortPage } from './short';

export { shortsOf, shorten } from './short';

export const print = defineModule({ name: 'print', entities: [ShortLink, Poster], routes: [printRoutes], pages: [shortPage], fileKeeper: posterFiles });
