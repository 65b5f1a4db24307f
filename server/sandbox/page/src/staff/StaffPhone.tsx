import type { Contact, SandboxCorp, SandboxGroup, SandboxStaff } from '../../../control';
import { go, type Address } from '../address';
import { withQuery } from '../api';
import { GroupScreen } from '../group/GroupScreen';
import { Icon, type IconName } from '../kit/Icon';
import { Phone } from '../kit/Phone';
import { useLive } from '../live';
import { useWords } from '../words';
import { Customers } from './Customers';
import { Groups } from './Groups';
import { Inbox } from './Inbox';
import { Sidebar } from './Sidebar';
import { StaffChat } from './StaffChat';
import { StaffList } from './StaffList';

const desks = ['customers', 'groups', 'inbox', 'me'] as const;
const icons: Record<(typeof desks)[number], IconName> = { customers: 'people', groups: 'group', inbox: 'chats', me: 'me' };

/** The rep's WeCom. Beside a chat stands the app's sidebar, as in WeCom on a computer. */
export function StaffPhone({ corp, staff, address, now }: { corp: SandboxCorp; staff: SandboxStaff | undefined; address: Address; now: number }) {
  const words = useWords();
  const contacts = useLive<Contact[]>(staff ? withQuery('/contacts', { corp: corp.key, userid: staff.userid }) : null, ['contact', 'chat']);
  const contact = contacts.data?.find((c) => c.customer.id === address.open && (c.staffHasCustomer || c.pending));
  const groups = useLive<SandboxGroup[]>(staff ? withQuery('/groups', { corp: corp.key, userid: staff.userid }) : null, ['group']);
  const group = groups.data?.find((one) => `${one.corp}.${one.chatId}` === address.group);
  const beside = group ? `chat:${group.chatId}` : contact && !contact.pending ? contact.customer.id : '';
  const desk = address.desk === 'me' || !staff ? 'me' : desks.find((name) => name === address.desk) ?? 'customers';

  return (
    <Phone
      id="staff" label={words.phone.staff} who={staff?.name ?? ''} now={now}
      beside={staff && beside && address.sidebar && <Sidebar pair={{ corp: corp.key, userid: staff.userid, person: beside }} />}
    >
      {staff && group
        ? <GroupScreen groups={groups} chosen={address.group!} who={{ userid: staff.userid }} now={now} sidebar={{ open: Boolean(address.sidebar), toggle: () => go({ sidebar: address.sidebar ? '' : '1' }, 'replace') }} />
        : staff && address.open && desk === 'customers'
        ? <StaffChat key={`${corp.key}.${staff.userid}.${address.open}`} corp={corp} staff={staff} contacts={contacts} contact={contact} address={address} now={now} />
        : (
          <>
            {desk === 'me' || !staff
              ? <StaffList corp={corp} staff={staff} />
              : desk === 'groups' ? <Groups corp={corp} staff={staff} groups={groups} contacts={contacts} now={now} />
              : desk === 'inbox' ? <Inbox corp={corp} staff={staff} now={now} />
              : <Customers corp={corp} staff={staff} contacts={contacts} now={now} />}
            <nav className="tabbar" aria-label={words.phone.staff}>
              {desks.map((name) => (
                <button key={name} aria-current={desk === name ? 'page' : undefined} data-testid={`staff-${name}`} onClick={() => go({ desk: name === 'customers' ? '' : name, open: '', group: '' })}>
                  <Icon name={icons[name]} size={24} />{words.staff.tabs[name]}
                </button>
              ))}
            </nav>
          </>
        )}
    </Phone>
  );
}
