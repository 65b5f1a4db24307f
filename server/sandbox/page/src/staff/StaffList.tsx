import { useState } from 'react';
import type { SandboxCorp, SandboxStaff } from '../../../control';
import { go } from '../address';
import { Avatar } from '../kit/Avatar';
import { TopBar } from '../kit/Phone';
import { Empty } from '../kit/States';
import { useWords } from '../words';

export function StaffList({ corp, staff }: { corp: SandboxCorp; staff: SandboxStaff | undefined }) {
  const words = useWords();
  const [find, setFind] = useState('');
  const departments = new Map(corp.departments.map((d) => [d.id, d.name]));
  const found = corp.staff.filter((s) => `${s.name} ${s.position} ${s.userid}`.toLowerCase().includes(find.trim().toLowerCase()));
  return (
    <>
      <TopBar title={words.staff.choose} note={corp.name} />
      <div className="scroll">
        <input className="find" type="search" value={find} aria-label={words.staff.search} placeholder={words.staff.search} onChange={(e) => setFind(e.target.value)} />
        {!found.length && <Empty title={words.staff.notFound} />}
        <ul className="rows">
          {found.map((s) => (
            <li key={s.userid}>
              <button data-testid={`staff-row-${s.userid}`} aria-current={s.userid === staff?.userid ? 'true' : undefined} onClick={() => go({ staff: s.userid, open: '', desk: '' })}>
                <Avatar name={s.name} src={s.avatar} size={36} />
                <span className="row-text">
                  <span className="row-name">{s.name}</span>
                  <span className="row-note">{[s.position, ...s.departmentIds.map((id) => departments.get(id))].filter(Boolean).join(' · ')}</span>
                </span>
                {!s.canReceive && <span className="chip">{words.staff.cannotReceive}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
