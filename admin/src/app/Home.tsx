import { Navigate } from 'react-router-dom';
import { HomePage } from './HomePage';
import { rememberedPlace } from './place';

/** Back to where one was before signing in, else the page that fits the role. */
export function Home() {
  const place = rememberedPlace();
  return place ? <Navigate to={place} replace /> : <HomePage />;
}
