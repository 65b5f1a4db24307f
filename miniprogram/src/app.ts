import type { PropsWithChildren } from 'react';
import './app.scss';
import './kit/kit.scss';

export default function App({ children }: PropsWithChildren) {
  return children;
}
