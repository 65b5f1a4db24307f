import type { Contact, SandboxCorp, SandboxStaff } from '../../../control';
import { go, type Address } from '../address';
import { withQuery } from '../api';
import { Icon, type IconName } from '../kit/Icon';
import { Phone } from '../kit/Phone';
import { useLive } from '../live';
import { useWords } from '../words';
import { Customers } from './Customers';
import { Inbox } from './Inbox';
import { Sidebar } from './Sidebar';
import { StaffChat } from './StaffChat';
import { StaffList } from './StaffList';

const desks = ['customers', 'inbox', 'me'] as const;
const icons: Record<(typeof desks)[number], IconName> = { customers: 'people', inbox: 'chats', me: 'me' };

/** The rep's WeCom. Beside a chat stands the app's sidebar, as in WeCom on a computer. */
export function StaffPhone({ corp, staff, address, now }: { corp: SandboxCorp; staff: SandboxStaff | undefined; address: Address; now: number }) {
  const words = useWords();
  const contacts = useLive<Contact[]>(staff ? withQuery('/contacts', { corp: corp.key, userid: staff.userid }) : null, ['contact', 'chat']);
  const contact = contacts.data?.find((c) => c.customer.id === address.open && (c.staffHasCustomer || c.pending));
  const sidebarOpen = Boolean(contact && !contact.pending && address.sidebar);
  const desk = address.desk === 'me' || !staff ? 'me' : address.desk === 'inbox' ? 'inbox' : 'customers';

  return (
    <Phone
      id="staff" label={words.phone.staff} who={staff?.name ?? ''} now={now}
      beside={sidebarOpen && staff && contact && <Sidebar pair={{ corp: corp.key, userid: staff.userid, person: contact.customer.id }} />}
    >
      {staff && address.open && desk === 'customers'
        ? <StaffChat key={`${corp.key}.${staff.userid}.${address.open}`} corp={corp} staff={staff} contacts={contacts} contact={contact} address={address} now={now} />
        : (
          <>
            {desk === 'me' || !staff
              ? <StaffList corp={corp} staff={staff} />
              : desk === 'inbox' ? <Inbox corp={corp} staff={staff} now={now} />
              : <Customers corp={corp} staff={staff} contacts={contacts} now={now} />}
            <nav className="tabbar" aria-label={words.phone.staff}>
              {desks.map((name) => (
                <button key={name} aria-current={desk === name ? 'page' : undefined} data-testid={`staff-${name}`} onClick={() => go({ desk: name === 'customers' ? '' : name, open: '' })}>
                  <Icon name={icons[name]} size={24} />{words.staff.tabs[name]}
                </button>
              ))}
            </nav>
          </>
        )}
    </Phone>
  );
}
