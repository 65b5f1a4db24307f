import { useCallback, useEffect, useState } from 'react';
import type { Mention } from '@scrm/shared/note';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Said } from '../../kit/StaffName';
import { moment } from '../../kit/time';
import { useShown } from '../../kit/while-shown';

const words = {
  zh: { title: '提到我的', none: '还没有同事在笔记里提到你', unread: (count: number) => `${count} 条未读`, read: '全部已读', more: '更早', again: '再试一次', about: '关于', someone: '一位客户' },
  en: { title: 'Mentions of me', none: 'No colleague has mentioned you in a note', unread: (count: number) => `${count} unread`, read: 'Mark as read', more: 'Earlier', again: 'Try again', about: 'About', someone: 'a customer' },
};

interface Found {
  items: Mention[];
  unread: number;
  nextCursor: string | null;
}

/** Notes in which a colleague names whoever is signed in. */
export function Mentions() {
  const w = useWords(words);
  const language = useLanguage();
  const explain = useExplain();
  const shown = useShown();
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<unknown>(null);

  const load = useCallback(async (cursor?: string) => {
    try {
      const page = await api.notes.mentions({ limit: 10, cursor });
      setFound((before) => (cursor && before ? { ...page, items: [...before.items, ...page.items] } : page));
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  }, []);
  useEffect(() => {
    if (shown) void load();
  }, [shown, load]);

  const unread = (found?.items ?? []).filter(({ readAt }) => readAt === null).map(({ id }) => id);
  const read = () => api.notes.readMentions({ ids: unread }).then(() => load(), setError);

  return (
    <section className="card" data-testid="mentions">
      <div className="card-head">
        <h2>{w.title}</h2>
        {found !== null && found.unread > 0 && <span className="count">{w.unread(found.unread)}</span>}
        {unread.length > 0 && <button type="button" className="link" data-testid="mentions-read" onClick={() => void read()}>{w.read}</button>}
      </div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={() => void load()}>{w.again}</button></p>}
      {found?.items.length === 0 && <p className="faint">{w.none}</p>}
      {found?.items.map(({ id, readAt, note }) => (
        <div key={id} className={readAt === null ? 'mention unread' : 'mention'} data-testid="mention">
          <p className="wrap">{note.text}</p>
          <p className="small"><Said text={note.author ? nameIn(note.author) : note.authorName} /> · {w.about} {note.customer.name || w.someone} · {moment(note.createdAt, language)}</p>
        </div>
      ))}
      {found?.nextCursor && <button type="button" className="link" onClick={() => void load(found.nextCursor!)}>{w.more}</button>}
    </section>
  );
}
