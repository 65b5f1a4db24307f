import { useState } from 'react';
import type { Contact, SandboxCorp, SandboxPacket, WechatUser } from '../../../control';
import { go } from '../address';
import { post, withQuery } from '../api';
import { Chat } from '../chat/Chat';
import { Confirm } from '../kit/Confirm';
import { Icon } from '../kit/Icon';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting, Wrong } from '../kit/States';
import { useAction, useLive, type Live } from '../live';
import { hourOf, dayOf, useWords } from '../words';

export function CustomerChat({ person, corps, contacts, chat, now }: {
  person: WechatUser; corps: SandboxCorp[]; contacts: Live<Contact[]>; chat: string; now: number;
}) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const contact = contacts.data?.find((c) => `${c.corp}.${c.userid}` === chat && (c.customerHasStaff || c.pending));
  const leave = () => go({ chat: '', view: 'chats' });
  const unfriend = useAction((c: Contact) => post('/unfriend', { corp: c.corp, userid: c.userid, person: person.id, by: 'customer' }));

  const packets = useLive<SandboxPacket[]>(withQuery('/red-packets', { person: person.id }), ['chat', 'clock']);
  const claim = useAction((id: string) => post('/red-packets/claim', { id }));
  const refuse = useAction((c: Contact) => post('/refuse', { corp: c.corp, person: person.id }));

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

  const corpName = corps.find((corp) => corp.key === contact.corp)?.name ?? '';
  return (
    <>
      <TopBar title={contact.staffName} note={<span className="at-corp">@{corpName}</span>} onBack={leave}>
        <button className="plain" data-testid="unfriend" aria-label={words.customer.unfriend} title={words.customer.unfriend} onClick={() => setAsking(true)}>
          <Icon name="trash" />
        </button>
      </TopBar>
      {contact.transfer && (
        <div className="handover" role="status" data-testid="handover">
          <p>{words.customer.handover(contact.transfer.to, `${dayOf(contact.transfer.takesEffectAt, words)} ${hourOf(contact.transfer.takesEffectAt, words)}`)}</p>
          <button className="button" data-testid="refuse" disabled={refuse.busy} aria-busy={refuse.busy} onClick={async () => { if (await refuse.run(contact)) void contacts.reload(); }}>{words.customer.refuse}</button>
          <Wrong error={refuse.error} />
        </div>
      )}
      {packets.data?.filter((packet) => packet.state === 'open' && packet.corp === contact.corp).map((packet) => (
        <div key={packet.id} className="handover red-packet" role="status" data-testid="red-packet">
          <p>{words.customer.packet(packet.sender, packet.wish)}</p>
          <button className="button" data-testid="claim" disabled={claim.busy} aria-busy={claim.busy} onClick={async () => { if (await claim.run(packet.id)) void packets.reload(); }}>{words.customer.claim}</button>
          <Wrong error={claim.error} />
        </div>
      ))}
      <Chat
        pair={{ corp: contact.corp, userid: contact.userid, person: person.id }} side="customer" now={now}
        mine={person} theirs={{ name: contact.staffName, avatar: contact.staffAvatar }}
        {...(contact.pending ? { note: words.customer.pendingWhy } : {})}
      />
      {asking && (
        <Confirm
          title={words.customer.unfriendAsk(contact.staffName)} what={words.customer.unfriendWhat} act={words.customer.unfriend}
          busy={unfriend.busy} error={unfriend.error} onNo={() => setAsking(false)}
          onYes={async () => {
            if (!await unfriend.run(contact)) return;
            leave();
            void contacts.reload();
          }}
        />
      )}
    </>
  );
}
