import type { ReactNode } from 'react';
import type { Me } from '@scrm/shared/session';
import { useExplain } from './explain';
import { useWords } from './language';
import { Notice } from './Notice';
import { goToSignIn, start, useSession } from './session';
import { Tabs, type Tab } from './Tabs';
import { useShown } from './while-shown';

const words = {
  zh: {
    starting: '正在登录', failed: '没能打开', again: '再试一次', signIn: '通过企业微信登录',
    asked: '已退出登录', refused: '请从企业微信打开', corpMissing: '没有所属企业',
    corpMissingText: '你的账号没有关联到企业，请联系管理员。',
    how: ['打开企业微信，进入与客户的聊天', '点击聊天右侧或输入框旁的工具栏', '选择本应用，页面会自动登录'],
  },
  en: {
    starting: 'Signing in', failed: 'This did not open', again: 'Try again', signIn: 'Sign in with WeCom',
    asked: 'You are signed out', refused: 'Please open this page from WeCom', corpMissing: 'No company',
    corpMissingText: 'Your account belongs to no company yet, ask your admin.',
    how: ['Open WeCom and go to a chat with a customer', 'Open the toolbar beside the chat or next to the input', 'Choose this app; you are signed in by itself'],
  },
};

/** The frame of every page: it opens once the person is known, with the tabs below. */
export function Screen({ tab, children }: { tab: Tab; children: (me: Me) => ReactNode }) {
  const session = useSession();
  const shown = useShown();
  const signedIn = session.state === 'signedIn' && session.me.corp !== null;
  return (
    <div className="screen">
      {signedIn ? children(session.me) : shown && <Gate />}
      {signedIn && shown && <Tabs tab={tab} />}
    </div>
  );
}

function Gate() {
  const session = useSession();
  const w = useWords(words);
  const explain = useExplain();
  switch (session.state) {
    case 'starting':
      return <div className="notice" role="status" data-testid="starting"><i className="spinner large" /><p className="notice-text">{w.starting}</p></div>;
    case 'failed':
      return <Notice test="sign-in-failed" title={w.failed} text={explain(session.error)} action={{ name: w.again, act: () => void start() }} />;
    case 'signedOut':
      return (
        <Notice
          test="signed-out" title={session.why === 'asked' ? w.asked : w.refused}
          text={session.error ? explain(session.error) : undefined} action={{ name: w.signIn, act: goToSignIn }}
        >
          {session.why === 'refused' && <ol className="notice-steps">{w.how.map((step) => <li key={step}>{step}</li>)}</ol>}
        </Notice>
      );
    case 'signedIn':
      return <Notice test="no-corp" title={w.corpMissing} text={w.corpMissingText} action={{ name: w.signIn, act: goToSignIn }} />;
  }
}
