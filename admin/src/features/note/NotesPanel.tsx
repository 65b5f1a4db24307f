import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { NoteForm } from './NoteForm';
import { NoteItem } from './NoteItem';

const useWords = words({
  zh: { title: '笔记', count: (n: string) => `${n} 条`, none: '还没有笔记，写下第一条吧', more: '更早的笔记' },
  en: { title: 'Notes', count: (n: string) => `${n}`, none: 'No notes yet, write the first', more: 'Earlier notes' },
});

/** What colleagues wrote about the customer, and the field to write more. */
export function NotesPanel({ customerId }: { customerId: string }) {
  const t = useWords();
  const pages = useInfiniteQuery(askAll('notes', 'list', { customerId, limit: 10 }));
  const notes = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = pages.data?.pages[0]?.total;
  return (
    <section className="panel stack" aria-label={t.title} data-testid="notes">
      <div className="between"><h2>{t.title}</h2><span className="soft small figures">{total ? t.count(figure(total)) : ''}</span></div>
      <Allow to="notes.create"><NoteForm key={customerId} customerId={customerId} /></Allow>
      {pages.isPending ? <Skeleton active paragraph={{ rows: 3 }} /> : null}
      {pages.error ? <ErrorNote compact error={pages.error} onAgain={() => void pages.refetch()} /> : null}
      {total === 0 ? <p className="soft">{t.none}</p> : null}
      {notes.length > 0 ? <div>{notes.map((note) => <NoteItem key={note.id} note={note} />)}</div> : null}
      {pages.hasNextPage ? <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t.more}</Button> : null}
    </section>
  );
}
