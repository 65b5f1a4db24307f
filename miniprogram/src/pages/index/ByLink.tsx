import { useState } from 'react';
import { navigateTo, scanCode } from '@tarojs/taro';
import { Button } from '@nutui/nutui-react-taro';
import { Input, Text, View } from '@tarojs/components';
import { findCodeId } from '../../kit/code-id';
import { inLanguage } from '../../kit/language';

const words = inLanguage({
  zh: {
    title: '添加你的专属顾问', text: '点开商家发给你的链接，或扫一扫商家的二维码，就能看到顾问的名片。', scan: '扫一扫',
    field: '粘贴商家发来的链接', open: '打开', empty: '请先粘贴链接', foreign: '这里面没有我们认识的顾问链接，请向商家要一个新的。', unread: '没有读到二维码，请再试一次。',
  },
  en: {
    title: 'Add your personal advisor', text: 'Open the link that the shop sent you, or scan the shop’s code, to see your advisor’s card.', scan: 'Scan',
    field: 'Paste the link from the shop', open: 'Open', empty: 'Paste a link first', foreign: 'There is no advisor link of ours in this. Please ask the shop for a new one.', unread: 'No code was read, please try again.',
  },
});

const canScan = process.env.TARO_ENV === 'weapp';

/** Somebody who came without a code: how to get to one. */
export function ByLink() {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');

  const open = (found: string) => {
    const id = findCodeId(found);
    if (!id) return setWrong(found.trim() ? words.foreign : words.empty);
    setWrong('');
    void navigateTo({ url: `/pages/code/index?id=${id}` });
  };
  const scan = () => {
    setWrong('');
    scanCode({ scanType: ['qrCode'] }).then(({ result }) => open(result || ' ?'), (error: { errMsg?: string }) => {
      // Closing the camera is no mistake.
      if (!/cancel/.test(error.errMsg ?? '')) setWrong(words.unread);
    });
  };

  return (
    <View className="screen" data-testid="home">
      <View className="title">{words.title}</View>
      <View className="text">{words.text}</View>
      {canScan && <Button type="primary" size="large" block onClick={scan}>{words.scan}</Button>}
      <View className="by-link">
        <View className="link-box">
          <Input className="link-field" value={text} placeholder={words.field} placeholderClass="link-placeholder" confirmType="go" maxlength={500} data-testid="link-field" onInput={(event) => setText(event.detail.value)} onConfirm={() => open(text)} />
        </View>
        <Button type={canScan ? 'default' : 'primary'} size="large" block data-testid="link-open" onClick={() => open(text)}>{words.open}</Button>
      </View>
      {wrong !== '' && <View className="wrong" data-testid="link-wrong"><Text>{wrong}</Text></View>}
    </View>
  );
}
