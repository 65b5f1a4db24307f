import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import type { LiveCode } from '@scrm/shared/live-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
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
  const { id = '' } = useParams();
  const t = useWords();
  const [round, setRound] = useState(0);
  // What was loaded stays under the editor's hands: a live update must not overwrite what somebody is typing.
  const code = useQuery({ queryKey: ['editor', 'liveCodes', id, round], queryFn: () => api.liveCodes.get({ id }), staleTime: Infinity, gcTime: 0 });
  return (
    <div className="stack">
      <PageHead title={t.edit} about={t.editNote} />
      {code.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 10 }} /></div> : null}
      {code.error ? <div className="panel"><ErrorNote error={code.error} onAgain={() => void code.refetch()} /></div> : null}
      {code.data ? <Editing key={code.data.updatedAt} code={code.data} onReload={() => setRound(round + 1)} /> : null}
    </div>
  );
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
