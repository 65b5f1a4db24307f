import type { ReactNode } from 'react';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  width?: number | string;
  align?: 'right';
  /** `line` (the default) shows title and value on a phone's card; `hidden` leaves it out there. The first column heads the card. */
  onPhone?: 'line' | 'hidden';
}
