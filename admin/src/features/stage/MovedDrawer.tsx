import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import { askAll } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Face } from '../../kit/person';
import { Ago } from '../../kit/time';
import { MoveLine } from './MoveLine';

const useWords = words({
  zh: { count: (n: string) => `共 ${n} 条`, none: '没有记录' },
  en: { count: (n: string) => `${n} in all`, none: 'Nothing here' },
});

export interface Opened {
  what: 'entered' | 'wentOn' | 'left' | 'dropped';
  title: string;
  stageId?: string;
  reason?: string;
}

interface Scope { flowId: string; from: number; to: number; departmentId?: number; staffId?: string }

/** The moves behind one figure of the overview. */
export function MovedDrawer({ scope, opened: { what, stageId, reason, title }, onClose }: { scope: Scope; opened: Opened; onClose: () => void }) {
  const t = useWords();
  const pages = useInfiniteQuery(askAll('stages', 'moved', { ...scope, what, stageId, reason, limit: 50 }));
  const total = pages.data?.pages[0]?.total;
  return (
    <Drawer open title={title} size={480} onClose={onClose} extra={<span className="soft figures" data-testid="moved-count">{total === undefined ? '' : t.count(figure(total))}</span>}>
      <Growing rows={pages} none={t.none}>
        {(moves) => (
          <ul className="moved-list">
            {moves.map((move) => (
              <li key={move.id} data-testid="moved">
                <span className="person">
                  <Face name={move.customer.name} url={move.customer.avatarUrl} size={32} />
                  <span className="person-lines"><Link className="person-name" to={`/customers/${move.customer.id}`} title={move.customer.name}>{move.customer.name}</Link><MoveLine move={move} /></span>
                </span>
                <span className="soft small nowrap"><Ago at={move.at} /></span>
              </li>
            ))}
          </ul>
        )}
      </Growing>
    </Drawer>
  );
}
