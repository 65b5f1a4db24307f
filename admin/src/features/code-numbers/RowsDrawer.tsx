import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import type { CodeGrouping, CodeStep } from '@scrm/shared/code-figures';
import type { CodeNumberItem, codeNumbers } from '@scrm/shared/code-numbers';
import type { InputOf } from '@scrm/shared/contract';
import { askAll } from '../../kit/ask';
import { figure } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Person, Said, StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useNumberWords } from './words';

export type Span = Omit<InputOf<(typeof codeNumbers)['table']>, 'by'>;

export interface Opened {
  by: CodeGrouping;
  /** Left out: the rows of all. */
  key?: string | undefined;
  step: CodeStep;
  title: string;
}

/** The scans or customers behind a number. */
export function RowsDrawer({ span, opened: { by, key, step, title }, onClose }: { span: Span; opened: Opened; onClose: () => void }) {
  const t = useNumberWords();
  const rows = useInfiniteQuery(askAll('codeNumbers', 'list', { ...span, by, key, step, limit: 50 }));
  return (
    <Drawer open onClose={onClose} size={520} title={<span className="ellipsis drawer-title"><Said text={title} /></span>} data-testid="rows-drawer">
      <p className="soft">{t.hints[step]}</p>
      {rows.data ? <p className="soft figures" role="status" data-testid="row-count">{t.rows(figure(rows.data.pages[0]!.total))}</p> : null}
      <Growing rows={rows}>{(items) => items.map((item) => <Line key={item.id} item={item} />)}</Growing>
    </Drawer>
  );
}

function Line({ item: { at, way, code, store, staff, customer, lostAt } }: { item: CodeNumberItem }) {
  const t = useNumberWords();
  const where = [t.ways[way], code.name, store === code.name ? '' : store].filter(Boolean).join(' · ');
  const second = <>{where} · {staff ? <StaffName staff={staff} /> : t.nobody}{lostAt === null ? null : <span className="danger"> · {t.lostMark}</span>}</>;
  return (
    <div className="code-line">
      <span className="code-line-who">
        {typeof customer === 'object' ? <Link to={`/customers/${customer.id}`}><Person name={customer.name} url={customer.avatarUrl} second={second} /></Link> : <Person name={null} url="" shown={<span className="soft">{t[customer]}</span>} second={second} />}
      </span>
      <span className="soft small"><Ago at={at} /></span>
    </div>
  );
}
