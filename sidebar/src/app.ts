import type { PropsWithChildren } from 'react';
import { start } from './kit/session';
import './app.scss';

void start();

export default function App({ children }: PropsWithChildren) {
  return children;
}
