import { LockOutlined, MoreOutlined, PlusOutlined, SyncOutlined, TeamOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Select } from 'antd';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import type { TagGroup } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow, useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { NewTag } from '../../kit/pick/NewTag';
import { useNarrow } from '../../kit/wide';
import { GroupPanel, moved } from './GroupPanel';
import { useTagWords } from './words';
import './tag.css';

const useWords = words({
  zh: {
    title: '标签库', about: '企业标签与企业微信双向同步。可以按部门限定使用范围。', create: '新建标签', sync: '同步', synced: '已开始同步标签', search: '搜索标签或标签组', count: (groups: string, tags: string, limit: string) => `${groups} 组，${tags} / ${limit} 个标签`,
    system: '添加系统标签', systemDone: '系统标签已就绪', more: '更多', groups: '标签组', emptyTitle: '还没有标签', emptyHint: '给客户打标签，之后就能按标签筛选、发送和统计。', noMatch: '没有符合的标签', clear: '清除搜索',
  },
  en: {
    title: 'Tag library', about: 'Company tags, kept the same here and in WeCom. A group can be for certain departments only.', create: 'New tags', sync: 'Sync', synced: 'The sync has started', search: 'Search tags or groups', count: (groups: string, tags: string, limit: string) => `${counted(groups, 'group')}, ${tags} of ${counted(limit, 'tag')}`,
    system: 'Add system tags', systemDone: 'The system tags are there', more: 'More', groups: 'Tag groups', emptyTitle: 'No tags yet', emptyHint: 'Tag customers to filter them, to write to them and to count them.', noMatch: 'No tag matches', clear: 'Clear the search',
  },
});

export function TagsPage() {
  const t = useWords();
  const all = useTagWords();
  const allowed = useAllowed();
  const narrow = useNarrow();
  const filters = useFilters(['keyword', 'group']);
  const groups = useQuery(ask('tags', 'list', {}));
  const [adding, setAdding] = useState<string>();
  const sync = useAct(() => api.tags.sync({}), { done: t.synced, touches: ['tags'] });
  const system = useAct(() => api.tags.addSystemTags({}), { done: t.systemDone, touches: ['tags'] });
  const order = useAct((ids: string[]) => api.tags.orderGroups({ ids }), { done: all.ordered, touches: ['tags'] });

  const items = groups.data?.items ?? [];
  const found = matching(items, filters.values.keyword ?? '');
  const current = found.find(({ group }) => group.id === filters.values.group) ?? found[0];
  const create = <Allow to="tags.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding('')} data-testid="new-tags">{t.create}</Button></Allow>;
  const choose = (id: string) => filters.set('group', id);

  return (
    <section className="stack" data-testid="tags">
      <PageHead
        title={t.title} about={t.about}
        action={(
          <>
            <Allow to="tags.sync"><Button icon={<SyncOutlined spin={sync.isPending} />} loading={sync.isPending} onClick={() => sync.mutate(undefined)}>{t.sync}</Button></Allow>
            {create}
            {allowed('tags.addSystemTags') ? <Dropdown trigger={['click']} menu={{ items: [{ key: 'system', icon: <LockOutlined />, label: t.system, disabled: system.isPending, onClick: () => system.mutate(undefined) }] }}><Button icon={<MoreOutlined />} aria-label={t.more} data-testid="tags-more" /></Dropdown> : null}
          </>
        )}
      />
      <div className="list-bar">
        <SearchBox value={filters.values.keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
        <span className="soft figures" data-testid="count">{groups.data ? t.count(figure(items.length), figure(items.reduce((sum, group) => sum + group.tags.length, 0)), figure(groups.data.limit)) : ''}</span>
      </div>
      {groups.isPending ? <SkeletonRows count={4} /> : null}
      {groups.error ? <div className="panel"><ErrorNote error={groups.error} onAgain={() => void groups.refetch()} /></div> : null}
      {groups.data && !current ? (
        <div className="panel" data-testid="empty">
          {items.length > 0 ? <Note title={t.noMatch}><Button onClick={() => filters.set('keyword', undefined)}>{t.clear}</Button></Note> : <Note title={t.emptyTitle} hint={t.emptyHint}>{create}</Note>}
        </div>
      ) : null}
      {current ? (
        <div className="tag-library">
          {narrow ? (
            <Select aria-label={t.groups} value={current.group.id} onChange={choose} style={{ width: '100%' }} options={found.map(({ group, tags }) => ({ value: group.id, label: `${group.name}${marks().aside(figure(tags.length))}` }))} />
          ) : <GroupList label={t.groups} found={found} current={current.group.id} onChoose={choose} />}
          <GroupPanel
            group={current.group} shown={current.tags} groups={items} onAdd={() => setAdding(current.group.name)}
            onOrder={(change) => order.mutate(moved(items.map(({ id }) => id), current.group.id, change))}
          />
        </div>
      ) : null}
      {adding === undefined ? null : <NewTag group={adding} groups={items.filter(({ lockedFor }) => lockedFor === null).map(({ name }) => name)} onClose={() => setAdding(undefined)} />}
    </section>
  );
}

interface Found {
  group: TagGroup;
  tags: TagGroup['tags'];
}

function matching(groups: TagGroup[], keyword: string): Found[] {
  const wanted = keyword.trim().toLowerCase();
  const meets = (text: string) => text.toLowerCase().includes(wanted);
  return groups.map((group) => ({ group, tags: meets(group.name) ? group.tags : group.tags.filter((tag) => meets(tag.name)) })).filter(({ tags }) => wanted === '' || tags.length > 0);
}

/** Arrow keys go up and down; the group that has the focus is shown. */
function GroupList({ label, found, current, onChoose }: { label: string; found: Found[]; current: string; onChoose: (id: string) => void }) {
  function walk(event: KeyboardEvent<HTMLUListElement>): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = found[found.findIndex(({ group }) => group.id === current) + step];
    if (!next) return;
    onChoose(next.group.id);
    event.currentTarget.querySelector<HTMLButtonElement>(`[data-testid="group-${next.group.id}"]`)?.focus();
  }
  return (
    <ul className="panel tag-groups" aria-label={label} onKeyDown={walk}>
      {found.map(({ group, tags }) => (
        <li key={group.id}>
          <button
            type="button" className={group.id === current ? 'tag-group tag-group-on' : 'tag-group'} aria-current={group.id === current} tabIndex={group.id === current ? 0 : -1}
            onClick={() => onChoose(group.id)} data-testid={`group-${group.id}`}
          >
            <span className="ellipsis" title={group.name}>{group.name}</span>
            {group.lockedFor ? <LockOutlined className="soft" /> : null}
            {group.departmentIds ? <TeamOutlined className="soft" /> : null}
            <span className="soft small figures">{figure(tags.length)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
