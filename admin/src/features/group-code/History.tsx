import { useQuery } from '@tanstack/react-query';
import { Timeline } from 'antd';
import type { GroupCodeHistory } from '@scrm/shared/group-code';
import { askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Note } from '../../kit/note';
import { StaffNames } from '../../kit/person';
import { absolute } from '../../kit/time';
import { useGroupCodeWords } from './words';

const useWords = words({ zh: { title: '发生了什么', told: '已提醒', empty: '还没有记录' }, en: { title: 'What happened', told: 'Told', empty: 'Nothing yet' } });

const grave = new Set<GroupCodeHistory['kind']>(['allFull', 'ended', 'dismissed', 'ownerLeft', 'failed']);
const mild = new Set<GroupCodeHistory['kind']>(['full', 'ends1', 'ends2', 'off']);

/** Which group was shown when, and why it changed. */
export function History({ id }: { id: string }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const paging = usePaging({ id });
  const events = useQuery(askPage('groupCodes', 'history', { id, limit: pageSize, cursor: paging.cursor }));
  return (
    <section className="stack" data-testid="history">
      <h2>{t.title}</h2>
      {events.isPending ? <SkeletonRows count={2} /> : null}
      {events.error && !events.data ? <div className="panel"><ErrorNote error={events.error} onAgain={() => void events.refetch()} /></div> : null}
      {events.data?.items.length === 0 ? <div className="panel"><Note title={t.empty} hint="" /></div> : null}
      {events.data && events.data.items.length > 0 ? (
        <div className="panel">
          <Timeline
            items={events.data.items.map((event) => ({
              key: event.id, color: grave.has(event.kind) ? 'red' : mild.has(event.kind) ? 'orange' : event.kind === 'shown' ? 'blue' : 'gray',
              content: (
                <div data-testid={`event-${event.kind}`}>
                  <strong>{g.events[event.kind]}</strong>{event.groupName || event.entryName ? ` · ${event.groupName || event.entryName}` : ''}
                  <div className="soft small figures">{absolute(event.at)}{event.told.length > 0 ? <> · {t.told} <StaffNames staff={event.told} /></> : null}</div>
                </div>
              ),
            }))}
          />
        </div>
      ) : null}
      <Pager paging={paging} data={events.data} />
    </section>
  );
}
