import { useEffect, useState } from 'react';
import type { StaffRef } from '@scrm/shared/org';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { StaffName } from '../../kit/StaffName';

const words = {
  zh: { search: '搜索同事姓名', none: '没有找到同事', loading: '正在查找' },
  en: { search: 'Search colleagues by name', none: 'Nobody found', loading: 'Searching' },
};

/** Finds a colleague to name. */
export function Colleagues({ chosen, choose }: { chosen: StaffRef[]; choose: (staff: StaffRef) => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const [keyword, setKeyword] = useState('');
  const [found, setFound] = useState<StaffRef[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      api.org.staff({ limit: 20, ...(keyword.trim() && { keyword: keyword.trim() }) }).then(
        ({ items }) => { if (current) { setFound(items); setError(null); } },
        (failure: unknown) => { if (current) setError(failure); },
      );
    }, 250);
    return () => { current = false; clearTimeout(timer); };
  }, [keyword]);

  const shown = (found ?? []).filter(({ id }) => !chosen.some((one) => one.id === id));
  return (
    <div>
      <input className="field" type="search" value={keyword} placeholder={w.search} aria-label={w.search} onChange={(event) => setKeyword(event.target.value)} />
      {error !== null && <p className="outcome failed" role="status">{explain(error)}</p>}
      {error === null && found === null && <p className="outcome" role="status"><i className="spinner" />{w.loading}</p>}
      {found !== null && shown.length === 0 && <p className="faint">{w.none}</p>}
      <ul>{shown.map((staff) => <li key={staff.id}><button type="button" className="stage-choice" onClick={() => choose(staff)}><span className="stage-choice-name"><StaffName name={staff.name} userId={staff.userId} /></span></button></li>)}</ul>
    </div>
  );
}
