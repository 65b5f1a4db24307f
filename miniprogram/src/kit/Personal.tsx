import { useCallback, useRef, useState, type ReactNode } from 'react';
import { reLaunch, useDidShow, useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { isError } from '@scrm/shared/client';
import type { WebPage } from '@scrm/shared/visitor';
import { api, sentenceOf, type apiAs } from './api';
import { corpOf } from './corp';
import { inLanguage } from './language';
import { Notice, Waiting } from './Notice';
import { askWechat, asVisitor, Stranger, takeTicket } from './visitor';

const words = inLanguage({
  zh: {
    failed: '没能打开', again: '再试一次', home: '回到首页', network: '暂时连不上，请检查网络后再试。',
    who: '请用微信登录', signIn: '微信登录', snapshot: '请先点右下角的「使用完整服务」，再登录。', refused: '微信没有告诉我们你是谁，请再登录一次。',
    elsewhere: '请在微信小程序里查看',
  },
  en: {
    failed: 'This did not open', again: 'Try again', home: 'Back home', network: 'The server cannot be reached, check your network and try again.',
    who: 'Please sign in with WeChat', signIn: 'Sign in with WeChat', snapshot: 'Please choose “use the full service” at the bottom right, then sign in.', refused: 'WeChat did not tell us who you are, please sign in again.',
    elsewhere: 'Please look in the WeChat mini-program',
  },
});

type Call<T> = (api: ReturnType<typeof apiAs>) => Promise<T>;
type State<T> = { state: 'loading' } | { state: 'stranger'; canSignIn: boolean } | { state: 'open'; value: T } | { state: 'failed'; sentence: string };

interface Props<T> {
  page: WebPage;
  /** Must stay the same function. */
  ask: Call<T>;
  loading: string;
  /** What one would see here, for somebody whom we do not know yet, in a browser. */
  why: string;
  elsewhere: string;
  /** `act` calls and shows what came of it; it gives back what went wrong, '' when it went well. */
  children(value: T, tools: { again(): void; act(call: Call<T>): Promise<string> }): ReactNode;
}

/** A page about the person who looks at it. Who that is takes knowing who asks, so this is where one signs in. */
export function Personal<T>({ page, ask, loading, why, elsewhere, children }: Props<T>) {
  const { params } = useRouter();
  const corp = corpOf(params);
  const [shown, setShown] = useState<State<T>>({ state: 'loading' });
  const asking = useRef(false);
  const ticket = useRef(params.ticket);

  const load = useCallback(() => {
    if (asking.current) return;
    asking.current = true;
    const given = ticket.current;
    ticket.current = undefined;
    askAsVisitor(corp, given, ask).then(setShown).finally(() => { asking.current = false; });
  }, [corp, ask]);
  // Who comes back from adding the advisor finds them here.
  useDidShow(load);

  const again = () => {
    setShown({ state: 'loading' });
    load();
  };
  const act = (call: Call<T>) => asVisitor(corp, call).then((value) => {
    setShown({ state: 'open', value });
    return '';
  }, (error: unknown) => sentenceOf(error, words.network));

  switch (shown.state) {
    case 'loading':
      return <Waiting test={`${page}-loading`} text={loading} />;
    case 'failed':
      return <Notice test={`${page}-failed`} title={words.failed} text={shown.sentence}><Button type="primary" size="large" block onClick={again}>{words.again}</Button></Notice>;
    case 'stranger':
      return shown.canSignIn
        ? (
          <Notice test={`${page}-who`} title={words.who} text={problemOf(params.problem) || why}>
            <Button type="primary" size="large" block onClick={() => askWechat(corp, page)}>{words.signIn}</Button>
          </Notice>
        )
        : <Notice test={`${page}-elsewhere`} title={words.elsewhere} text={elsewhere}><Home /></Notice>;
    case 'open':
      return children(shown.value, { again, act });
  }
}

async function askAsVisitor<T>(corp: string | undefined, ticket: string | undefined, ask: Call<T>): Promise<State<T>> {
  try {
    // Opened again from the history the ticket is spent, and the token may still be there.
    if (ticket) await takeTicket(corp, ticket).catch((error: unknown) => { if (!isError(error, 'mini_code_spent')) throw error; });
    return { state: 'open', value: await asVisitor(corp, ask) };
  } catch (error) {
    if (!(error instanceof Stranger)) return { state: 'failed', sentence: sentenceOf(error, words.network) };
    const canSignIn = await api.visitor.home({ corp }).then(({ knowsOnWeb }) => knowsOnWeb, () => false);
    return { state: 'stranger', canSignIn };
  }
}

/** Why WeChat did not say who it is; '' where it was not asked. */
function problemOf(code: string | undefined): string {
  if (code === undefined) return '';
  return code === 'official_snapshot' ? words.snapshot : words.refused;
}

export function Home() {
  return <Button size="large" block onClick={() => void reLaunch({ url: '/pages/index/index' })}>{words.home}</Button>;
}
