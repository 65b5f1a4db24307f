import type { Contact, SandboxCorp, SandboxStaff } from '../../../control';
import { go, type Address } from '../address';
import { post } from '../api';
import { Chat } from '../chat/Chat';
import { Icon } from '../kit/Icon';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting, Wrong } from '../kit/States';
import { useAction, type Live } from '../live';
import { useWords } from '../words';
import { CustomerCard } from './CustomerCard';

export function StaffChat({ corp, staff, contacts, contact, address, now }: {
  corp: SandboxCorp; staff: SandboxStaff; contacts: Live<Contact[]>; contact: Contact | undefined; address: Address; now: number;
}) {
  const words = useWords();
  const accept = useAction(async (person: string) => {
    await post('/accept', { corp: corp.key, userid: staff.userid, person });
    await contacts.reload();
  });
  const leave = () => go({ open: '', desk: '' });

  if (!contact) {
    return (
      <>
        <TopBar title="" onBack={leave} />
        <div className="scroll">
          {contacts.data ? <Empty title={words.chat.gone} /> : contacts.error ? <Failed error={contacts.error} onRetry={contacts.reload} /> : <Waiting rows={2} />}
        </div>
      </>
    );
  }
  if (address.desk === 'card') return <CustomerCard corp={corp} staff={staff} contact={contact} onChange={contacts.reload} />;

  const person = contact.customer.id;
  const sidebar = Boolean(address.sidebar);
  return (
    <>
      <TopBar title={contact.remark || contact.customer.name} note={<span className="at-wechat">{words.staff.wechat}</span>} onBack={leave}>
        {!contact.pending && (
          <button className={`plain ${sidebar ? 'on' : ''}`} data-testid="sidebar-toggle" aria-pressed={sidebar} aria-label={words.staff.sidebar} title={words.staff.sidebar} onClick={() => go({ sidebar: sidebar ? '' : '1' }, 'replace')}>
            <Icon name="side" />
          </button>
        )}
        <button className="plain" data-testid="customer-card" aria-label={words.staff.card} title={words.staff.card} onClick={() => go({ desk: 'card' })}><Icon name="more" /></button>
      </TopBar>
      {contact.pending && (
        <div className="request" role="status">
          <p>{words.staff.request(contact.customer.name)}</p>
          <button className="button main" data-testid="accept" disabled={accept.busy} aria-busy={accept.busy} onClick={() => accept.run(person)}>{words.staff.accept}</button>
          <Wrong error={accept.error} />
        </div>
      )}
      <Chat
        pair={{ corp: corp.key, userid: staff.userid, person }} side="staff" now={now}
        mine={staff} theirs={{ name: contact.customer.name, avatar: contact.customer.avatar }}
        {...(contact.pending ? { closed: words.staff.request(contact.customer.name) } : {})}
      />
    </>
  );
}
