import { useEffect, useMemo, useState } from 'react';
import type { TagGroup, TagRef } from '@scrm/shared/tag';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { Sheet } from '../../kit/Sheet';

const words = {
  zh: {
    title: '选择标签', search: '搜索标签', cancel: '取消', done: (count: number) => (count ? `确定（${count}）` : '确定'), again: '再试一次',
    empty: '企业还没有标签，请管理员先在后台建立。', nothing: (keyword: string) => `没有名字含「${keyword}」的标签`, loading: '正在读取标签',
  },
  en: {
    title: 'Choose tags', search: 'Search tags', cancel: 'Cancel', done: (count: number) => (count ? `Save (${count})` : 'Save'), again: 'Try again',
    empty: 'The company has no tags yet; an admin can make them in the console.', nothing: (keyword: string) => `No tag contains “${keyword}”`, loading: 'Loading tags',
  },
};

/** More tags than this need a search box. */
const manyTags = 12;

export interface TagChange {
  add: TagRef[];
  remove: TagRef[];
}

/** A sheet with all tags of the company; it gives back what to add and what to remove. */
export function TagPicker({ has: now, close, choose }: { has: TagRef[]; close: () => void; choose: (change: TagChange) => void }) {
  const w = useWords(words);
  const explain = useExplain();
  // What was on when this was opened: a tag that a colleague adds meanwhile is not taken off again.
  const [has] = useState(now);
  const [groups, setGroups] = useState<TagGroup[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [keyword, setKeyword] = useState('');
  const [chosen, setChosen] = useState(() => new Map(has.map((tag) => [tag.id, tag])));

  const load = () => {
    setError(null);
    api.tags.list({}).then(({ items }) => setGroups(items.filter(({ usable }) => usable)), setError);
  };
  useEffect(load, []);

  const shown = useMemo(() => filter(groups ?? [], keyword), [groups, keyword]);
  const change: TagChange = {
    add: [...chosen.values()].filter((tag) => !has.some(({ id }) => id === tag.id)),
    remove: has.filter((tag) => !chosen.has(tag.id)),
  };
  const count = change.add.length + change.remove.length;
  const total = (groups ?? []).reduce((sum, group) => sum + group.tags.length, 0);

  const flip = (tag: TagRef) => {
    const next = new Map(chosen);
    if (!next.delete(tag.id)) next.set(tag.id, tag);
    setChosen(next);
  };

  return (
    <Sheet name={w.title} close={close} test="tag-picker">
      <div className="sheet-head">
        <button type="button" className="link quiet" onClick={close}>{w.cancel}</button>
        <h2>{w.title}</h2>
        <button type="button" className="link strong" data-testid="tag-picker-done" disabled={count === 0} onClick={() => choose(change)}>{w.done(count)}</button>
      </div>
      {total > manyTags && <input className="field" type="search" value={keyword} placeholder={w.search} aria-label={w.search} onChange={(event) => setKeyword(event.target.value)} />}
      <div className="sheet-body">
        {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={load}>{w.again}</button></p>}
        {error === null && groups === null && <p className="outcome" role="status"><i className="spinner" />{w.loading}</p>}
        {groups !== null && total === 0 && <p className="faint">{w.empty}</p>}
        {total > 0 && shown.length === 0 && <p className="faint">{w.nothing(keyword.trim())}</p>}
        {shown.map((group) => (
          <div key={group.id} className="sheet-group">
            <h3>{group.name}</h3>
            <div className="chips">
              {group.tags.map((tag) => (
                <button
                  key={tag.id} type="button" className={chosen.has(tag.id) ? 'chip choice chosen' : 'chip choice'} aria-pressed={chosen.has(tag.id)}
                  onClick={() => flip({ id: tag.id, name: tag.name, groupName: group.name })}
                >
                  <span className="chip-name">{tag.name}</span>
                </button>
              ))}
            </div>
          </div>
        ))}
      </div>
    </Sheet>
  );
}

function filter(groups: TagGroup[], keyword: string): TagGroup[] {
  const wanted = keyword.trim().toLowerCase();
  const meets = (text: string) => text.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, tags: meets(group.name) ? group.tags : group.tags.filter((tag) => meets(tag.name)) }))
    .filter((group) => group.tags.length > 0);
}
