import { useState } from 'react';
import { Button } from '@nutui/nutui-react-taro';
import { Image, View } from '@tarojs/components';
import { pictureAddress } from './api';
import { inLanguage } from './language';

const words = inLanguage({
  zh: { press: '长按识别二维码，添加我们的顾问', elsewhere: '长按保存图片，再用微信扫一扫，添加我们的顾问', broken: '二维码没有加载出来', again: '再试一次' },
  en: { press: 'Press and hold the code to add our advisor', elsewhere: 'Save the picture and scan it with WeChat to add our advisor', broken: 'The code did not load', again: 'Try again' },
});

/** Only WeChat can read a code from a picture that is pressed; another browser can but save it. */
const insideWechat = process.env.TARO_ENV === 'weapp' || /micromessenger/i.test(navigator.userAgent);

/** The picture by which a customer adds staff or joins a group, and how to use it. */
export function CodePicture({ url, press = words.press, elsewhere = words.elsewhere }: { url: string; press?: string; elsewhere?: string }) {
  const [broken, setBroken] = useState(false);
  return (
    <>
      {broken
        ? <View className="code-picture code-broken"><View className="wrong">{words.broken}</View><Button onClick={() => setBroken(false)}>{words.again}</Button></View>
        : <View className="code-picture"><Image className="code-image" data-testid="code-picture" src={pictureAddress(url)} showMenuByLongpress onError={() => setBroken(true)} /></View>}
      <View className="code-how">{insideWechat ? press : elsewhere}</View>
    </>
  );
}
