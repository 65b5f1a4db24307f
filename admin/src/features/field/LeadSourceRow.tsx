import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import type { LeadSource } from '@scrm/shared/field';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { absolute } from '../../kit/time';
import { useFieldWords } from './words';

const useWords = words({
  zh: { name: '客户来源', unknown: '未知', edit: '编辑客户来源', cancel: '取消', choose: '选择来源', retired: '已停用', saved: '客户来源已保存', empty: '还没有可选的来源，请管理员在「客户设置 → 客户来源」中添加' },
  en: { name: 'Lead source', unknown: 'Unknown', edit: 'Edit the lead source', cancel: 'Cancel', choose: 'Choose a source', retired: 'retired', saved: 'The lead source was saved', empty: 'There is no source to choose yet; an admin adds them under Customer settings → Lead sources' },
});

/** Options of the tree, children under their parent; retired ones cannot be picked. */
export function sourceOptions(items: readonly LeadSource[]) {
  const living = items.filter((one) => one.retiredAt === null);
  return living.filter((one) => one.parentId === null).flatMap((top) => [
    { value: top.id, label: top.name },
    ...living.filter((one) => one.parentId === top.id).map((child) => ({ value: child.id, label: `${top.name} / ${child.name}` })),
  ]);
}

/** The source that a person chose; how WeCom says that they came stands above and stays. */
export function LeadSourceRow({ customerId, onSaved }: { customerId: string; onSaved: () => void }) {
  const t = useWords();
  const f = useFieldWords();
  const [editing, setEditing] = useState(false);
  const held = useQuery(ask('sources', 'of', { customerId }));
  const all = useQuery({ ...ask('sources', 'list', {}), enabled: editing });
  const save = useAct((sourceId: string | null) => api.sources.assign({ customerId, sourceId, via: 'console' }), { done: t.saved, touches: ['sources'], onDone: () => { onSaved(); setEditing(false); } });
  const source = held.data?.source;
  const by = source?.by;
  return (
    <div className="attribute" data-testid="lead-source">
      <dt><span className="ellipsis">{t.name}</span></dt>
      {editing ? (
        <dd className="attribute-editor">
          <Select
            aria-label={t.name} placeholder={t.choose} allowClear autoFocus defaultOpen loading={all.isPending || save.isPending} style={{ width: '100%' }} notFoundContent={all.isPending ? null : t.empty}
            showSearch={{ optionFilterProp: 'label' }} options={all.data ? sourceOptions(all.data.items) : []} defaultValue={source && !source.retired ? source.id : undefined} onChange={(id?: string) => save.mutate(id ?? null)}
          />
          <div><Button size="small" onClick={() => setEditing(false)}>{t.cancel}</Button></div>
        </dd>
      ) : (
        <dd className="attribute-value">
          <Tooltip placement="topLeft" title={by ? `${by.staff?.name ?? by.name} · ${f.sources[by.source]} · ${absolute(by.at)}` : undefined}>
            <span className="attribute-text break">{source ? <>{source.parentName ? `${source.parentName} / ` : ''}{source.name} {source.retired ? <Tag>{t.retired}</Tag> : null}</> : <span className="soft">{t.unknown}</span>}</span>
          </Tooltip>
          <Allow to="sources.assign"><span className="attribute-acts"><Button type="text" size="small" icon={<EditOutlined />} aria-label={t.edit} onClick={() => setEditing(true)} /></span></Allow>
        </dd>
      )}
    </div>
  );
}
