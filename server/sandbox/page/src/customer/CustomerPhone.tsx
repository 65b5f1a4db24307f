import type { Contact, SandboxCorp, SandboxGroup, WechatUser } from '../../../control';
import { go, type Address } from '../address';
import { withQuery } from '../api';
import { GroupScreen } from '../group/GroupScreen';
import { Icon, type IconName } from '../kit/Icon';
import { Phone } from '../kit/Phone';
import { useLive, type Live } from '../live';
import { useWords } from '../words';
import { Chats } from './Chats';
import { CustomerChat } from './CustomerChat';
import { FirstPerson, Me } from './Me';
import { Scan, type LiveCode } from './Scan';
import { WebView } from './WebView';

const views = ['chats', 'scan', 'me'] as const;
type View = (typeof views)[number];
const icons: Record<View, IconName> = { chats: 'chats', scan: 'scan', me: 'me' };

interface Props {
  corps: SandboxCorp[]; people: WechatUser[]; contacts: Live<Contact[]>; codes: Live<LiveCode[]>;
  address: Address; now: number; consoleUrl: string;
  onNewPerson: () => Promise<void>;
}

export function CustomerPhone({ person, ...props }: Props & { person: WechatUser | undefined }) {
  const words = useWords();
  return (
    <Phone id="customer" label={words.phone.customer} who={person?.name ?? ''} now={props.now}>
      {person ? <Screen key={person.id} person={person} {...props} /> : <FirstPerson onNew={props.onNewPerson} />}
    </Phone>
  );
}

function Screen({ person, corps, people, contacts, codes, address, now, consoleUrl, onNewPerson }: Props & { person: WechatUser }) {
  const words = useWords();
  const groups = useLive<SandboxGroup[]>(withQuery('/groups', { person: person.id }), ['group']);
  const isIn = groups.data?.some((group) => `${group.corp}.${group.chatId}` === address.group);
  if (address.web && !address.scan) return <WebView person={person} url={address.web} />;
  if (address.group && isIn && !address.chat && !address.scan) return <GroupScreen groups={groups} chosen={address.group} who={{ person: person.id }} now={now} />;
  if (address.chat && !address.scan) return <CustomerChat person={person} corps={corps} contacts={contacts} chat={address.chat} now={now} />;
  const view = address.scan ? 'scan' : views.find((name) => name === address.view) ?? 'chats';
  return (
    <>
      {view === 'chats' && <Chats corps={corps} contacts={contacts} groups={groups.data ?? []} now={now} />}
      {view === 'scan' && <Scan person={person} corps={corps} corp={address.corp} codes={codes} read={address.scan} consoleUrl={consoleUrl} />}
      {view === 'me' && <Me person={person} people={people} onNew={onNewPerson} />}
      <nav className="tabbar" aria-label={words.phone.customer}>
        {views.map((name) => (
          <button key={name} aria-current={view === name ? 'page' : undefined} data-testid={name === 'scan' ? 'scan' : `customer-${name}`} onClick={() => go({ view: name })}>
            <Icon name={icons[name]} size={24} />{words.customer.tabs[name]}
          </button>
        ))}
      </nav>
    </>
  );
}
