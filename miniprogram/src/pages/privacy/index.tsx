import type { MyPrivacy } from '@scrm/shared/privacy';
import type { apiAs } from '../../kit/api';
import { inLanguage } from '../../kit/language';
import { Notice } from '../../kit/Notice';
import { Home, Personal } from '../../kit/Personal';
import { Mine } from './Mine';
import './index.scss';

const words = inLanguage({
  zh: {
    loading: '正在读取', why: '登录后，这里可以查看和管理与你有关的信息。',
    elsewhere: '浏览器不知道你是谁；在我们的微信小程序里，可以查看和管理与你有关的信息。',
    stranger: '我们还没有你的客户资料', strangerText: '这里只记下了你的微信标识和打开时间，用来在你成为客户后认出你。',
  },
  en: {
    loading: 'Reading', why: 'Once you are signed in, this shows what is kept about you.',
    elsewhere: 'A browser does not know who you are; our WeChat mini-program shows what is kept about you.',
    stranger: 'We keep no customer record of you', strangerText: 'Only your WeChat id and when you opened this were noted, to know you once you are a customer.',
  },
});

const ask = (api: ReturnType<typeof apiAs>): Promise<MyPrivacy> => api.myPrivacy.get();

/** What the company knows of me, what I agreed to, and what I ask. */
export default function PrivacyPage() {
  return (
    <Personal page="privacy" ask={ask} loading={words.loading} why={words.why} elsewhere={words.elsewhere}>
      {(mine, { act }) => (mine.isCustomer ? <Mine mine={mine} act={act} /> : <Notice test="privacy-stranger" title={words.stranger} text={words.strangerText}><Home /></Notice>)}
    </Personal>
  );
}
