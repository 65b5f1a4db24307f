import { useState } from 'react';
import type { SandboxGroup } from '../../../control';
import { go } from '../address';
import { post } from '../api';
import { Avatar } from '../kit/Avatar';
import { Confirm } from '../kit/Confirm';
import { Icon } from '../kit/Icon';
import { OwnerTools } from './OwnerTools';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting, Wrong } from '../kit/States';
import { useAction, type Live } from '../live';
import { useWords, whenOf } from '../words';

/** Who looks: somebody from outside, or a member of the company. */
export interface Looker { person?: string; userid?: string }
type Member = SandboxGroup['members'][number];
const sameAs = (member: Member, who: Looker) => (who.person ? member.person === who.person : member.userid === who.userid);

/** A customer group on a phone: who came when and how, and the way out. The owner removes people and ends the group. */
export function GroupScreen({ groups, chosen, who, now, sidebar }: { groups: Live<SandboxGroup[]>; chosen: string; who: Looker; now: number; sidebar?: { open: boolean; toggle: () => void } }) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const group = groups.data?.find((one) => `${one.corp}.${one.chatId}` === chosen);
  const back = () => go({ group: '' });
  const owns = group !== undefined && group.owner === who.userid;
  const remove = useAction(async (member: Member) => {
    await post('/group-leave', { corp: group!.corp, chatId: group!.chatId, ...(member.person ? { person: member.person } : { userid: member.userid }), removed: true });
    await groups.reload();
  });
  const end = useAction(async () => {
    const here = { corp: group!.corp, chatId: group!.chatId };
    await (owns ? post('/group-dismiss', here) : post('/group-leave', { ...here, ...who }));
  });

  if (!group) {
    return <><TopBar title="" onBack={back} /><div className="scroll">{groups.data ? <Empty title={words.group.gone} /> : groups.error ? <Failed error={groups.error} onRetry={groups.reload} /> : <Waiting rows={2} />}</div></>;
  }
  const act = owns ? words.group.dismiss : words.group.leave;
  const members = group.members.toSorted((a, b) => b.joinedAt - a.joinedAt);
  return (
    <>
      <TopBar title={`${group.name || words.group.unnamed} (${group.members.length})`} note={<span className="at-corp">@{group.corpName}</span>} onBack={back}>
        {sidebar && <button className={`plain ${sidebar.open ? 'on' : ''}`} data-testid="sidebar-toggle" aria-pressed={sidebar.open} aria-label={words.staff.sidebar} title={words.staff.sidebar} onClick={sidebar.toggle}><Icon name="side" /></button>}
        <button className="plain" data-testid="group-leave" aria-label={act} title={act} onClick={() => setAsking(true)}><Icon name="trash" /></button>
      </TopBar>
      <div className="scroll" data-testid="group-screen">
        {group.notice && <p className="group-notice">{group.notice}</p>}
        {owns && <OwnerTools key={group.chatId} group={group} />}
        <Wrong error={remove.error} />
        <ul className="rows">
          {members.map((member) => (
            <li key={member.person || member.userid} className="group-member" data-testid="group-member">
              <Avatar name={member.name} src={member.avatar} size={40} />
              <span className="row-text">
                <span className="row-name"><span>{member.name}</span>{member.person ? <em className="at-wechat">{words.staff.wechat}</em> : null}</span>
                <span className="row-note">{whenOf(member.joinedAt, now, words)} · {words.group.scenes[member.scene] ?? words.group.scenes[1]}</span>
              </span>
              {member.userid === group.owner ? <span className="chip">{words.group.owner}</span> : sameAs(member, who) ? <span className="chip">{words.group.me}</span> : null}
              {owns && !sameAs(member, who) && <span><button className="button small" data-testid="group-remove" disabled={remove.busy} aria-label={words.group.removeOf(member.name)} onClick={() => remove.run(member)}>{words.group.remove}</button></span>}
            </li>
          ))}
        </ul>
      </div>
      {asking && (
        <Confirm
          title={words.group.ask(act, group.name || words.group.unnamed)} what={owns ? words.group.dismissWhat : words.group.leaveWhat} act={act} busy={end.busy} error={end.error} onNo={() => setAsking(false)}
          onYes={async () => {
            if (!await end.run()) return;
            back();
            void groups.reload();
          }}
        />
      )}
    </>
  );
}
