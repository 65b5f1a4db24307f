import { LockOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Image, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Note } from '@scrm/shared/note';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { Clamped } from '../../kit/clamped';
import { ErrorNote } from '../../kit/error-note';
import { marks, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { ActorName, StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';
import { NoteForm } from './NoteForm';

const useWords = words({
  zh: { isPrivate: '仅自己可见', edit: '编辑', remove: '删除', keep: '保留', removed: '笔记已删除', ask: '删除这条笔记？', askText: '内容、附件和修改记录会一起删除，不能恢复。', edited: (n: number) => `改过 ${n} 次`, mentions: '提到', before: '以前写的' },
  en: { isPrivate: 'Only for me', edit: 'Edit', remove: 'Delete', keep: 'Keep', removed: 'Note deleted', ask: 'Delete this note?', askText: 'Its words, files and earlier versions are deleted too. This cannot be undone.', edited: (n: number) => `Changed ${counted(n, 'time')}`, mentions: 'Mentions', before: 'Before' },
});

/** One note with what can be done to it. `about` names the customer, where several stand in one list. */
export function NoteItem({ note, about, readOnly }: { note: Note; about?: 'link' | 'name'; readOnly?: boolean }) {
  const t = useWords();
  const { modal } = App.useApp();
  const allowed = useAllowed();
  const [editing, setEditing] = useState(false);
  const [history, setHistory] = useState(false);
  const remove = useAct(() => api.notes.remove({ id: note.id }), { done: t.removed, touches: ['notes', 'customers'] });
  if (editing) return <div className="note-item"><NoteForm customerId={note.customer.id} note={note} onDone={() => setEditing(false)} /></div>;

  const askFirst = () => modal.confirm({ title: t.ask, content: t.askText, okText: t.remove, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => remove.mutateAsync(undefined).catch(() => undefined) });
  return (
    <div className="note-item" data-testid="note">
      <div className="between">
        <span className="soft small break">
          {about === 'link' ? <><Link to={`/customers/${note.customer.id}`}>{note.customer.name}</Link> · </> : about === 'name' ? `${note.customer.name} · ` : null}
          <ActorName staff={note.author} name={note.authorName} /> · <Ago at={note.createdAt} />
        </span>
        {note.isPrivate ? <Tag icon={<LockOutlined />}>{t.isPrivate}</Tag> : null}
      </div>
      <Clamped className="note-words" text={note.text} />
      {note.files.length > 0 ? (
        <div className="note-files">
          {note.files.map((file) => (file.mime.startsWith('image/')
            ? <Image key={file.id} src={file.url} alt={file.name} width={64} height={64} style={{ objectFit: 'cover', borderRadius: 6 }} />
            : <a key={file.id} href={file.url} className="ellipsis note-file" title={file.name}><PaperClipOutlined /> {file.name}</a>))}
        </div>
      ) : null}
      {note.mentions.length > 0 ? <span className="soft small">{t.mentions} {note.mentions.map((staff, index) => <span key={staff.id}>{index > 0 ? marks().comma : ''}@<StaffName staff={staff} /></span>)}</span> : null}
      {readOnly ? null : (
        <span className="row">
          {note.edits > 0 ? <Button size="small" type="text" aria-expanded={history} onClick={() => setHistory(!history)}>{t.edited(note.edits)}</Button> : null}
          {note.mine && allowed('notes.edit') ? <Button size="small" type="text" onClick={() => setEditing(true)}>{t.edit}</Button> : null}
          {note.removable && allowed('notes.remove') ? <Button size="small" type="text" danger onClick={askFirst}>{t.remove}</Button> : null}
        </span>
      )}
      {history ? <Before id={note.id} /> : null}
    </div>
  );
}

function Before({ id }: { id: string }) {
  const t = useWords();
  const found = useQuery(ask('notes', 'history', { id }));
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (found.error) return <ErrorNote compact error={found.error} onAgain={() => void found.refetch()} />;
  return <ol className="note-old" aria-label={t.before}>{found.data.items.map((version) => <li key={version.id}><span className="soft small"><Ago at={version.at} /></span><Clamped className="note-words" text={version.text} /></li>)}</ol>;
}
