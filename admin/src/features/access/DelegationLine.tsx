import { Button, Popconfirm, Tag } from 'antd';
import type { Delegation } from '@scrm/shared/access';
import { words } from '../../kit/language';
import { StaffName } from '../../kit/person';
import { absolute } from '../../kit/time';
import './access.css';

const useWords = words({
  zh: { until: (date: string) => `至 ${date}`, states: { active: '生效中', ended: '已到期', revoked: '已收回' } satisfies Record<Delegation['state'], string>, end: '收回', sure: '收回后，对方立即看不到这些客户。', yes: '收回', no: '取消', arrow: '交给' },
  en: { until: (date: string) => `until ${date}`, states: { active: 'Active', ended: 'Ended', revoked: 'Revoked' }, end: 'Revoke', sure: 'The other person stops seeing these customers at once.', yes: 'Revoke', no: 'Cancel', arrow: 'lent to' },
});

/** Who lent their reach to whom, until when, and the way to end it. */
export function DelegationLine({ delegation, onEnd, ending }: { delegation: Delegation; onEnd?: () => void; ending?: boolean }) {
  const t = useWords();
  const { from, to, until, state } = delegation;
  return (
    <div className="mine-line" data-testid={`delegation-${delegation.id}`}>
      <span><strong><StaffName staff={from} /></strong> <span className="soft">{t.arrow}</span> <strong><StaffName staff={to} /></strong> <span className="soft small figures">{t.until(absolute(until).slice(0, 16))}</span></span>
      <span className="row">
        <Tag color={state === 'active' ? 'success' : undefined}>{t.states[state]}</Tag>
        {state === 'active' && onEnd ? <Popconfirm title={t.sure} okText={t.yes} cancelText={t.no} onConfirm={onEnd}><Button size="small" loading={ending} data-testid="end-delegation">{t.end}</Button></Popconfirm> : null}
      </span>
    </div>
  );
}
