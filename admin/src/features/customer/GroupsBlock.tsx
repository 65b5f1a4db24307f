import { useQuery } from '@tanstack/react-query';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { Ago } from '../../kit/time';
import { GroupName } from '../group-chat/GroupsPage';
import { useGroupWords } from '../group-chat/words';

const useWords = words({
  zh: { title: (n: number) => `客户群（${n}）`, none: '不在任何客户群里', joined: '进群', left: '离开' },
  en: { title: (n: number) => `Group chats (${n})`, none: 'In no group chat', joined: 'Joined', left: 'Gone' },
});

/** In which groups the customer is, and was. */
export function GroupsBlock({ customerId }: { customerId: string }) {
  const t = useWords();
  const g = useGroupWords();
  const allowed = useAllowed()('groupChats.ofCustomer');
  const groups = useQuery({ ...ask('groupChats', 'ofCustomer', { customerId }), enabled: allowed });
  if (!allowed) return null;
  const items = groups.data?.items ?? [];
  return (
    <section className="panel stack" data-testid="customer-groups">
      <h2>{t.title(items.filter((one) => one.leftAt === null).length)}</h2>
      {groups.error ? <ErrorNote compact error={groups.error} onAgain={() => void groups.refetch()} /> : null}
      {groups.data && items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {items.map(({ group, joinedAt, joinScene, leftAt, quitScene }) => (
        <div key={`${group.id}.${joinedAt}`}>
          <GroupName row={group} />
          <div className="soft small">
            {t.joined} <Ago at={joinedAt} /> {g.joins[joinScene] ?? ''}
            {leftAt === null ? null : <> · {t.left} <Ago at={leftAt} /> {quitScene === null ? '' : g.quits[quitScene] ?? ''}</>}
          </div>
        </div>
      ))}
    </section>
  );
}
