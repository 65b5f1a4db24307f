import { useCallback, useEffect, useRef, useState } from 'react';
import type { Note } from '@scrm/shared/note';
import type { Me } from '@scrm/shared/session';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Said, StaffName } from '../../kit/StaffName';
import { moment } from '../../kit/time';
import { NoteSheet } from './NoteSheet';

const words = {
  zh: { title: '笔记', add: '写笔记', none: '还没有笔记', more: '更早的笔记', again: '再试一次', mine: '仅自己可见', edit: '编辑', loading: '正在读取笔记', named: '提到' },
  en: { title: 'Notes', add: 'Write', none: 'No notes yet', more: 'Earlier notes', again: 'Try again', mine: 'Only for me', edit: 'Edit', loading: 'Loading notes', named: 'Mentions' },
};

const pageSize = 5;

/** What colleagues wrote about the customer, and one's own private notes. */
export function TeamNotes({ me, customerId, mark, changed }: { me: Me; customerId: string; /** Another value: look again. */ mark: number; changed: () => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const explain = useExplain();
  const [notes, setNotes] = useState<{ items: Note[]; nextCursor: string | null } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [writing, setWriting] = useState<Note | 'new' | null>(null);
  const turn = useRef(0);

  const load = useCallback(async (cursor?: string) => {
    const mine = ++turn.current;
    try {
      const page = await api.notes.list({ customerId, limit: pageSize, cursor });
      if (mine !== turn.current) return;
      setNotes((before) => (cursor && before ? { ...page, items: [...before.items, ...page.items] } : page));
      setError(null);
    } catch (failure) {
      if (mine === turn.current) setError(failure);
    }
  }, [customerId]);
  useEffect(() => void load(), [load, mark]);

  return (
    <section className="card" data-testid="team-notes">
      <div className="card-head">
        <h2>{w.title}</h2>
        {can(me, 'notes.create') && <button type="button" className="link" data-testid="note-add" onClick={() => setWriting('new')}>{w.add}</button>}
      </div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={() => void load()}>{w.again}</button></p>}
      {error === null && notes === null && <p className="outcome" role="status"><i className="spinner" />{w.loading}</p>}
      {notes?.items.length === 0 && <p className="faint">{w.none}</p>}
      {notes?.items.map((note) => (
        <div key={note.id} className="team-note" data-testid="team-note">
          <p className="wrap">{note.text}</p>
          {note.files.map((file) => <p key={file.id} className="small">📎 {file.name}</p>)}
          <p className="small">
            <Said text={note.author ? nameIn(note.author) : note.authorName} /> · {moment(note.createdAt, language)}
            {note.mentions.length > 0 && <> · {w.named} {note.mentions.map((staff) => <span key={staff.id}>@<StaffName name={staff.name} userId={staff.userId} /> </span>)}</>}
          </p>
          {(note.isPrivate || note.mine) && (
            <p className="small">{note.isPrivate && <span className="badge">{w.mine}</span>} {note.mine && can(me, 'notes.edit') && <button type="button" className="link" onClick={() => setWriting(note)}>{w.edit}</button>}</p>
          )}
        </div>
      ))}
      {notes?.nextCursor && <button type="button" className="link" onClick={() => void load(notes.nextCursor!)}>{w.more}</button>}
      {writing && <NoteSheet customerId={customerId} note={writing === 'new' ? null : writing} close={() => setWriting(null)} saved={() => { setWriting(null); void load(); changed(); }} />}
    </section>
  );
}
