import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Tabs } from 'antd';
import { Link, Outlet, useLocation, useNavigate } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import '../access/access.css';
import './welcome.css';

const useWords = words({
  zh: {
    title: '欢迎语', about: '客户添加后几秒内自动发出。活码和门店的最优先，其次是员工、部门、全公司；企业微信只给 20 秒。',
    tabs: { sent: '发送记录', rules: '规则', staff: '员工生效情况', simulator: '模拟', 'by-hand': '待打招呼', conflicts: '抢先发送', groups: '入群欢迎语' },
    conflict: (n: number) => `有 ${n} 名员工的欢迎语没有轮到我们发送：管理后台或其他应用已经设置了欢迎语。`, look: '查看是谁',
  },
  en: {
    title: 'Welcomes', about: 'Sent within seconds of adding. A code’s or store’s comes first, then a person’s, a department’s, the company’s. WeCom allows 20 seconds.',
    tabs: { sent: 'Sent', rules: 'Rules', staff: 'By staff member', simulator: 'Simulator', 'by-hand': 'To greet by hand', conflicts: 'Sent by others', groups: 'Group welcomes' },
    conflict: (n: number) => `For ${counted(n, 'staff member', 'staff')} something else greets: WeCom’s console or another app has a welcome.`, look: 'See for whom',
  },
});

const root = '/welcome';
type Tab = keyof ReturnType<typeof useWords>['tabs'];
const order: readonly Tab[] = ['rules', 'staff', 'simulator', 'sent', 'by-hand', 'conflicts', 'groups'];

/** What is said to new customers, by which rule, and what became of it. */
export function WelcomePage() {
  const t = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const at = pathname.slice(root.length + 1).split('/')[0] || 'sent';
  const conflicts = useQuery(ask('welcome', 'conflicts', {}));
  const byHand = useQuery(ask('welcome', 'byHand', { state: 'open', limit: 1 }));
  const counts: Partial<Record<Tab, number>> = { 'by-hand': byHand.data?.total, conflicts: conflicts.data?.items.length };
  const count = counts.conflicts ?? 0;
  return (
    <section data-testid="welcome">
      <PageHead title={t.title} about={t.about} />
      {count > 0 && at !== 'conflicts' ? <Alert className="welcome-alert" type="warning" showIcon title={t.conflict(count)} action={<Link to="/welcome/conflicts">{t.look}</Link>} data-testid="conflict-alert" /> : null}
      <Tabs
        className="access-tabs" activeKey={at} onChange={(key) => navigate(key === 'sent' ? root : `${root}/${key}`)}
        items={order.map((key) => ({ key, label: <span data-testid={`tab-${key}`}>{t.tabs[key]}{counts[key] ? <Badge count={counts[key]} size="small" overflowCount={999} className="welcome-count" /> : null}</span> }))}
      />
      <Outlet />
    </section>
  );
}
