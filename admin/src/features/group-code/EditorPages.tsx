import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { GroupCode } from '@scrm/shared/group-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { EditPage } from '../../kit/edit-page';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { blankDraft, draftOf, inputOf, type Draft } from './draft';
import { GroupCodeEditor } from './GroupCodeEditor';

const useWords = words({
  zh: { create: '新建群活码', edit: '编辑群活码', editNote: '保存后立即生效，已印出的二维码不变', made: '群活码已建好', saved: '已保存' },
  en: { create: 'New group code', edit: 'Edit group code', editNote: 'Takes effect at once, the printed code stays the same', made: 'The group code is made', saved: 'Saved' },
});

export function NewGroupCodePage() {
  const t = useWords();
  const navigate = useNavigate();
  const [start] = useState(blankDraft);
  const create = useAct((draft: Draft) => api.groupCodes.create(inputOf(draft)), { quiet: true, done: t.made, touches: ['groupCodes'], onDone: ({ id }) => navigate(`/group-codes/${id}`, { replace: true }) });
  return (
    <div className="stack">
      <PageHead title={t.create} />
      <GroupCodeEditor start={start} saving={create.isPending} error={create.error} saveText={t.create} onSave={create.mutate} onCancel={() => navigate('/group-codes')} />
    </div>
  );
}

export function EditGroupCodePage() {
  const t = useWords();
  return <EditPage of="groupCodes" load={(id) => api.groupCodes.get({ id })} title={t.edit} about={t.editNote}>{(code, onReload) => <Editing code={code} onReload={onReload} />}</EditPage>;
}

function Editing({ code, onReload }: { code: GroupCode; onReload: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const [start] = useState(() => draftOf(code));
  const detail = `/group-codes/${code.id}`;
  const update = useAct((draft: Draft) => api.groupCodes.update({ ...inputOf(draft), id: code.id, updatedAt: code.updatedAt }), { quiet: true, done: t.saved, touches: ['groupCodes'], onDone: () => navigate(detail, { replace: true }) });
  return <GroupCodeEditor start={start} codeId={code.id} saving={update.isPending} error={update.error} onSave={update.mutate} onCancel={() => navigate(detail)} onReload={onReload} />;
}
