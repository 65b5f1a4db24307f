import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';
import type { LiveCode } from '@scrm/shared/live-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { EditPage } from '../../kit/edit-page';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import type { Draft } from './draft';
import { blankDraft, draftOf, inputOf } from './draft';
import { LiveCodeEditor } from './LiveCodeEditor';

const useWords = words({
  zh: { create: '新建活码', edit: '编辑活码', editNote: '保存后立即生效，已印出的二维码不变', made: '活码已建好，正在生成二维码', saved: '已保存', reload: '重新载入' },
  en: { create: 'New live code', edit: 'Edit live code', editNote: 'Takes effect at once, the printed picture stays the same', made: 'The live code is made, its picture is on the way', saved: 'Saved', reload: 'Reload' },
});

export function NewLiveCodePage() {
  const t = useWords();
  const navigate = useNavigate();
  const create = useAct((draft: Draft) => api.liveCodes.create(inputOf(draft)), {
    quiet: true, done: t.made, touches: ['liveCodes'], onDone: ({ id }) => navigate(`/live-codes/${id}`, { replace: true }),
  });
  return (
    <div className="stack">
      <PageHead title={t.create} />
      <LiveCodeEditor start={blankDraft} saving={create.isPending} error={create.error} saveText={t.create} onSave={create.mutate} onCancel={() => navigate('/live-codes')} />
    </div>
  );
}

export function EditLiveCodePage() {
  const t = useWords();
  return <EditPage of="liveCodes" load={(id) => api.liveCodes.get({ id })} title={t.edit} about={t.editNote}>{(code, onReload) => <Editing code={code} onReload={onReload} />}</EditPage>;
}

function Editing({ code, onReload }: { code: LiveCode; onReload: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const detail = `/live-codes/${code.id}`;
  const update = useAct((draft: Draft) => api.liveCodes.update({ ...inputOf(draft), id: code.id, updatedAt: code.updatedAt }), {
    quiet: true, done: t.saved, touches: ['liveCodes'],
    onDone: (saved) => {
      queries.setQueryData(ask('liveCodes', 'get', { id: code.id }).queryKey, saved);
      void navigate(detail, { replace: true });
    },
  });
  return <LiveCodeEditor id={code.id} start={draftOf(code)} saving={update.isPending} error={update.error} onSave={update.mutate} onCancel={() => navigate(detail)} onReload={onReload} />;
}
