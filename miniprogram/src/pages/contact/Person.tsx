import { View } from '@tarojs/components';
import { Button } from '@nutui/nutui-react-taro';
import type { ContactPerson } from '@scrm/shared/visitor';
import { CodePicture } from '../../kit/CodePicture';
import { inLanguage } from '../../kit/language';
import { Logo } from '../../kit/Logo';

const words = inLanguage({
  zh: {
    nameless: '你的专属顾问', initial: '顾', since: (y: number, m: number, d: number) => `${y}年${m}月${d}日起为你服务`, press: '长按识别二维码，打开与顾问的聊天', elsewhere: '长按保存图片，再用微信扫一扫，打开与顾问的聊天',
    preparing: '名片正在生成，请稍等片刻。', again: '再看一次', closed: '这位顾问暂时不接待，请在聊天里联系。',
  },
  en: {
    nameless: 'Your personal advisor', initial: 'A', since: (y: number, m: number, d: number) => `With you since ${y}-${pad(m)}-${pad(d)}`, press: 'Press and hold the code to open the chat', elsewhere: 'Save the picture and scan it with WeChat to open the chat',
    preparing: 'The card is being made, one moment please.', again: 'Look again', closed: 'This advisor takes no new customers now, please write in your chat.',
  },
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function sinceText(at: number): string {
  const day = new Date(at);
  return words.since(day.getFullYear(), day.getMonth() + 1, day.getDate());
}

/** One of the staff who look after this customer. */
export function Person({ person, onAgain }: { person: ContactPerson; onAgain(): void }) {
  const { code } = person;
  return (
    <View className="person" data-testid="person">
      <View className="person-line">
        <Logo url={person.avatarUrl} name={person.name ?? words.initial} />
        <View className="person-text">
          <View className="person-name" data-testid="person-name">{person.name ?? words.nameless}</View>
          <View className="small">{sinceText(person.since)}</View>
        </View>
      </View>
      {code.state === 'ready' && <CodePicture url={code.qrUrl} press={words.press} elsewhere={words.elsewhere} />}
      {code.state === 'preparing' && <View className="person-note"><View>{words.preparing}</View><Button onClick={onAgain}>{words.again}</Button></View>}
      {code.state === 'closed' && <View className="person-note">{words.closed}</View>}
    </View>
  );
}
