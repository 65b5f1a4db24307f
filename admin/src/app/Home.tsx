import { Navigate } from 'react-router-dom';
import { useAllowed } from '../kit/me';
import { menu } from './menu';
import { Missing } from './Broken';
import { rememberedPlace } from './place';

/** Back to where one was before signing in, else the first page that this person may see. */
export function Home() {
  const allowed = useAllowed();
  const first = menu.find(({ needs }) => allowed(needs));
  return first ? <Navigate to={rememberedPlace() ?? first.path} replace /> : <Missing />;
}
