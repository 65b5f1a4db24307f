import type { SandboxGroup } from '../../../control';
import { go } from '../address';
import { post, withQuery } from '../api';
import { Wrong } from '../kit/States';
import { useAction, useLive } from '../live';
import { useWords } from '../words';

/** The codes of the corp's groups in which the person is not yet. */
export function JoinGroups({ person, corp }: { person: string; corp: string }) {
  const words = useWords();
  const groups = useLive<SandboxGroup[]>(withQuery('/groups', { corp }), ['group']);
  const join = useAction(async (group: SandboxGroup) => {
    await post('/group-join', { corp: group.corp, chatId: group.chatId, person, scene: 3 });
    go({ group: `${group.corp}.${group.chatId}`, view: 'chats' });
  });
  const offered = groups.data?.filter((group) => !group.members.some((member) => member.person === person)) ?? [];
  if (offered.length === 0) return null;
  return (
    <div>
      <h5>{words.group.codes}</h5>
      <Wrong error={join.error} />
      <ul className="codes">
        {offered.map((group) => (
          <li key={group.chatId}>
            <button className="code" data-testid={`join-${group.chatId}`} disabled={join.busy} onClick={() => join.run(group)}>
              <span className="row-text"><span className="row-name">{group.name || words.group.unnamed}</span><span className="row-note">@{group.corpName} · {words.group.count(group.members.length)}</span></span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
