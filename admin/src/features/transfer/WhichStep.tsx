import { useQuery } from '@tanstack/react-query';
import { Radio, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceList } from '../../kit/list/ChoiceList';
import { Person } from '../../kit/person';
import { TagPicker } from '../../kit/pick/TagPicker';
import type { Draft } from './draft';

const useWords = words({
  zh: { which: '哪些客户', all: '全部客户', tags: '带有某些标签的', chosen: '逐个挑选', label: '标签', search: '搜索客户昵称或备注', picked: (n: string) => `已选 ${n} 位`, hint: '不能交接的客户（已流失、正在交接、90 天内已交接 2 次）会在下一步列出原因，不会被遗漏。' },
  en: { which: 'Which customers', all: 'All of them', tags: 'Those with certain tags', chosen: 'One by one', label: 'Tags', search: 'Search name or remark', picked: (n: string) => `${n} chosen`, hint: 'Who cannot be handed over (lost, on the way, twice within 90 days) is listed with the reason in the next step.' },
});

export function WhichStep({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const t = useWords();
  return (
    <>
      <h3>{t.which}</h3>
      <Radio.Group
        vertical value={draft.which} onChange={({ target }) => onChange({ which: target.value as Draft['which'], ...(target.value !== 'chosen' && draft.way === 'hand' && { way: 'even' as const }) })}
        options={[{ value: 'all', label: t.all }, { value: 'tags', label: t.tags }, { value: 'chosen', label: t.chosen }]}
      />
      {draft.which === 'tags' ? <TagPicker label={t.label} value={draft.tags} onChange={(tags) => onChange({ tags })} max={50} /> : null}
      {draft.which === 'chosen' && draft.from ? <Choose draft={draft} onChange={onChange} staffId={draft.from.id} /> : null}
      <p className="soft small">{t.hint}</p>
    </>
  );
}

function Choose({ draft, onChange, staffId }: { draft: Draft; onChange: (part: Partial<Draft>) => void; staffId: string }) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const keyword = useDeferredValue(typed.trim()) || undefined;
  const found = useQuery(ask('customers', 'list', { staffId, state: 'friend', keyword, limit: 100 }));
  const ids = draft.chosen.map((one) => one.id);
  const nameOf = (one: { name: string; externalUserid: string }) => one.name || one.externalUserid;
  function toggle(id: string): void {
    const row = found.data?.items.find((one) => one.id === id);
    if (ids.includes(id)) onChange({ chosen: draft.chosen.filter((one) => one.id !== id) });
    else if (row) onChange({ chosen: [...draft.chosen, { id, name: nameOf(row), avatarUrl: row.avatarUrl }] });
  }
  return (
    <div className="stack">
      <strong className="figures">{t.picked(figure(ids.length))}</strong>
      {ids.length > 0 ? <div className="tag-row">{draft.chosen.slice(0, 30).map((one) => <Tag key={one.id} closable onClose={() => toggle(one.id)}>{one.name}</Tag>)}</div> : null}
      <ChoiceList
        many label={t.search} typed={typed} onType={setTyped} chosen={ids} onChoose={toggle}
        choices={found.data?.items.map((row) => ({ id: row.id, label: <Person size={28} name={nameOf(row)} url={row.avatarUrl} second={row.remark || undefined} /> }))}
      />
    </div>
  );
}
