import { useState } from 'react';
import { Button } from '@nutui/nutui-react-taro';
import { Image, View } from '@tarojs/components';
import type { liveCodes } from '@scrm/shared/live-code';
import type { ReplyOf } from '@scrm/shared/contract';
import { pictureAddress } from '../../kit/api';
import { inLanguage } from '../../kit/language';

const words = inLanguage({
  zh: { press: '长按识别二维码，添加我们的顾问', elsewhere: '长按保存图片，再用微信扫一扫，添加我们的顾问', broken: '二维码没有加载出来', again: '再试一次' },
  en: { press: 'Press and hold the code to add our advisor', elsewhere: 'Save the picture and scan it with WeChat to add our advisor', broken: 'The code did not load', again: 'Try again' },
});

export type Card = ReplyOf<(typeof liveCodes)['card']>;

/** Only WeChat can read a code from a picture that is pressed; another browser can but save it. */
const insideWechat = process.env.TARO_ENV === 'weapp' || /micromessenger/i.test(navigator.userAgent);

export function CodeCard({ card }: { card: Card }) {
  const [broken, setBroken] = useState(false);
  return (
    <View className="screen" data-testid="code-card">
      <View className="code-card">
        <View className="code-company">
          <Logo url={card.logoUrl} name={card.corpName} />
          <View className="code-company-text">
            <View className="code-corp" data-testid="code-corp">{card.corpName}</View>
            {card.name !== '' && <View className="small">{card.name}</View>}
          </View>
        </View>
        {broken
          ? <View className="code-picture code-broken"><View className="wrong">{words.broken}</View><Button onClick={() => setBroken(false)}>{words.again}</Button></View>
          : <View className="code-picture"><Image className="code-image" data-testid="code-picture" src={pictureAddress(card.qrUrl)} showMenuByLongpress onError={() => setBroken(true)} /></View>}
        <View className="code-how">{insideWechat ? words.press : words.elsewhere}</View>
      </View>
    </View>
  );
}

/** The company's logo; without one, or when it does not load, the first letter of its name. */
function Logo({ url, name }: { url: string; name: string }) {
  const [broken, setBroken] = useState(false);
  if (!url || broken) return <View className="code-logo">{Array.from(name)[0] ?? ''}</View>;
  return <Image className="code-logo" src={pictureAddress(url)} mode="aspectFill" onError={() => setBroken(true)} />;
}
