import { MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Menu } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { Link, Outlet, useLocation } from 'react-router-dom';
import { useLanguage, words } from '../kit/language';
import { useLive } from '../kit/live';
import { useAllowed, useMe } from '../kit/me';
import { useNarrow } from '../kit/wide';
import { TaskTray } from '../features/task/TaskTray';
import { CorpSwitcher } from './CorpSwitcher';
import type { MenuEntry } from './menu';
import { isOffered, menu, menuGroups } from './menu';
import { UserMenu } from './UserMenu';
import './shell.css';

const useWords = words({
  zh: { menu: '菜单', offline: '实时更新已断开，正在重新连接', skip: '跳到内容' },
  en: { menu: 'Menu', offline: 'Live updates are disconnected, trying again', skip: 'Skip to content' },
});

/** The frame around every page: menu, corp, person, and whether live updates arrive. */
export function Shell() {
  const t = useWords();
  const me = useMe();
  const live = useLive(me.corp.id);
  const narrow = useNarrow();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);

  useEffect(() => setOpen(false), [pathname]);

  const side = <><CorpSwitcher /><MainMenu />{narrow ? null : <TaskTray />}<UserMenu /></>;
  const dot = live === 'closed' ? <span className="live-dot" role="status" title={t.offline} data-testid="live-dot"><span className="live-dot-text">{t.offline}</span></span> : null;

  return (
    <div className="shell" data-live={live}>
      <a className="skip" href="#content">{t.skip}</a>
      {narrow ? (
        <header className="shell-bar">
          <Button type="text" icon={<MenuOutlined />} aria-label={t.menu} data-testid="open-menu" onClick={() => setOpen(true)} />
          <strong className="ellipsis">{me.corp.name}</strong>
          <TaskTray />
        </header>
      ) : <aside className="shell-side">{side}</aside>}
      {narrow ? (
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={280} closable={false} styles={{ body: { padding: 0 } }}>
          <div className="shell-side shell-side-drawer">{side}</div>
        </Drawer>
      ) : null}
      <main className="shell-content" id="content" tabIndex={-1}>
        {dot}
        <Suspense><Outlet /></Suspense>
      </main>
    </div>
  );
}

function MainMenu() {
  const language = useLanguage();
  const allowed = useAllowed();
  const t = useWords();
  const { pathname } = useLocation();
  const shown = menu.filter((entry) => isOffered(entry, allowed));
  const current = shown.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  const groups = Object.keys(menuGroups) as MenuEntry['group'][];
  return (
    <nav className="shell-menu" aria-label={t.menu}>
      <Menu
        mode="inline" selectedKeys={current ? [current.path] : []}
        items={groups.map((group) => ({
          key: group, type: 'group' as const, label: menuGroups[group][language],
          children: shown.filter((entry) => entry.group === group).map(({ path, icon, text }) => ({
            key: path, icon, label: <Link to={path}>{text[language]}</Link>,
          })),
        })).filter(({ children }) => children.length > 0)}
      />
    </nav>
  );
}
