import { useState } from 'react';
import type { Contact, SandboxCorp, SandboxStaff } from '../../../control';
import { go } from '../address';
import { post, withQuery } from '../api';
import { Avatar } from '../kit/Avatar';
import { Confirm } from '../kit/Confirm';
import { TopBar } from '../kit/Phone';
import { Failed, Waiting, Wrong } from '../kit/States';
import { useAction, useLive } from '../live';
import { useWords } from '../words';

interface Tag { id: string; name: string; groupName: string }

/** What a rep can do with a customer in the WeCom client itself; the app hears of it by callback. */
export function CustomerCard({ corp, staff, contact, onChange }: { corp: SandboxCorp; staff: SandboxStaff; contact: Contact; onChange: () => void }) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const at = { corp: corp.key, userid: staff.userid, person: contact.customer.id };
  const drop = useAction(() => post('/unfriend', { ...at, by: 'staff' }));
  return (
    <>
      <TopBar title={words.staff.card} onBack={() => go({ desk: '' })} />
      <div className="scroll">
        <div className="profile">
          <Avatar name={contact.customer.name} src={contact.customer.avatar} size={56} />
          <div>
            <h4>{contact.customer.name}<em className="at-wechat">{words.staff.wechat}</em></h4>
            <p><code>{contact.externalUserid}</code></p>
            {!contact.customerHasStaff && !contact.pending && <span className="chip danger">{words.staff.lost}</span>}
          </div>
        </div>
        <Remark key={contact.remark} at={at} remark={contact.remark} onChange={onChange} />
        <Tags at={at} contact={contact} onChange={onChange} />
        <button className="button danger wide" data-testid="staff-unfriend" onClick={() => setAsking(true)}>{words.staff.remove}</button>
      </div>
      {asking && (
        <Confirm
          title={words.staff.removeAsk(contact.remark || contact.customer.name)} what={words.staff.removeWhat} act={words.staff.remove}
          busy={drop.busy} error={drop.error} onNo={() => setAsking(false)}
          onYes={async () => {
            if (!await drop.run()) return;
            go({ open: '', desk: '' });
            onChange();
          }}
        />
      )}
    </>
  );
}

function Remark({ at, remark, onChange }: { at: object; remark: string; onChange: () => void }) {
  const words = useWords();
  const [text, setText] = useState(remark);
  const save = useAction(async () => {
    await post('/remark', { ...at, remark: text.trim() });
    onChange();
  });
  return (
    <>
      <h5>{words.staff.remark}</h5>
      <form className="group inline" onSubmit={(e) => { e.preventDefault(); void save.run(); }}>
        <input value={text} maxLength={20} aria-label={words.staff.remark} placeholder={words.staff.remarkHint} data-testid="remark" onChange={(e) => setText(e.target.value)} />
        <button className="button" data-testid="remark-save" disabled={save.busy || text.trim() === remark} aria-busy={save.busy}>{words.staff.save}</button>
        <Wrong error={save.error} />
      </form>
    </>
  );
}

function Tags({ at, contact, onChange }: { at: { corp: string }; contact: Contact; onChange: () => void }) {
  const words = useWords();
  const tags = useLive<Tag[]>(withQuery('/tags', { corp: at.corp }), ['call']);
  const has = new Set(contact.tags.map((tag) => tag.id));
  const toggle = useAction(async (id: string) => {
    await post('/tag', { ...at, [has.has(id) ? 'remove' : 'add']: [id] });
    onChange();
  });
  const groups = [...new Set(tags.data?.map((tag) => tag.groupName))];
  return (
    <>
      <h5>{words.staff.tags}</h5>
      <div className="group tags">
        {!tags.data && (tags.error ? <Failed error={tags.error} onRetry={tags.reload} /> : <Waiting rows={1} />)}
        {tags.data?.length === 0 && <p>{words.staff.noTags}</p>}
        {groups.map((name) => (
          <fieldset key={name} disabled={toggle.busy}>
            <legend>{name}</legend>
            {tags.data?.filter((tag) => tag.groupName === name).map((tag) => (
              <button key={tag.id} className="tag" data-testid={`tag-${tag.id}`} aria-pressed={has.has(tag.id)} onClick={() => toggle.run(tag.id)}>{tag.name}</button>
            ))}
          </fieldset>
        ))}
        <Wrong error={toggle.error} />
      </div>
    </>
  );
}
