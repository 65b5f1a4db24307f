import { PlusOutlined, SyncOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { TagGroup } from '@scrm/shared/tag';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { NewTag } from '../../kit/pick/NewTag';
import { Ago } from '../../kit/time';
import { TagItem } from './TagItem';
import './tag.css';

const useWords = words({
  zh: {
    title: '标签', about: '企业标签与企业微信双向同步，全员可用。', create: '新建标签', sync: '同步', synced: '已开始同步标签', search: '搜索标签', count: (groups: string, tags: string) => `${groups} 组，${tags} 个标签`, addTo: (name: string) => `在「${name}」中新建标签`,
    emptyTitle: '还没有标签', emptyHint: '给客户打标签，之后就能按标签筛选、发送和统计。', noMatch: '没有符合的标签', syncedAt: '同步于', none: '组内没有标签',
  },
  en: {
    title: 'Tags', about: 'Company tags, kept the same here and in WeCom, for everybody.', create: 'New tags', sync: 'Sync', synced: 'The sync has started', search: 'Search tags', count: (groups: string, tags: string) => `${groups} groups, ${tags} tags`, addTo: (name: string) => `New tags in “${name}”`,
    emptyTitle: 'No tags yet', emptyHint: 'Tag customers to filter them, to write to them and to count them.', noMatch: 'No tag matches', syncedAt: 'Synced', none: 'No tags in this group',
  },
});

export function TagsPage() {
  const t = useWords();
  const filters = useFilters(['keyword']);
  const keyword = filters.values.keyword?.toLowerCase() ?? '';
  const groups = useQuery(ask('tags', 'list', {}));
  const [adding, setAdding] = useState<string>();
  const sync = useAct(() => api.tags.sync({}), { done: t.synced, touches: ['tags'] });

  const all = groups.data?.items ?? [];
  const shown = keyword
    ? all.map((group) => ({ ...group, tags: group.name.toLowerCase().includes(keyword) ? group.tags : group.tags.filter((tag) => tag.name.toLowerCase().includes(keyword)) })).filter((group) => group.tags.length > 0)
    : all;
  const create = <Allow to="tags.create"><Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding('')}>{t.create}</Button></Allow>;

  return (
    <section className="stack" data-testid="tags">
      <PageHead
        title={t.title} about={t.about}
        action={<><Allow to="tags.sync"><Button icon={<SyncOutlined spin={sync.isPending} />} loading={sync.isPending} onClick={() => sync.mutate(undefined)}>{t.sync}</Button></Allow>{create}</>}
      />
      <div className="list-bar">
        <SearchBox value={filters.values.keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
        <span className="soft figures" data-testid="count">{groups.data ? t.count(figure(shown.length), figure(shown.reduce((sum, group) => sum + group.tags.length, 0))) : ''}</span>
      </div>
      {groups.isPending ? <SkeletonRows count={4} /> : null}
      {groups.error ? <div className="panel"><ErrorNote error={groups.error} onAgain={() => void groups.refetch()} /></div> : null}
      {groups.data && shown.length === 0 ? (
        <div className="panel" data-testid="empty">
          <Note title={keyword ? t.noMatch : t.emptyTitle} hint={keyword ? undefined : t.emptyHint}>{keyword ? null : create}</Note>
        </div>
      ) : null}
      <div className="tag-groups">{shown.map((group) => <Group key={group.id} group={group} onAdd={() => setAdding(group.name)} />)}</div>
      {adding === undefined ? null : <NewTag group={adding} groups={all.map(({ name }) => name)} onClose={() => setAdding(undefined)} />}
    </section>
  );
}

function Group({ group, onAdd }: { group: TagGroup; onAdd: () => void }) {
  const t = useWords();
  return (
    <section className="panel stack" aria-label={group.name}>
      <div className="between">
        <h2 className="ellipsis" title={group.name}>{group.name}</h2>
        <span className="soft small nowrap">{group.syncedAt === null ? '' : <>{t.syncedAt} <Ago at={group.syncedAt} /></>}</span>
      </div>
      <div className="tag-list">
        {group.tags.length === 0 ? <span className="soft">{t.none}</span> : null}
        {group.tags.map((tag) => <TagItem key={tag.id} tag={tag} />)}
        <Allow to="tags.create"><Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={t.addTo(group.name)} onClick={onAdd} /></Allow>
      </div>
    </section>
  );
}
