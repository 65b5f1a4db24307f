import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { isError } from '@scrm/shared/client';
import { ask } from '../kit/ask';
import { ErrorNote } from '../kit/error-note';
import type { MeInCorp } from '../kit/me';
import { MeContext } from '../kit/me';
import { forgetPlace, rememberPlace } from './place';

/** Lets in who is signed in and has chosen a corp; leads the others to where they can, and back afterwards. */
export function Gate({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const me = useQuery({ ...ask('session', 'me', {}), staleTime: 60_000 });
  const here = pathname + search;
  const inside = Boolean(me.data?.corp) && !me.error;

  useEffect(() => {
    if (inside && pathname !== '/') forgetPlace();
  }, [inside, pathname]);

  if (me.isPending) return <div className="center-page"><Spin size="large" /></div>;
  if (isError(me.error, 'not_signed_in')) {
    rememberPlace(here);
    return <Navigate to="/sign-in" replace />;
  }
  if (isError(me.error, 'no_corp_chosen') || (me.data && !me.data.corp)) {
    rememberPlace(here);
    return <Navigate to="/choose" replace />;
  }
  if (!me.data) return <div className="center-page"><ErrorNote error={me.error} onAgain={() => void me.refetch()} /></div>;

  return <MeContext.Provider value={me.data as MeInCorp}>{children}</MeContext.Provider>;
}
