import { useInfiniteQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { Link } from 'react-router-dom';
import type { ReceptionRecord } from '@scrm/shared/reception';
import { nameIn } from '@scrm/shared/text';
import { askAll } from '../../../kit/ask';
import { marks, words } from '../../../kit/language';
import { Growing } from '../../../kit/list/growing';
import { Said, StaffName } from '../../../kit/person';
import { Ago } from '../../../kit/time';
import { useRuleWords } from './words';

const useWords = words({
  zh: {
    title: '分配记录', none: '还没有客户通过它添加', more: '更早', someone: '你看不到的客户', why: (slot: string | null, level: string, count: number) => `${slot ?? '无人值班'} · ${level} · 企业微信从 ${count} 人里选了 TA`,
    late: '客户扫码时页面上还是换班前的名单', owner: (name: string) => `老客户：已由 ${name} 跟进，已提醒两位员工`, rule: (no: number) => `规则第 ${no} 版`,
  },
  en: {
    title: 'Who got whom', none: 'Nobody came through it yet', more: 'Earlier', someone: 'A customer out of your sight', why: (slot: string | null, level: string, count: number) => `${slot ?? 'No slot'} · ${level} · WeCom chose from ${count}`,
    late: 'The phone still showed the list from before the change', owner: (name: string) => `Known customer: ${name} has them already, both staff were told`, rule: (no: number) => `Rule no. ${no}`,
  },
});

/** Who got each customer, and why it could be them. */
export function ReceptionRecords({ id }: { id: string }) {
  const t = useWords();
  const records = useInfiniteQuery(askAll('reception', 'records', { id, limit: 10 }));
  return (
    <div className="stack-tight" data-testid="records">
      <h3>{t.title}</h3>
      <Growing rows={records} none={t.none} more={t.more}>{(items) => items.map((item) => <Line key={item.id} item={item} />)}</Growing>
    </div>
  );
}

function Line({ item: { at, staff, customer, level, slot, ruleNo, among, isListed, owner } }: { item: ReceptionRecord }) {
  const t = useWords();
  const r = useRuleWords();
  return (
    <div className="record" data-testid="record">
      <span className="between"><span>{customer ? <Link to={`/customers/${customer.id}`}>{customer.name || customer.externalUserid}</Link> : <span className="soft">{t.someone}</span>} → <StaffName staff={staff} /></span><Ago at={at} /></span>
      <Tooltip placement="topLeft" title={<Said text={among.map(nameIn).join(marks().comma)} />}><span className="soft small">{t.why(slot, r.levels[level], among.length)} · {t.rule(ruleNo)}</span></Tooltip>
      {isListed ? null : <span className="warning small">{t.late}</span>}
      {owner ? <span className="warning small"><Said text={t.owner(nameIn(owner))} /></span> : null}
    </div>
  );
}
