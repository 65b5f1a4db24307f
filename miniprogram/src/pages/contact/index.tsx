import { useCallback, useRef, useState } from 'react';
import { reLaunch, useDidShow, useRouter } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { View } from '@tarojs/components';
import type { ReplyOf } from '@scrm/shared/contract';
import type { visitor } from '@scrm/shared/visitor';
import { sentenceOf } from '../../kit/api';
import { CodePicture } from '../../kit/CodePicture';
import { corpOf } from '../../kit/corp';
import { inLanguage } from '../../kit/language';
import { Notice, Waiting } from '../../kit/Notice';
import { asVisitor, knowsVisitor } from '../../kit/visitor';
import { Person } from './Person';

const words = inLanguage({
  zh: {
    loading: '正在用微信身份找到你的顾问', failed: '没能打开', again: '再试一次', home: '回到首页', network: '暂时连不上，请检查网络后再试。',
    elsewhere: '请在微信小程序里查看', elsewhereText: '浏览器不知道你是谁；在我们的微信小程序里，这里会显示你的专属顾问。',
    new: '你还没有专属顾问', newText: '添加下面的顾问，以后随时能在这里找到。', none: '暂时没有可以添加的顾问', noneText: '商家正在安排，请稍后再来看看。',
  },
  en: {
    loading: 'Finding your advisor by your WeChat identity', failed: 'This did not open', again: 'Try again', home: 'Back home', network: 'The server cannot be reached, check your network and try again.',
    elsewhere: 'Please look in the WeChat mini-program', elsewhereText: 'A browser does not know who you are; our WeChat mini-program shows your personal advisor here.',
    new: 'You have no personal advisor yet', newText: 'Add the advisor below, and you will always find them here.', none: 'No advisor can be added right now', noneText: 'The shop is arranging one, please come back later.',
  },
});

type Contact = ReplyOf<(typeof visitor)['contact']>;
type State = { state: 'loading' } | { state: 'open'; contact: Contact } | { state: 'failed'; sentence: string };

/** My contact person. Who that is takes knowing who asks, so this is where the mini-program signs in. */
export default function ContactPage() {
  const corp = corpOf(useRouter().params);
  const [shown, setShown] = useState<State>({ state: 'loading' });
  const asking = useRef(false);

  const load = useCallback(() => {
    if (!knowsVisitor || asking.current) return;
    asking.current = true;
    asVisitor(corp, (api) => api.visitor.contact())
      .then((contact) => setShown({ state: 'open', contact }), (error: unknown) => setShown({ state: 'failed', sentence: sentenceOf(error, words.network) }))
      .finally(() => { asking.current = false; });
  }, [corp]);
  // Who comes back from adding the advisor finds them here.
  useDidShow(load);

  const again = () => {
    setShown({ state: 'loading' });
    load();
  };
  if (!knowsVisitor) return <Notice test="contact-elsewhere" title={words.elsewhere} text={words.elsewhereText}><Home /></Notice>;
  switch (shown.state) {
    case 'loading':
      return <Waiting test="contact-loading" text={words.loading} />;
    case 'failed':
      return <Notice test="contact-failed" title={words.failed} text={shown.sentence}><Button type="primary" size="large" block onClick={again}>{words.again}</Button></Notice>;
    case 'open':
      return <Open contact={shown.contact} onAgain={again} />;
  }
}

function Open({ contact: { people, code }, onAgain }: { contact: Contact; onAgain(): void }) {
  if (people.length > 0) return <View className="screen">{people.map((person) => <Person key={person.id} person={person} onAgain={onAgain} />)}</View>;
  if (!code) return <Notice test="contact-none" title={words.none} text={words.noneText}><Home /></Notice>;
  return (
    <View className="screen">
      <View className="title">{words.new}</View>
      <View className="text">{words.newText}</View>
      <View className="code-card"><CodePicture url={code.qrUrl} /></View>
    </View>
  );
}

function Home() {
  return <Button size="large" block onClick={() => void reLaunch({ url: '/pages/index/index' })}>{words.home}</Button>;
}
