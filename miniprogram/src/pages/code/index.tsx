import { useCallback, useEffect, useState } from 'react';
import { reLaunch, useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { isError } from '@scrm/shared/client';
import { api, sentenceOf } from '../../kit/api';
import { inLanguage } from '../../kit/language';
import { Notice, Waiting } from '../../kit/Notice';
import { CodeCard, type Card } from './CodeCard';

const words = inLanguage({
  zh: {
    loading: '正在打开', again: '再试一次', home: '换一个链接',
    closed: '这个二维码暂时没有人接待', closedText: '商家已经停用它。请向商家要一个新的二维码。',
    gone: '这个二维码不存在或已被删除', goneText: '请向商家要一个新的二维码。',
    failed: '没能打开', network: '暂时连不上，请检查网络后再试。',
  },
  en: {
    loading: 'Opening', again: 'Try again', home: 'Use another link',
    closed: 'Nobody receives customers by this code now', closedText: 'The shop has closed it. Please ask the shop for a new code.',
    gone: 'This code does not exist or was deleted', goneText: 'Please ask the shop for a new code.',
    failed: 'This did not open', network: 'The server cannot be reached, check your network and try again.',
  },
});

type State = { state: 'loading' } | { state: 'open'; card: Card } | { state: 'closed'; text: string } | { state: 'gone' } | { state: 'failed'; sentence: string };

/** The page of one live code: the company, and the picture by which a customer adds its advisor. */
export default function CodePage() {
  const { id } = useRouter().params;
  const [shown, setShown] = useState<State>({ state: 'loading' });

  const load = useCallback(() => {
    if (!id) return setShown({ state: 'gone' });
    setShown({ state: 'loading' });
    api.liveCodes.card({ id }).then((card) => setShown(card.open ? { state: 'open', card } : { state: 'closed', text: card.closedText }), (error: unknown) => setShown(stateAfter(error)));
  }, [id]);
  useEffect(load, [load]);

  switch (shown.state) {
    case 'loading':
      return <Waiting test="code-loading" text={words.loading} />;
    case 'open':
      return <CodeCard card={shown.card} />;
    case 'closed':
      return <Notice test="code-closed" title={words.closed} text={shown.text || words.closedText}><Home /></Notice>;
    case 'gone':
      return <Notice test="code-gone" title={words.gone} text={words.goneText}><Home /></Notice>;
    case 'failed':
      return (
        <Notice test="code-failed" title={words.failed} text={shown.sentence}>
          <Button type="primary" size="large" block data-testid="code-again" onClick={load}>{words.again}</Button>
        </Notice>
      );
  }
}

function stateAfter(error: unknown): State {
  if (isError(error, 'not_found') || isError(error, 'live_code_deleted') || isError(error, 'bad_input')) return { state: 'gone' };
  return { state: 'failed', sentence: sentenceOf(error, words.network) };
}

function Home() {
  return <Button size="large" block onClick={() => void reLaunch({ url: '/pages/index/index' })}>{words.home}</Button>;
}
