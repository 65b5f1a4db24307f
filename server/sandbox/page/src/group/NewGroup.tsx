import { useState } from 'react';
import type { Contact, SandboxGroup } from '../../../control';
import { go } from '../address';
import { post } from '../api';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { useWords } from '../words';

/** At most so many are offered; a group is begun with a few. */
const offered = 30;

/** The member opens a group with some of their customers. */
export function NewGroup({ corp, userid, contacts, onMade }: { corp: string; userid: string; contacts: Contact[]; onMade: () => Promise<void> }) {
  const words = useWords();
  const [name, setName] = useState('');
  const [persons, setPersons] = useState<string[]>([]);
  const create = useAction(async () => {
    const group = await post<SandboxGroup>('/groups', { corp, owner: userid, name: name.trim(), persons });
    setName('');
    setPersons([]);
    await onMade();
    go({ group: `${group.corp}.${group.chatId}` });
  });
  const flip = (id: string) => setPersons(persons.includes(id) ? persons.filter((one) => one !== id) : [...persons, id]);
  const friends = contacts.filter((one) => one.staffHasCustomer && !one.pending).slice(0, offered);
  if (friends.length === 0) return <p className="group row-note">{words.group.nobody}</p>;
  return (
    <form className="group tags" data-testid="new-group" onSubmit={(e) => { e.preventDefault(); void create.run(); }}>
      <fieldset>
        <legend>{words.group.whom}</legend>
        {friends.map(({ customer, remark }) => <button key={customer.id} type="button" className="tag" aria-pressed={persons.includes(customer.id)} onClick={() => flip(customer.id)}>{remark || customer.name}</button>)}
      </fieldset>
      <div className="new-person">
        <input value={name} maxLength={40} aria-label={words.group.name} placeholder={words.group.name} data-testid="group-name" onChange={(e) => setName(e.target.value)} />
        <button className="button main" data-testid="group-create" disabled={create.busy || persons.length === 0 || !name.trim()} aria-busy={create.busy}>{words.group.create}</button>
      </div>
      <Wrong error={create.error} />
    </form>
  );
}
