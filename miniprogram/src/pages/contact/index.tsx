import { View } from '@tarojs/components';
import type { ReplyOf } from '@scrm/shared/contract';
import type { visitor } from '@scrm/shared/visitor';
import type { apiAs } from '../../kit/api';
import { CodePicture } from '../../kit/CodePicture';
import { inLanguage } from '../../kit/language';
import { Notice } from '../../kit/Notice';
import { Home, Personal } from '../../kit/Personal';
import { Person } from './Person';

const words = inLanguage({
  zh: {
    loading: '正在用微信身份找到你的顾问', why: '登录后，这里会显示你的专属顾问。',
    elsewhere: '浏览器不知道你是谁；在我们的微信小程序里，这里会显示你的专属顾问。',
    new: '你还没有专属顾问', newText: '添加下面的顾问，以后随时能在这里找到。', none: '暂时没有可以添加的顾问', noneText: '商家正在安排，请稍后再来看看。',
  },
  en: {
    loading: 'Finding your advisor by your WeChat identity', why: 'Once you are signed in, this shows your personal advisor.',
    elsewhere: 'A browser does not know who you are; our WeChat mini-program shows your personal advisor here.',
    new: 'You have no personal advisor yet', newText: 'Add the advisor below, and you will always find them here.', none: 'No advisor can be added right now', noneText: 'The shop is arranging one, please come back later.',
  },
});

type Contact = ReplyOf<(typeof visitor)['contact']>;
const ask = (api: ReturnType<typeof apiAs>): Promise<Contact> => api.visitor.contact();

/** My contact person. */
export default function ContactPage() {
  return (
    <Personal page="contact" ask={ask} loading={words.loading} why={words.why} elsewhere={words.elsewhere}>
      {(contact, { again }) => <Open contact={contact} onAgain={again} />}
    </Personal>
  );
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
