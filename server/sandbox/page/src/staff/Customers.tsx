import { useState } from 'react';
import type { Contact, SandboxCorp, SandboxStaff } from '../../../control';
import { go } from '../address';
import { previewOf } from '../customer/Chats';
import { Avatar } from '../kit/Avatar';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting } from '../kit/States';
import type { Live } from '../live';
import { countOf, useWords, whenOf } from '../words';

const pageSize = 50;

export function Customers({ corp, staff, contacts, now }: { corp: SandboxCorp; staff: SandboxStaff; contacts: Live<Contact[]>; now: number }) {
  const words = useWords();
  const [find, setFind] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const all = contacts.data?.filter((c) => c.staffHasCustomer || c.pending) ?? [];
  const found = all.filter((c) => `${c.remark} ${c.customer.name}`.toLowerCase().includes(find.trim().toLowerCase()));

  return (
    <>
      <TopBar
        title={<button className="who" data-testid="staff-choose" title={words.staff.choose} onClick={() => go({ desk: 'me' })}>{staff.name} <span aria-hidden="true">▾</span></button>}
        note={`${corp.name} · ${words.staff.customers(countOf(all.length, words))}`}
      />
      <div className="scroll">
        {!contacts.data && (contacts.error ? <Failed error={contacts.error} onRetry={contacts.reload} /> : <Waiting />)}
        {contacts.data && !all.length && <Empty title={words.staff.none} why={words.staff.noneWhy} />}
        {all.length > 8 && <input className="find" type="search" value={find} aria-label={words.staff.find} placeholder={words.staff.find} onChange={(e) => setFind(e.target.value)} />}
        {all.length > 0 && !found.length && <Empty title={words.staff.notFound} />}
        <ul className="rows">
          {found.slice(0, limit).map((c) => (
            <li key={c.customer.id}>
              <button data-testid={`customer-row-${c.customer.id}`} onClick={() => go({ open: c.customer.id, desk: '' })}>
                <Avatar name={c.customer.name} src={c.customer.avatar} size={44} />
                <span className="row-text">
                  <span className="row-head">
                    <span className="row-name"><span>{c.remark || c.customer.name}</span><em className="at-wechat">{words.staff.wechat}</em></span>
                    {c.lastMessage && <time>{whenOf(c.lastMessage.at, now, words)}</time>}
                  </span>
                  <span className="row-note">{previewOf(c.lastMessage, words) || c.tags.map((tag) => tag.name).join(' · ')}</span>
                </span>
                {c.pending && <span className="chip warning">{words.staff.waiting}</span>}
                {!c.pending && !c.customerHasStaff && <span className="chip danger">{words.staff.lost}</span>}
              </button>
            </li>
          ))}
        </ul>
        {found.length > limit && <button className="button more" onClick={() => setLimit(limit + pageSize)}>{words.phone.more(String(Math.min(pageSize, found.length - limit)))}</button>}
      </div>
    </>
  );
}
