import { useCallback, useRef, useState } from 'react';
import { reLaunch, useDidShow, useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import type { MyPrivacy } from '@scrm/shared/privacy';
import { sentenceOf, type apiAs } from '../../kit/api';
import { corpOf } from '../../kit/corp';
import { inLanguage } from '../../kit/language';
import { Notice, Waiting } from '../../kit/Notice';
import { asVisitor, knowsVisitor } from '../../kit/visitor';
import { Mine } from './Mine';
import './index.scss';

const words = inLanguage({
  zh: {
    loading: '正在读取', failed: '没能打开', again: '再试一次', home: '回到首页', network: '暂时连不上，请检查网络后再试。',
    elsewhere: '请在微信小程序里查看', elsewhereText: '浏览器不知道你是谁；在我们的微信小程序里，可以查看和管理与你有关的信息。',
    stranger: '我们还没有你的客户资料', strangerText: '小程序只记下了你的微信标识和打开时间，用来在你成为客户后认出你。',
  },
  en: {
    loading: 'Reading', failed: 'This did not open', again: 'Try again', home: 'Back home', network: 'The server cannot be reached, check your network and try again.',
    elsewhere: 'Please look in the WeChat mini-program', elsewhereText: 'A browser does not know who you are; our WeChat mini-program shows what is kept about you.',
    stranger: 'We keep no customer record of you', strangerText: 'The mini-program noted only your WeChat id and when you opened it, to know you once you are a customer.',
  },
});

type State = { state: 'loading' } | { state: 'open'; mine: MyPrivacy } | { state: 'failed'; sentence: string };
type Call = (api: ReturnType<typeof apiAs>) => Promise<MyPrivacy>;

/** What the company knows of me, what I agreed to, and what I ask. */
export default function PrivacyPage() {
  const corp = corpOf(useRouter().params);
  const [shown, setShown] = useState<State>({ state: 'loading' });
  const asking = useRef(false);

  const load = useCallback(() => {
    if (!knowsVisitor || asking.current) return;
    asking.current = true;
    asVisitor(corp, (api) => api.myPrivacy.get())
      .then((mine) => setShown({ state: 'open', mine }), (error: unknown) => setShown({ state: 'failed', sentence: sentenceOf(error, words.network) }))
      .finally(() => { asking.current = false; });
  }, [corp]);
  useDidShow(load);

  /** Gives back what went wrong, '' when it went well. */
  const act = (call: Call) => asVisitor(corp, call).then((mine) => {
    setShown({ state: 'open', mine });
    return '';
  }, (error: unknown) => sentenceOf(error, words.network));

  if (!knowsVisitor) return <Notice test="privacy-elsewhere" title={words.elsewhere} text={words.elsewhereText}><Home /></Notice>;
  switch (shown.state) {
    case 'loading':
      return <Waiting test="privacy-loading" text={words.loading} />;
    case 'failed':
      return <Notice test="privacy-failed" title={words.failed} text={shown.sentence}><Button type="primary" size="large" block onClick={() => { setShown({ state: 'loading' }); load(); }}>{words.again}</Button></Notice>;
    case 'open':
      return shown.mine.isCustomer ? <Mine mine={shown.mine} act={act} /> : <Notice test="privacy-stranger" title={words.stranger} text={words.strangerText}><Home /></Notice>;
  }
}

function Home() {
  return <Button size="large" block onClick={() => void reLaunch({ url: '/pages/index/index' })}>{words.home}</Button>;
}
