import { switchTab } from '@tarojs/taro';
import { useWords } from './language';

const words = { zh: { nav: '页面', customer: '客户', me: '我的' }, en: { nav: 'Pages', customer: 'Customer', me: 'Me' } };

const pages = [
  { tab: 'customer', url: '/pages/customer/index', icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c0-3.3 3.6-5.5 8-5.5s8 2.2 8 5.5' },
  { tab: 'me', url: '/pages/me/index', icon: 'M4 7h16M4 12h16M4 17h10' },
] as const;
export type Tab = (typeof pages)[number]['tab'];

export function Tabs({ tab }: { tab: Tab }) {
  const w = useWords(words);
  return (
    <nav className="tabs" aria-label={w.nav}>
      {pages.map((page) => (
        <button
          key={page.tab} type="button" className={page.tab === tab ? 'tab here' : 'tab'} data-testid={`tab-${page.tab}`}
          aria-current={page.tab === tab ? 'page' : undefined} onClick={() => page.tab !== tab && void switchTab({ url: page.url })}
        >
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d={page.icon} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" /></svg>
          {w[page.tab]}
        </button>
      ))}
    </nav>
  );
}
