import { DeleteOutlined, EditOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Tag as Chip } from 'antd';
import { useEffect, useState } from 'react';
import type { TagGroup } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { Allow, useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { Ago } from '../../kit/time';
import { Marks } from './Marks';
import { RenameDialog } from './RenameDialog';
import { ScopeDialog } from './ScopeDialog';
import { TagLine } from './TagLine';
import { isChangeable, useTagWords } from './words';

const useWords = words({
  zh: {
    add: '新建标签', removeGroup: '删除标签组', askGroup: (name: string) => `删除标签组「${name}」？`, askGroupText: (tags: string, n: string) => `组内 ${tags} 个标签会一起删除，共 ${n} 人次的客户标签会去掉，企业微信中也会删除，不能恢复。`,
    picked: (n: string) => `已选 ${n} 个标签`, askMany: (n: string) => `删除选中的 ${n} 个标签？`, askManyText: (n: string) => `共 ${n} 人次的客户标签会去掉，企业微信中也会删除，不能恢复。`, unpick: '取消选择', none: '组内没有符合的标签', syncedAt: '同步于', manage: '管理标签组',
  },
  en: {
    add: 'New tags', removeGroup: 'Delete the group', askGroup: (name: string) => `Delete the group “${name}”?`, askGroupText: (tags: string, n: string) => `${counted(tags, 'tag is', 'tags are')} deleted with it, here and in WeCom, and taken off customers ${counted(n, 'time')}. This cannot be undone.`,
    picked: (n: string) => `${counted(n, 'tag')} selected`, askMany: (n: string) => `Delete ${counted(n, 'selected tag')}?`, askManyText: (n: string) => `They are taken off customers ${counted(n, 'time')} and deleted in WeCom too. This cannot be undone.`, unpick: 'Clear selection', none: 'No tag of this group matches', syncedAt: 'Synced', manage: 'Manage the group',
  },
});

/** A group's tags in WeCom's order, and what can be done with the group. */
export function GroupPanel({ group, shown, groups, onAdd, onOrder }: { group: TagGroup; shown: TagGroup['tags']; groups: TagGroup[]; onAdd: () => void; onOrder: (change: -1 | 1) => void }) {
  const t = useWords();
  const all = useTagWords();
  const allowed = useAllowed();
  const { modal } = App.useApp();
  const [doing, setDoing] = useState<'rename' | 'scope' | null>(null);
  const [picked, setPicked] = useState<string[]>([]);
  const touches = ['tags', 'customers'] as const;
  const removeGroup = useAct(() => api.tags.removeGroup({ id: group.id }), { done: all.removed, touches: [...touches] });
  const removeMany = useAct(() => api.tags.removeMany({ ids: picked }), { done: all.removed, touches: [...touches], onDone: () => setPicked([]) });
  const order = useAct((ids: string[]) => api.tags.order({ groupId: group.id, ids }), { done: all.ordered, touches: ['tags'] });
  useEffect(() => setPicked([]), [group.id]);

  const place = groups.findIndex(({ id }) => id === group.id);
  const carried = (tags: TagGroup['tags']) => figure(tags.reduce((sum, tag) => sum + tag.carriers, 0));
  const removable = isChangeable(group) && group.tags.every(isChangeable);

  function askGroup(): void {
    modal.confirm({
      title: t.askGroup(group.name), content: t.askGroupText(figure(group.tags.length), carried(group.tags)), okText: t.removeGroup, cancelText: all.keep, okButtonProps: { danger: true },
      onOk: () => removeGroup.mutateAsync(undefined).catch(() => undefined),
    });
  }
  function askMany(): void {
    modal.confirm({
      title: t.askMany(figure(picked.length)), content: t.askManyText(carried(group.tags.filter(({ id }) => picked.includes(id)))), okText: all.remove, cancelText: all.keep, okButtonProps: { danger: true },
      onOk: () => removeMany.mutateAsync(undefined).catch(() => undefined),
    });
  }
  function move(id: string, change: -1 | 1): void {
    order.mutate(moved(group.tags.map((tag) => tag.id), id, change));
  }

  const items = [
    { key: 'rename', icon: <EditOutlined />, label: all.rename, disabled: !isChangeable(group), onClick: () => setDoing('rename') },
    { key: 'scope', icon: <TeamOutlined />, label: all.scope, onClick: () => setDoing('scope') },
    { key: 'up', label: all.up, disabled: !isChangeable(group) || place === 0, onClick: () => onOrder(-1) },
    { key: 'down', label: all.down, disabled: !isChangeable(group) || place === groups.length - 1, onClick: () => onOrder(1) },
    { key: 'remove', icon: <DeleteOutlined />, label: t.removeGroup, danger: true, disabled: !removable, onClick: askGroup },
  ];

  return (
    <section className="panel stack" aria-label={group.name} data-testid="tag-group-panel">
      <div className="tag-group-head">
        <div className="tag-group-name">
          <h2>{group.name}</h2><Marks of={group} />
          {group.departmentIds === null ? null : <Chip color="blue" data-testid="scoped">{all.scoped}</Chip>}
          {group.usable ? null : <Chip color="warning">{all.notYours}</Chip>}
        </div>
        <div className="row">
          <span className="soft small nowrap">{group.syncedAt === null ? '' : <>{t.syncedAt} <Ago at={group.syncedAt} /></>}</span>
          {group.lockedFor === null ? <Allow to="tags.create"><Button icon={<PlusOutlined />} onClick={onAdd} data-testid="add-tags">{t.add}</Button></Allow> : null}
          {allowed('tags.scope') ? <Dropdown trigger={['click']} menu={{ items }}><Button data-testid="manage-group">{t.manage}</Button></Dropdown> : null}
        </div>
      </div>
      {picked.length > 0 ? (
        <div className="bulk-bar" role="toolbar" aria-label={t.picked(figure(picked.length))}>
          <strong>{t.picked(figure(picked.length))}</strong>
          <Button danger icon={<DeleteOutlined />} loading={removeMany.isPending} onClick={askMany}>{all.remove}</Button>
          <Button type="text" onClick={() => setPicked([])}>{t.unpick}</Button>
        </div>
      ) : null}
      {shown.length === 0 ? <Note title={t.none} /> : null}
      <ul className="tag-rows" aria-busy={order.isPending}>
        {shown.map((tag) => (
          <TagLine
            key={tag.id} tag={tag} group={group} groups={groups} picked={picked.includes(tag.id)} onOrder={(change) => move(tag.id, change)}
            onPick={(on) => setPicked(on ? [...picked, tag.id].slice(0, 100) : picked.filter((id) => id !== tag.id))}
          />
        ))}
      </ul>
      {doing === 'rename' ? <RenameDialog of={group} kind="group" onClose={() => setDoing(null)} /> : null}
      {doing === 'scope' ? <ScopeDialog group={group} onClose={() => setDoing(null)} /> : null}
    </section>
  );
}

/** The list with one of it a place higher (-1) or lower (1). */
export function moved(ids: string[], id: string, change: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const next = ids.filter((one) => one !== id);
  next.splice(from + change, 0, id);
  return next;
}
