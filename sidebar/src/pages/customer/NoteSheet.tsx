import { useRef, useState } from 'react';
import type { Note } from '@scrm/shared/note';
import type { StaffRef } from '@scrm/shared/org';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Sheet } from '../../kit/Sheet';
import { StaffName } from '../../kit/StaffName';
import { Colleagues } from './Colleagues';
import { Dictate } from './Dictate';
import { NoteFiles, type NoteFile } from './NoteFiles';

const words = {
  zh: { title: '写笔记', edit: '编辑笔记', cancel: '取消', save: '保存', hint: '对客户的了解、约定或提醒', mine: '仅自己可见', remove: '删除笔记', sure: '再按一次删除，不能恢复', mention: '提到同事', saving: '正在保存', unmention: '不再提到' },
  en: { title: 'Write a note', edit: 'Edit the note', cancel: 'Cancel', save: 'Save', hint: 'What you know, agreed on or want to remember', mine: 'Only for me', remove: 'Delete note', sure: 'Press again to delete for good', mention: 'Mention colleagues', saving: 'Saving', unmention: 'Do not mention' },
};

const textLimit = 5000;

/** Writes or changes a note. What was typed stays when saving fails. */
export function NoteSheet({ customerId, note, close, saved }: { customerId: string; note: Note | null; close: () => void; saved: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const { progress, run } = useAction();
  const [text, setText] = useState(note?.text ?? '');
  const [isPrivate, setPrivate] = useState(note?.isPrivate ?? false);
  const [mentions, setMentions] = useState<StaffRef[]>(note?.mentions ?? []);
  const [files, setFiles] = useState<NoteFile[]>(note?.files ?? []);
  const [naming, setNaming] = useState(false);
  const [sure, setSure] = useState(false);
  // The same writing sent twice is one note.
  const key = useRef(`${Date.now()}-${Math.random().toString(36).slice(2)}`);
  const waiting = progress.state === 'waiting';

  const save = async () => {
    const facts = { text, isPrivate, mentionIds: isPrivate ? [] : mentions.map(({ id }) => id), fileIds: files.map(({ id }) => id) };
    const isDone = await run(() => (note ? api.notes.edit({ ...facts, id: note.id, updatedAt: note.updatedAt }) : api.notes.create({ ...facts, customerId, key: key.current })));
    if (isDone) saved();
  };
  const remove = async () => {
    if (!sure) return setSure(true);
    if (note && await run(() => api.notes.remove({ id: note.id }))) saved();
  };

  return (
    <Sheet name={note ? w.edit : w.title} close={close} test="note-sheet">
      <div className="sheet-head">
        <button type="button" className="link quiet" onClick={close}>{w.cancel}</button>
        <h2>{note ? w.edit : w.title}</h2>
        <button type="button" className="link strong" data-testid="note-save" disabled={waiting || !text.trim()} onClick={() => void save()}>{w.save}</button>
      </div>
      <div className="sheet-body">
        <textarea className="field" rows={5} maxLength={textLimit} autoFocus value={text} placeholder={w.hint} aria-label={w.hint} data-testid="note-text" onChange={(event) => setText(event.target.value)} />
        <div className="note-dictate"><Dictate heard={(said) => setText((typed) => `${typed}${typed === '' || /[\s，。！？,.!?]$/.test(typed) ? '' : '，'}${said}`.slice(0, textLimit))} /></div>
        <label className="note-private"><input type="checkbox" checked={isPrivate} onChange={(event) => setPrivate(event.target.checked)} /> {w.mine}</label>
        {!isPrivate && (
          <div className="chips">
            {mentions.map((staff) => (
              <button key={staff.id} type="button" className="chip" aria-label={w.unmention} onClick={() => setMentions(mentions.filter(({ id }) => id !== staff.id))}>@<StaffName name={staff.name} userId={staff.userId} /> ×</button>
            ))}
            <button type="button" className="link" data-testid="note-mention" onClick={() => setNaming(!naming)}>{w.mention}</button>
          </div>
        )}
        {!isPrivate && naming && <Colleagues chosen={mentions} choose={(staff) => { setMentions([...mentions, staff]); setNaming(false); }} />}
        <NoteFiles files={files} change={setFiles} />
        {waiting && <p className="outcome waiting" role="status"><i className="spinner" />{w.saving}</p>}
        {progress.state === 'failed' && <p className="outcome failed" role="alert">{explain(progress.error)}</p>}
        {note?.removable && <button type="button" className="link danger" disabled={waiting} onClick={() => void remove()}>{sure ? w.sure : w.remove}</button>}
      </div>
    </Sheet>
  );
}
