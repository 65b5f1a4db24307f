import { LoadingOutlined } from '@ant-design/icons';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { RouterProvider } from 'react-router-dom';
import { ApiError, isError } from '@scrm/shared/client';
import { antdTheme, useMode } from '../kit/appearance';
import { useLanguage } from '../kit/language';
import { router } from './routes';

/** A session that ended shows itself at whatever call comes next; the gate then leads to sign-in. */
function noticeEndedSession(error: unknown): void {
  if (isError(error, 'not_signed_in') || isError(error, 'no_corp_chosen')) void queries.invalidateQueries({ queryKey: ['session', 'me'] });
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'session') noticeEndedSession(error);
    },
  }),
  mutationCache: new MutationCache({ onError: noticeEndedSession }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The server has answered: asking again would answer the same. Only a broken connection is worth it.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    },
  },
});

/** Not a part of a button's name: "Save" stays "Save" to a screen reader while it waits. */
const waiting = <span aria-hidden><LoadingOutlined /></span>;

export function Root() {
  const mode = useMode();
  const language = useLanguage();
  return (
    <ConfigProvider theme={antdTheme(mode)} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false, loadingIcon: waiting }} form={{ scrollToFirstError: true }}>
      <QueryClientProvider client={queries}>
        {/* The page follows the address at once: what is read from it must never be a step behind. */}
        <RouterProvider router={router} useTransitions={false} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
