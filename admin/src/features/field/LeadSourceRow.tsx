import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { isError } from '@scrm/shared/client';
import type { LeadSource } from '@scrm/shared/field';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ConflictModal } from '../../kit/conflict';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Said } from '../../kit/person';
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

/** What stands there by now, who said it and when (ms, 0: nothing stands there any more). */
interface Stands { name: string; by: string; at: number }

/** The source that a person chose; how WeCom says that they came stands above and stays. */
export function LeadSourceRow({ customerId, onSaved }: { customerId: string; onSaved: () => void }) {
  const t = useWords();
  const f = useFieldWords();
  const [editing, setEditing] = useState(false);
  const [seenAt, setSeenAt] = useState<number | null>();
  const [clash, setClash] = useState<{ sourceId: string | null; theirs: Stands }>();
  const held = useQuery(ask('sources', 'of', { customerId }));
  const all = useQuery({ ...ask('sources', 'list', {}), enabled: editing });
  const save = useAct((order: { sourceId: string | null; seenAt?: number | null }) => api.sources.assign({ customerId, ...order, via: 'console' }), {
    done: t.saved, touches: ['sources'], quiet: true, onDone: () => { onSaved(); close(); },
  });
  const choose = (sourceId: string | null, seen: number | null | undefined) => save.mutate({ sourceId, seenAt: seen }, {
    onError: (error) => { if (isError(error, 'stale_edit')) setClash({ sourceId, theirs: error.data as unknown as Stands }); },
  });
  const begin = () => {
    setSeenAt(held.data && (held.data.source?.by.at ?? null));
    setEditing(true);
  };
  const close = () => {
    setClash(undefined);
    setEditing(false);
  };
  const options = all.data ? sourceOptions(all.data.items) : [];
  const source = held.data?.source;
  const by = source?.by;
  return (
    <div className="attribute" data-testid="lead-source">
      <dt><span className="ellipsis">{t.name}</span></dt>
      {editing ? (
        <dd className="attribute-editor">
          <Select
            aria-label={t.name} placeholder={t.choose} allowClear autoFocus defaultOpen loading={all.isPending || save.isPending} style={{ width: '100%' }} notFoundContent={all.isPending ? null : t.empty}
            showSearch={{ optionFilterProp: 'label' }} options={options} defaultValue={source && !source.retired ? source.id : undefined} onChange={(id?: string) => choose(id ?? null, seenAt)}
          />
          {save.error && !isError(save.error, 'stale_edit') ? <ErrorNote compact error={save.error} /> : null}
          <div><Button size="small" onClick={close}>{t.cancel}</Button></div>
        </dd>
      ) : (
        <dd className="attribute-value">
          <Tooltip placement="topLeft" title={by ? <Said text={`${by.staff ? nameIn(by.staff) : by.name} · ${f.sources[by.source]} · ${absolute(by.at)}`} /> : undefined}>
            <span className="attribute-text break">{source ? <>{source.parentName ? `${source.parentName} / ` : ''}{source.name} {source.retired ? <Tag>{t.retired}</Tag> : null}</> : <span className="soft">{t.unknown}</span>}</span>
          </Tooltip>
          <Allow to="sources.assign"><span className="attribute-acts"><Button type="text" size="small" icon={<EditOutlined />} aria-label={t.edit} onClick={begin} /></span></Allow>
        </dd>
      )}
      {clash ? (
        <ConflictModal
          clashes={[{ name: t.name, theirs: clash.theirs.name, mine: options.find(({ value }) => value === clash.sourceId)?.label ?? '', by: clash.theirs.by, at: clash.theirs.at || null }]} saving={save.isPending}
          onMine={() => choose(clash.sourceId, clash.theirs.at || null)} onTheirs={() => { void held.refetch(); close(); }} onClose={() => setClash(undefined)}
        />
      ) : null}
    </div>
  );
}
