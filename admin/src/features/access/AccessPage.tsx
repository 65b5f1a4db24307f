import { Tabs } from 'antd';
import { Outlet, useLocation, useNavigate } from 'react-router-dom';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import './access.css';

const useWords = words({
  zh: { title: '成员与权限', about: '谁能做什么、能看到谁的客户。修改立即生效，不需要重新登录。', people: '成员', roles: '角色', delegations: '临时代理', accounts: '本地账号' },
  en: { title: 'People and permissions', about: 'Who may do what, and whose customers they see. Changes hold at once, without a new sign-in.', people: 'People', roles: 'Roles', delegations: 'Delegations', accounts: 'Local accounts' },
});

const root = '/system/access';

/** People, their roles, what is lent for a while, and the accounts of this server. */
export function AccessPage() {
  const t = useWords();
  const allowed = useAllowed();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const at = pathname.slice(root.length + 1).split('/')[0] || 'people';
  const items = [
    { key: 'people', label: t.people }, { key: 'roles', label: t.roles }, { key: 'delegations', label: t.delegations },
    ...(allowed('accounts.list') ? [{ key: 'accounts', label: t.accounts }] : []),
  ];
  return (
    <section data-testid="access">
      <PageHead title={t.title} about={t.about} />
      <Tabs className="access-tabs" activeKey={at} items={items} onChange={(key) => navigate(key === 'people' ? root : `${root}/${key}`)} />
      <Outlet />
    </section>
  );
}
