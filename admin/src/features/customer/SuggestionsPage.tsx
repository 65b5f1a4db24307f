import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import type { Suggestion } from '@scrm/shared/identity';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Person } from '../../kit/person';
import { Ago } from '../../kit/time';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { MergeDialog } from './MergeDialog';
import { useIdentityWords } from './identity-words';

const useWords = words({
  zh: {
    title: '疑似同一人', about: '证据不足以自动合并的客户放在这里，由人来判断。UnionID、已验证的手机号、表单邮箱相同且没有冲突的，会自动合并。', states: { open: '待判断', merged: '已合并', dismissed: '不是同一人' }, count: (n: string) => `${n} 对`, people: '客户', evidence: '证据', found: '发现于',
    conflict: (kinds: string) => `冲突：${kinds}`, and: '、', look: '查看并合并', dismiss: '不是同一人', dismissed: '已标记为两个人', search: '立即查找', started: '正在查找昵称和头像相同的客户', noneYet: { merged: '还没有合并过', dismissed: '还没有标记过' }, noneHint: '在「待判断」里看过的客户会移到这里。', emptyTitle: '没有待判断的客户', emptyHint: '同步客户后会自动查找，也可以现在就找一遍。', action: '',
  },
  en: {
    title: 'Maybe one person', about: 'Customers for whom the evidence is not enough to merge by itself; a person decides. Equal UnionIDs, verified phones and form e-mails without a conflict are merged by themselves.', states: { open: 'To decide', merged: 'Merged', dismissed: 'Two people' }, count: (n: string) => counted(n, 'pair'), people: 'Customers', evidence: 'Evidence', found: 'Found',
    conflict: (kinds: string) => `Differs: ${kinds}`, and: ', ', look: 'Look and merge', dismiss: 'Two people', dismissed: 'Marked as two people', search: 'Search now', started: 'Looking for equal names and pictures', noneYet: { merged: 'Nothing was merged yet', dismissed: 'Nothing was marked yet' }, noneHint: 'Pairs that somebody decided on move here from “To decide”.', emptyTitle: 'Nothing to decide', emptyHint: 'Each sync of customers looks for pairs; you can also search now.', action: '',
  },
});

export function SuggestionsPage() {
  const t = useWords();
  const i = useIdentityWords();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, t.states) ?? 'open';
  const paging = usePaging({ state });
  const rows = useQuery(askPage('merges', 'suggestions', { state, limit: pageSize, cursor: paging.cursor }));
  const [merging, setMerging] = useState<Suggestion>();
  const dismiss = useAct((id: string) => api.merges.dismiss({ id }), { done: t.dismissed, touches: ['merges'] });
  const search = useAct(() => api.merges.search({}), { done: t.started, touches: ['merges'] });
  const searchButton = <Allow to="merges.search"><Button icon={<SearchOutlined />} loading={search.isPending} onClick={() => search.mutate(undefined)}>{t.search}</Button></Allow>;

  const columns: Column<Suggestion>[] = [
    { key: 'people', title: t.people, width: 280, render: (row) => <span className="stack">{row.people.map((one) => <Person key={one.id} name={one.name} url={one.avatarUrl} size={28} shown={<Link to={`/customers/${one.id}`}>{one.name}</Link>} second={one.corpName || undefined} />)}</span> },
    {
      key: 'evidence', title: t.evidence, width: 260,
      render: (row) => (
        <span className="stack" style={{ gap: 4 }}>
          {row.evidence.map((piece) => <span key={`${piece.kind}${piece.shown}`} className="break">{i.kinds[piece.kind]} <span className="soft">{piece.shown}</span></span>)}
          {row.conflicts.length > 0 ? <span><Tag color="warning">{t.conflict(row.conflicts.map((kind) => i.kinds[kind]).join(t.and))}</Tag></span> : null}
        </span>
      ),
    },
    { key: 'found', title: t.found, width: 120, render: (row) => <Ago at={row.at} /> },
    ...(state === 'open' ? [{
      key: 'act', title: t.action, width: 220,
      render: (row: Suggestion) => (
        <span className="row">
          <Button type="primary" onClick={() => setMerging(row)}>{t.look}</Button>
          <Button loading={dismiss.isPending && dismiss.variables === row.id} onClick={() => dismiss.mutate(row.id)}>{t.dismiss}</Button>
        </span>
      ),
    }] : []),
  ];
  return (
    <>
      <ListPage<Suggestion>
        testId="suggestions" title={t.title} about={t.about} action={searchButton} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.people.map((one) => one.name).join(t.and)}
        filters={<Segmented value={state} onChange={(next) => filters.set('state', next === 'open' ? undefined : next)} options={(['open', 'merged', 'dismissed'] as const).map((value) => ({ value, label: t.states[value] }))} />}
        pager={<Pager paging={paging} data={rows.data} />} empty={state === 'open' ? { title: t.emptyTitle, hint: t.emptyHint, action: searchButton } : { title: t.noneYet[state], hint: t.noneHint }}
      />
      {merging ? <MergeDialog survivorId={merging.people[0]!.id} otherId={merging.people[1]!.id} onClose={() => setMerging(undefined)} /> : null}
    </>
  );
}
