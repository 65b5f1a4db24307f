import { LogoutOutlined, SettingOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Divider, Popover } from 'antd';
import { useNavigate } from 'react-router-dom';
import { api } from '../api';
import { useAct } from '../kit/act';
import { AppearanceChoice, LanguageChoice } from '../kit/preferences';
import { words } from '../kit/language';
import { useMe } from '../kit/me';
import { OpenData } from '../kit/open-data';
import { Person } from '../kit/person';
import { useRoleName } from '../features/access/permission-text';

const useWords = words({
  zh: { settings: '我的账号与显示', signOut: '退出登录', local: '本地账号', mine: '我的账号' },
  en: { settings: 'My account and display', signOut: 'Sign out', local: 'Local account', mine: 'My account' },
});

/** Who is signed in, how the console looks, and the way out. */
export function UserMenu() {
  const t = useWords();
  const me = useMe();
  const roleName = useRoleName();
  const roles = me.roles.map(roleName).join(' · ');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = useAct(() => api.session.signOut({}), {
    onDone: () => {
      queries.clear();
      void navigate('/sign-in');
    },
  });
  // WeCom gives suites no name: the userid stands in its place, and the reader sees the name through WeCom's component.
  const hidden = me.openDataUrl !== null && me.userId !== null && (me.name === '' || me.name === me.userId);

  return (
    <Popover
      trigger="click" placement="topLeft" arrow={false}
      content={(
        <div className="user-choice">
          <LanguageChoice />
          <AppearanceChoice />
          <Divider style={{ margin: '4px 0' }} />
          <Button type="text" block icon={<UserOutlined />} onClick={() => void navigate('/me')} data-testid="my-account">{t.mine}</Button>
          <Button type="text" block icon={<LogoutOutlined />} loading={signOut.isPending} onClick={() => signOut.mutate(undefined)} data-testid="sign-out">{t.signOut}</Button>
        </div>
      )}
    >
      <button type="button" className="user-menu" aria-label={t.settings} data-testid="user-menu">
        <Person
          name={hidden ? null : me.name || null} url={me.avatarUrl} size={32}
          shown={hidden ? <OpenData type="userName" openid={me.userId!} /> : me.name}
          second={me.kind === 'account' ? `${t.local} · ${roles}` : roles}
        />
        <SettingOutlined className="soft" />
      </button>
    </Popover>
  );
}
