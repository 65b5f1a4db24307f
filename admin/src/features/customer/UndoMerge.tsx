import { UndoOutlined } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import type { Activity } from './detail';

const useWords = words({
  zh: { undo: '撤销合并', ask: '撤销这次合并？', text: '两位客户会分开，所有内容回到原处。', keep: '保留', undone: '已撤销合并', was: '已撤销' },
  en: { undo: 'Undo the merge', ask: 'Undo this merge?', text: 'They become two customers again, and everything goes back to where it was.', keep: 'Keep', undone: 'The merge is undone', was: 'Undone' },
});

/** Beside the entry of a merge on the timeline. */
export function UndoMerge({ data }: { data: Activity['data'] }) {
  const t = useWords();
  const undo = useAct((mergeId: string) => api.merges.undo({ mergeId }), { done: t.undone, touches: ['customers', 'identities', 'merges', 'groupChats'] });
  if (typeof data.undoneAt === 'number') return <span className="soft small">{t.was}</span>;
  return (
    <Allow to="merges.undo">
      <Popconfirm title={t.ask} description={t.text} okText={t.undo} cancelText={t.keep} onConfirm={() => undo.mutate(String(data.mergeId))}>
        <Button size="small" icon={<UndoOutlined />} loading={undo.isPending} data-testid="undo-merge">{t.undo}</Button>
      </Popconfirm>
    </Allow>
  );
}
