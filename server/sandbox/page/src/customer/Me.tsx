import { useState } from 'react';
import type { WechatUser } from '../../../control';
import { go } from '../address';
import { post } from '../api';
import { Avatar } from '../kit/Avatar';
import { Icon } from '../kit/Icon';
import { TopBar } from '../kit/Phone';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { useWords } from '../words';

export function FirstPerson({ onNew }: { onNew: () => Promise<void> }) {
  const words = useWords();
  return (
    <div className="scroll first">
      <span className="first-mark"><Icon name="chats" size={40} /></span>
      <h3>{words.customer.welcome}</h3>
      <p>{words.customer.welcomeWhy}</p>
      <NewPerson act={words.customer.create} onNew={onNew} />
    </div>
  );
}

export function Me({ person, people, onNew }: { person: WechatUser; people: WechatUser[]; onNew: () => Promise<void> }) {
  const words = useWords();
  return (
    <>
      <TopBar title={words.customer.tabs.me} />
      <div className="scroll">
        <div className="profile">
          <Avatar name={person.name} src={person.avatar} size={56} />
          <div><h4>{person.name}</h4><p>{words.customer.unionid}<br /><code>{person.unionid}</code></p></div>
        </div>
        <h5>{words.customer.another}</h5>
        <div className="group"><NewPerson act={words.customer.create} onNew={onNew} /></div>
        {people.length > 1 && <h5>{words.customer.people}</h5>}
        <ul className="rows">
          {people.length > 1 && people.map((p) => (
            <li key={p.id}>
              <button data-testid={`person-row-${p.id}`} aria-current={p.id === person.id ? 'true' : undefined} onClick={() => go({ person: p.id, chat: '', view: 'chats' })}>
                <Avatar name={p.name} src={p.avatar} size={36} />
                <span className="row-text"><span className="row-name">{p.name}</span></span>
                {p.id === person.id && <span className="chip">{words.customer.current}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function NewPerson({ act, onNew }: { act: string; onNew: () => Promise<void> }) {
  const words = useWords();
  const [name, setName] = useState('');
  const create = useAction(async () => {
    const person = await post<WechatUser>('/people', name.trim() ? { name: name.trim() } : {});
    await onNew();
    setName('');
    go({ person: person.id, chat: '', view: 'chats' });
  });
  return (
    <form className="new-person" onSubmit={(e) => { e.preventDefault(); void create.run(); }}>
      <input value={name} maxLength={64} aria-label={words.customer.name} placeholder={words.customer.nameHint} data-testid="person-name" onChange={(e) => setName(e.target.value)} />
      <button className="button main" data-testid="person-new" disabled={create.busy} aria-busy={create.busy}>{act}</button>
      <Wrong error={create.error} />
    </form>
  );
}
