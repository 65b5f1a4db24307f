import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input, Upload } from 'antd';
import { useRef, useState } from 'react';
import type { StoredFile } from '@scrm/shared/file';
import type { Note } from '@scrm/shared/note';
import type { StaffRef } from '@scrm/shared/org';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { uploadFile } from '../../kit/message/files';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import './note.css';

const useWords = words({
  zh: { hint: '写下对客户的了解、约定或提醒', isPrivate: '仅自己可见', mention: '提到同事', attach: '附件', save: '保存笔记', cancel: '取消', saved: '笔记已保存', tooLarge: '附件最大 20 MB', most: '最多 9 个附件', remove: (name: string) => `去掉附件 ${name}` },
  en: { hint: 'What you know, agreed on or want to remember', isPrivate: 'Only for me', mention: 'Mention colleagues', attach: 'Attach', save: 'Save note', cancel: 'Cancel', saved: 'Note saved', tooLarge: 'At most 20 MB each', most: 'At most 9 files', remove: (name: string) => `Remove ${name}` },
});

/** Writes a note, or changes one. What was typed stays when saving fails. */
export function NoteForm({ customerId, note, onDone }: { customerId: string; note?: Note; onDone?: () => void }) {
  const t = useWords();
  const { message } = App.useApp();
  const uploads = useAllowed()('files.upload');
  const [text, setText] = useState(note?.text ?? '');
  const [isPrivate, setPrivate] = useState(note?.isPrivate ?? false);
  const [mentions, setMentions] = useState<StaffRef[]>(note?.mentions ?? []);
  const [files, setFiles] = useState<StoredFile[]>(note?.files ?? []);
  // What was there when one began: a newer version that has come in since is not to be overwritten.
  const [seenAt] = useState(note?.updatedAt ?? 0);
  // The same writing has the same key however often it is pressed.
  const key = useRef<string>(crypto.randomUUID());
  const facts = { text, isPrivate, mentionIds: isPrivate ? [] : mentions.map(({ id }) => id), fileIds: files.map(({ id }) => id) };
  const save = useAct(() => (note ? api.notes.edit({ ...facts, id: note.id, updatedAt: seenAt }) : api.notes.create({ ...facts, customerId, key: key.current })), {
    done: t.saved, touches: ['notes', 'customers'], quiet: true,
    onDone: () => {
      key.current = crypto.randomUUID();
      if (!note) { setText(''); setMentions([]); setFiles([]); setPrivate(false); }
      onDone?.();
    },
  });
  const upload = useAct(uploadFile, { onDone: (file) => setFiles((before) => [...before, file]) });

  function take(file: File): false {
    if (file.size > 20_000_000) void message.error(t.tooLarge);
    else if (files.length >= 9) void message.error(t.most);
    else upload.mutate(file);
    return false;
  }

  return (
    <div className="stack" data-testid="note-form">
      <Input.TextArea aria-label={t.hint} placeholder={t.hint} value={text} maxLength={5000} autoSize={{ minRows: 2, maxRows: 10 }} onChange={({ target }) => setText(target.value)} />
      {files.length > 0 ? (
        <div className="note-files">
          {files.map((file) => (
            <span key={file.id} className="chip"><span className="ellipsis note-file" title={file.name}><PaperClipOutlined /> {file.name}</span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t.remove(file.name)} onClick={() => setFiles(files.filter(({ id }) => id !== file.id))} />
            </span>
          ))}
        </div>
      ) : null}
      {isPrivate ? null : <StaffPicker label={t.mention} placeholder={t.mention} value={mentions} max={20} onChange={setMentions} />}
      {save.error ? <ErrorNote compact error={save.error} /> : null}
      <div className="between">
        <span className="row">
          {uploads ? <Upload beforeUpload={take} showUploadList={false}><Button icon={<PaperClipOutlined />} loading={upload.isPending}>{t.attach}</Button></Upload> : null}
          <Checkbox checked={isPrivate} onChange={({ target }) => setPrivate(target.checked)}>{t.isPrivate}</Checkbox>
        </span>
        <span className="row">
          {onDone ? <Button onClick={onDone}>{t.cancel}</Button> : null}
          <Button type="primary" data-testid="save-note" disabled={!text.trim()} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t.save}</Button>
        </span>
      </div>
    </div>
  );
}
