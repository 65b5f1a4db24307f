import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Skeleton } from 'antd';
import { useEffect } from 'react';
import { Navigate, useNavigate } from 'react-router-dom';
import { isError } from '@scrm/shared/client';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Person } from '../../kit/person';
import { useEnter } from './enter';
import { useKindNames } from './kinds';
import './session.css';

const useWords = words({
  zh: { title: '选择企业', about: '之后可以在左上角随时切换', none: '你还不能进入任何企业，请联系管理员', other: '换个账号登录' },
  en: { title: 'Choose a company', about: 'You can change it any time at the top left', none: 'There is no company that you may enter, ask your admin', other: 'Sign in as someone else' },
});

export function ChoosePage() {
  const t = useWords();
  const kinds = useKindNames();
  const navigate = useNavigate();
  const me = useQuery(ask('session', 'me', {}));
  const enter = useEnter(() => navigate('/', { replace: true }));
  const signOut = useAct(() => api.session.signOut({}), { onDone: () => navigate('/sign-in') });
  const only = me.data?.corps.length === 1 ? me.data.corps[0] : undefined;

  // With one company there is nothing to choose.
  useEffect(() => {
    if (only && enter.isIdle) enter.mutate({ corpId: only.id });
  }, [only?.id]);

  if (isError(me.error, 'not_signed_in')) return <Navigate to="/sign-in" replace />;
  return (
    <div className="center-page">
      <main className="sign-in panel">
        <header><h1>{t.title}</h1><p className="soft">{t.about}</p></header>
        {me.isPending ? <Skeleton active avatar /> : null}
        {me.error ? <ErrorNote compact error={me.error} onAgain={() => void me.refetch()} /> : null}
        {me.data?.corps.length === 0 ? <Empty description={t.none} /> : null}
        <section className="stack" aria-label={t.title}>
          {me.data?.corps.map((corp) => (
            <button
              key={corp.id} type="button" className="corp-card" data-testid={`enter-${corp.kind}`} disabled={enter.isPending}
              aria-busy={enter.isPending && enter.variables.corpId === corp.id} onClick={() => enter.mutate({ corpId: corp.id })}
            >
              <Person name={corp.name} url={corp.logoUrl} second={kinds[corp.kind]} size={40} />
            </button>
          ))}
        </section>
        <Button type="link" loading={signOut.isPending} onClick={() => signOut.mutate(undefined)}>{t.other}</Button>
      </main>
    </div>
  );
}
