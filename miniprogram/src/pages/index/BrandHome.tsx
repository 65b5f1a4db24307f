import { navigateTo } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { View } from '@tarojs/components';
import type { ReplyOf } from '@scrm/shared/contract';
import type { Brand, visitor } from '@scrm/shared/visitor';
import { CodePicture } from '../../kit/CodePicture';
import { inLanguage } from '../../kit/language';
import { Logo } from '../../kit/Logo';

const words = inLanguage({
  zh: {
    hello: (name: string) => `欢迎来到${name}`, text: '有问题，直接找你的专属顾问。', mine: '我的专属顾问', privacy: '我的隐私', stores: '附近门店',
    add: '添加我们的顾问，随时咨询。', elsewhere: '已经加过顾问？在我们的微信小程序里可以看到名片。', none: '商家正在安排顾问，请稍后再来。',
  },
  en: {
    hello: (name: string) => `Welcome to ${name}`, text: 'Ask your personal advisor whenever you have a question.', mine: 'My personal advisor', privacy: 'My privacy', stores: 'Stores near me',
    add: 'Add our advisor and ask at any time.', elsewhere: 'Added one already? Our WeChat mini-program shows you their card.', none: 'No advisor is available yet, please come back later.',
  },
});

type Home = ReplyOf<(typeof visitor)['home']>;

/** The company's front door: where it can be known who looks at it, it leads to one's own advisor, else to the general code. */
export function BrandHome({ brand, code, knowsMe }: { brand: Brand; code: Home['code']; knowsMe: boolean }) {
  return (
    <View className="screen" data-testid="brand">
      <Logo url={brand.logoUrl} name={brand.name} className="brand-logo" />
      <View className="title" data-testid="brand-hello">{words.hello(brand.name)}</View>
      {knowsMe
        ? (
          <>
            <View className="text">{words.text}</View>
            <View className="code-action"><Button type="primary" size="large" block onClick={() => void navigateTo({ url: `/pages/contact/index?corp=${brand.corp}` })}>{words.mine}</Button></View>
          </>
        )
        : (
          <>
            <View className="text">{code ? words.add : words.none}</View>
            {code && <View className="code-card"><CodePicture url={code.qrUrl} /></View>}
            <View className="small">{words.elsewhere}</View>
          </>
        )}
      <View className="quiet-link" data-testid="to-stores" onClick={() => void navigateTo({ url: `/pages/stores/index?corp=${brand.corp}` })}>{words.stores}</View>
      <View className="quiet-link" data-testid="to-privacy" onClick={() => void navigateTo({ url: `/pages/privacy/index?corp=${brand.corp}` })}>{words.privacy}</View>
    </View>
  );
}
