import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { SkeletonRows } from '../../kit/list/ListPage';
import { Allow, useAllowed } from '../../kit/me';
import { Note } from '../../kit/note';
import { DelegateForm } from './DelegateForm';
import { DelegationLine } from './DelegationLine';

const useWords = words({
  zh: { about: '休假或外出时，让同事在一段时间内照看自己的客户。', add: '新建代理', ended: '已收回', emptyTitle: '没有临时代理', emptyHint: '员工可以在「我的账号」里自己设置，你也可以替他们设置。' },
  en: { about: 'While somebody is away, a colleague looks after their customers for a set time.', add: 'New delegation', ended: 'Revoked', emptyTitle: 'Nothing is lent', emptyHint: 'Staff can do it themselves under My account, or you do it for them.' },
});

export function DelegationsPage() {
  const t = useWords();
  const allowed = useAllowed();
  const [adding, setAdding] = useState(false);
  const rows = useQuery(ask('access', 'delegations', {}));
  const end = useAct((id: string) => api.access.revokeDelegation({ id }), { done: t.ended, touches: ['access'] });
  const add = <Allow to="access.delegate"><Button type="primary" onClick={() => setAdding(true)} data-testid="new-delegation">{t.add}</Button></Allow>;
  return (
    <section className="stack" data-testid="delegations">
      <div className="between"><p className="soft">{t.about}</p>{add}</div>
      {rows.isPending ? <SkeletonRows count={3} /> : null}
      {rows.error && !rows.data ? <div className="panel"><ErrorNote error={rows.error} onAgain={() => void rows.refetch()} /></div> : null}
      {rows.data?.items.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.emptyTitle} hint={t.emptyHint}>{add}</Note></div> : null}
      {rows.data && rows.data.items.length > 0 ? (
        <div className="panel">{rows.data.items.map((one) => <DelegationLine key={one.id} delegation={one} ending={end.isPending && end.variables === one.id} onEnd={allowed('access.revokeDelegation') ? () => end.mutate(one.id) : undefined} />)}</div>
      ) : null}
      {adding ? <DelegateForm onClose={() => setAdding(false)} /> : null}
    </section>
  );
}
