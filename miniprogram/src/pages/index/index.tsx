import { useCallback, useEffect, useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { isError } from '@scrm/shared/client';
import type { ReplyOf } from '@scrm/shared/contract';
import type { visitor } from '@scrm/shared/visitor';
import { api, sentenceOf } from '../../kit/api';
import { corpOf, forgetCorp } from '../../kit/corp';
import { inLanguage } from '../../kit/language';
import { Notice, Waiting } from '../../kit/Notice';
import { isMini } from '../../kit/visitor';
import { BrandHome } from './BrandHome';
import { ByLink } from './ByLink';
import './index.scss';

const words = inLanguage({
  zh: { loading: '正在打开', failed: '没能打开', again: '再试一次', network: '暂时连不上，请检查网络后再试。' },
  en: { loading: 'Opening', failed: 'This did not open', again: 'Try again', network: 'The server cannot be reached, check your network and try again.' },
});

type Home = ReplyOf<(typeof visitor)['home']>;
type State = { state: 'loading' } | { state: 'open'; home: Home } | { state: 'failed'; sentence: string };

const nobody: Home = { brand: null, code: null, knowsOnWeb: false };

/** The company's home, readable without signing in; without a company, how to get to one. */
export default function IndexPage() {
  const corp = corpOf(useRouter().params);
  const [shown, setShown] = useState<State>({ state: 'loading' });

  const load = useCallback(() => {
    setShown({ state: 'loading' });
    api.visitor.home({ corp }).then((home) => setShown({ state: 'open', home }), (error: unknown) => {
      if (!isError(error, 'not_found')) return setShown({ state: 'failed', sentence: sentenceOf(error, words.network) });
      forgetCorp();
      setShown({ state: 'open', home: nobody });
    });
  }, [corp]);
  useEffect(load, [load]);

  switch (shown.state) {
    case 'loading':
      return <Waiting test="home-loading" text={words.loading} />;
    case 'failed':
      return <Notice test="home-failed" title={words.failed} text={shown.sentence}><Button type="primary" size="large" block onClick={load}>{words.again}</Button></Notice>;
    case 'open':
      return shown.home.brand ? <BrandHome brand={shown.home.brand} code={shown.home.code} knowsMe={isMini || shown.home.knowsOnWeb} /> : <ByLink />;
  }
}
