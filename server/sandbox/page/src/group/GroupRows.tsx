import type { SandboxGroup } from '../../../control';
import { go } from '../address';
import { Avatar } from '../kit/Avatar';
import { useWords, whenOf } from '../words';

/** Customer groups in a list of chats. */
export function GroupRows({ groups, now }: { groups: SandboxGroup[]; now: number }) {
  const words = useWords();
  return groups.map((group) => (
    <li key={group.chatId}>
      <button data-testid={`group-row-${group.chatId}`} onClick={() => go({ group: `${group.corp}.${group.chatId}`, chat: '', open: '' })}>
        <Avatar name={group.name} src="" size={44} />
        <span className="row-text">
          <span className="row-head">
            <span className="row-name"><span>{group.name || words.group.unnamed}</span><em className="at-corp">@{group.corpName}</em></span>
            <time>{whenOf(lastJoin(group), now, words)}</time>
          </span>
          <span className="row-note">{words.group.count(group.members.length)}</span>
        </span>
      </button>
    </li>
  ));
}

const lastJoin = (group: SandboxGroup) => Math.max(group.createdAt, ...group.members.map(({ joinedAt }) => joinedAt));
