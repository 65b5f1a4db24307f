import { useInfiniteQuery } from '@tanstack/react-query';
import { Badge, Button, Segmented } from 'antd';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import { SkeletonRows } from '../../kit/list/ListPage';
import { useMe } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { NoteItem } from './NoteItem';
import './note.css';

const useWords = words({
  zh: {
    title: '笔记', about: '对客户的笔记：自己写的、同事共享的、提到我的。', search: '搜索笔记内容', views: '范围', all: '全部笔记', mentions: '提到我的', count: (n: string) => `${n} 条笔记`, none: '还没有笔记', noneHint: '在客户页面写下对客户的了解，之后可以在这里搜索。', toCustomers: '去看客户',
    noMatch: '没有符合的笔记', noMention: '还没有人提到你', noMentionHint: '同事在笔记里提到你时，会出现在这里。', read: '全部标为已读', more: '更多',
  },
  en: {
    title: 'Notes', about: 'What was written about customers: by you, shared by colleagues, or with a mention of you.', search: 'Search in notes', views: 'Show', all: 'All notes', mentions: 'Mentions of me', count: (n: string) => counted(n, 'note'), none: 'No notes yet', noneHint: 'Write what you know on a customer’s page and find it here.', toCustomers: 'To the customers',
    noMatch: 'No note matches', noMention: 'Nobody has mentioned you', noMentionHint: 'Notes in which a colleague mentions you are listed here.', read: 'Mark all as read', more: 'More',
  },
});

export function NotesPage() {
  const t = useWords();
  const me = useMe();
  const filters = useFilters(['keyword', 'view']);
  const view = filters.values.view === 'mentions' ? 'mentions' : 'all';
  return (
    <section className="stack" data-testid="notes-page">
      <PageHead title={t.title} about={t.about} />
      {me.staffId ? <Segmented style={{ alignSelf: 'flex-start' }} aria-label={t.views} value={view} onChange={(next) => filters.set('view', next === 'all' ? undefined : next)} options={[{ value: 'all', label: t.all }, { value: 'mentions', label: <Unread name={t.mentions} /> }]} /> : null}
      {view === 'all' ? <All keyword={filters.values.keyword} onSearch={(text) => filters.set('keyword', text)} /> : <Mentions />}
    </section>
  );
}

function Unread({ name }: { name: string }) {
  const pages = useInfiniteQuery(askAll('notes', 'mentions', { limit: 20 }));
  return <Badge count={pages.data?.pages[0]?.unread ?? 0} size="small" offset={[8, 0]}>{name}</Badge>;
}

function All({ keyword, onSearch }: { keyword: string | undefined; onSearch: (text: string | undefined) => void }) {
  const t = useWords();
  const pages = useInfiniteQuery(askAll('notes', 'search', { keyword: keyword ?? '', limit: 20 }));
  const notes = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = pages.data?.pages[0]?.total;
  return (
    <>
      <div className="list-bar"><SearchBox value={keyword} placeholder={t.search} onSearch={onSearch} /><span className="soft figures" data-testid="count">{total === undefined ? '' : t.count(figure(total))}</span></div>
      {pages.isPending ? <SkeletonRows count={3} /> : null}
      {pages.error && !pages.data ? <div className="panel"><ErrorNote error={pages.error} onAgain={() => void pages.refetch()} /></div> : null}
      {total === 0 ? <div className="panel" data-testid="empty"><Note title={keyword ? t.noMatch : t.none} hint={keyword ? undefined : t.noneHint}>{keyword ? null : <Link to="/customers">{t.toCustomers}</Link>}</Note></div> : null}
      {notes.length > 0 ? <div className="panel">{notes.map((note) => <NoteItem key={note.id} note={note} about="link" />)}</div> : null}
      {pages.hasNextPage ? <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t.more}</Button> : null}
    </>
  );
}

function Mentions() {
  const t = useWords();
  const pages = useInfiniteQuery(askAll('notes', 'mentions', { limit: 20 }));
  const mentions = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const unread = mentions.filter(({ readAt }) => readAt === null).map(({ id }) => id);
  const read = useAct(() => api.notes.readMentions({ ids: unread.slice(0, 200) }), { touches: ['notes'] });
  return (
    <>
      {unread.length > 0 ? <Button style={{ alignSelf: 'flex-start' }} loading={read.isPending} onClick={() => read.mutate(undefined)}>{t.read}</Button> : null}
      {pages.isPending ? <SkeletonRows count={3} /> : null}
      {pages.error && !pages.data ? <div className="panel"><ErrorNote error={pages.error} onAgain={() => void pages.refetch()} /></div> : null}
      {pages.data && mentions.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.noMention} hint={t.noMentionHint} /></div> : null}
      {mentions.length > 0 ? (
        <div className="panel">
          {mentions.map(({ id, readAt, note, reachable }) => <div key={id} className={readAt === null ? 'note-unread' : undefined}><NoteItem note={note} about={reachable ? 'link' : 'name'} readOnly /></div>)}
        </div>
      ) : null}
      {pages.hasNextPage ? <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t.more}</Button> : null}
    </>
  );
}
