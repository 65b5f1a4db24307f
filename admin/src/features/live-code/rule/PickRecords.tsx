import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { PickRecord } from '@scrm/shared/reception';
import { askAll } from '../../../kit/ask';
import { marks, words } from '../../../kit/language';
import { Growing } from '../../../kit/list/growing';
import { StaffName } from '../../../kit/person';
import { Ago } from '../../../kit/time';
import { useRuleWords } from './words';

const useWords = words({
  zh: { title: '扫码记录', none: '还没有人扫过它', more: '更早', visitor: '一位访客', closed: '活码已停用', rule: (no: number) => `规则第 ${no} 版`, noFit: '没有标签合适的人可接待' },
  en: { title: 'Scans', none: 'Nobody scanned it yet', more: 'Earlier', visitor: 'A visitor', closed: 'The code was closed', rule: (no: number) => `Rule no. ${no}`, noFit: 'Nobody with a fitting label could receive' },
});

/** Whom the code's page showed at each scan, and why them. */
export function PickRecords({ id }: { id: string }) {
  const t = useWords();
  const picks = useInfiniteQuery(askAll('reception', 'picks', { id, limit: 10 }));
  return (
    <div className="stack-tight" data-testid="picks">
      <h3>{t.title}</h3>
      <Growing rows={picks} none={t.none} more={t.more}>{(items) => items.map((item) => <Line key={item.id} item={item} />)}</Growing>
    </div>
  );
}

function Line({ item: { at, kind, staff, customer, slot, ruleNo, skipped, noFit } }: { item: PickRecord }) {
  const t = useWords();
  const r = useRuleWords();
  return (
    <div className="record" data-testid="pick">
      <span className="between"><span>{customer ? <Link to={`/customers/${customer.id}`}>{customer.name || customer.externalUserid}</Link> : <span className="soft">{t.visitor}</span>}{staff ? <> → <StaffName staff={staff} /></> : null}</span><Ago at={at} /></span>
      <span className="soft small">{kind === null ? t.closed : `${slot ?? r.nobody} · ${r.kinds[kind]}`}{noFit ? ` · ${t.noFit}` : ''}{ruleNo === null ? '' : ` · ${t.rule(ruleNo)}`}</span>
      {skipped.length > 0 ? <span className="soft small">{skipped.map(({ staff: one, skip }, n) => <span key={n}>{n > 0 ? marks().comma : ''}<StaffName staff={one} />{`${marks().colon}${r.skips[skip]}`}</span>)}</span> : null}
    </div>
  );
}
