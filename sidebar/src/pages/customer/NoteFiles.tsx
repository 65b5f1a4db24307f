import type { StoredFile } from '@scrm/shared/file';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';

const words = {
  zh: { attach: '添加附件', sending: '正在上传', remove: (name: string) => `去掉附件 ${name}`, tooLarge: '附件最大 20 MB' },
  en: { attach: 'Attach a file', sending: 'Uploading', remove: (name: string) => `Remove ${name}`, tooLarge: 'At most 20 MB' },
};

export type NoteFile = Pick<StoredFile, 'id' | 'name'>;
const mostBytes = 20_000_000;
const mostFiles = 9;

/** What hangs on a note, and the way to add more. */
export function NoteFiles({ files, change }: { files: NoteFile[]; change: (files: NoteFile[]) => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const { progress, run } = useAction();
  const waiting = progress.state === 'waiting';

  const add = (file: File | undefined) => {
    if (!file) return;
    void run(async () => {
      if (file.size > mostBytes) throw new Error(w.tooLarge);
      const sent = await api.files.upload({ name: file.name.slice(-200), content: await readBase64(file) });
      change([...files, { id: sent.id, name: sent.name }]);
    });
  };

  return (
    <div className="note-files">
      {files.map((file) => <button key={file.id} type="button" className="chip" aria-label={w.remove(file.name)} onClick={() => change(files.filter(({ id }) => id !== file.id))}><span className="chip-name">📎 {file.name}</span> ×</button>)}
      {files.length < mostFiles && (
        <label className="link">{waiting ? w.sending : w.attach}<input type="file" className="unseen" disabled={waiting} onChange={(event) => { add(event.target.files?.[0]); event.target.value = ''; }} /></label>
      )}
      {progress.state === 'failed' && <p className="outcome failed" role="alert">{progress.error instanceof Error && progress.error.message === w.tooLarge ? w.tooLarge : explain(progress.error)}</p>}
    </div>
  );
}

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable file'));
    reader.readAsDataURL(file);
  });
}
