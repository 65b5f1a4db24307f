import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Role } from '@scrm/shared/permission';
import { ask } from '../kit/ask';
import { Figure, Figures } from '../kit/figures';
import { figure, useLanguage, words } from '../kit/language';
import { useAllowed, useMe } from '../kit/me';
import { PageHead } from '../kit/page-head';
import { Said } from '../kit/person';
import { HomeAlerts } from './HomeAlerts';
import { isOffered, menu, type MenuEntry } from './menu';
import { oftenUsed } from './often-used';
import '../features/access/access.css';

const useWords = words({
  zh: {
    hello: (name: string) => `${name}，你好`, abouts: { owner: '企业接入、权限与系统状况', admin: '员工权限与获客的整体情况', operator: '获客、欢迎语与客户', manager: '你的团队和他们的客户', staff: '你的客户和今天的新添加', storeOwner: '到店客户与接待', auditor: '谁做了什么，是否合规' } satisfies Record<Role, string>, start: '常用', customers: '客户', mine: '我能看到的', added: '最近 24 小时已欢迎', missed: '最近 24 小时未发出',
  },
  en: {
    hello: (name: string) => `Hello, ${name}`, abouts: { owner: 'Companies, permissions and the state of the system', admin: 'Permissions, and how customers come in', operator: 'Codes, welcomes and customers', manager: 'Your team and its customers', staff: 'Your customers and who came today', storeOwner: 'The customers of your store', auditor: 'Who did what, and whether it was right' }, start: 'Frequently used', customers: 'Customers', mine: 'That I may see', added: 'Welcomed in 24 hours', missed: 'Not welcomed in 24 hours',
  },
});

/** The first page: what this person's role does most is one click away, and what needs somebody stands on top. */
export function HomePage() {
  const t = useWords();
  const language = useLanguage();
  const me = useMe();
  const allowed = useAllowed();
  const wanted = oftenUsed[me.role].map((path) => menu.find((entry) => entry.path === path)).filter((entry): entry is MenuEntry => entry !== undefined && isOffered(entry, allowed));
  const tasks = wanted.length > 0 ? wanted : menu.filter((entry) => isOffered(entry, allowed)).slice(0, 4);
  return (
    <section className="stack" data-testid="home" data-role={me.role}>
      <PageHead title={<Said text={t.hello(me.name)} />} about={t.abouts[me.role]} />
      <Numbers />
      <HomeAlerts />
      <h2>{t.start}</h2>
      <div className="home-tasks">
        {tasks.map(({ path, icon, text, about }) => (
          <Link key={path} to={path} className="panel home-task" data-testid={`task-${path.slice(1).replace('/', '-')}`}>{icon}<span><strong>{text[language]}</strong><br /><span className="soft small">{about?.[language]}</span></span></Link>
        ))}
      </div>
    </section>
  );
}

function Numbers() {
  const t = useWords();
  const allowed = useAllowed();
  const customers = useQuery({ ...ask('customers', 'list', { limit: 1 }), enabled: allowed('customers.list') });
  const welcomes = useQuery({ ...ask('welcome', 'summary', {}), enabled: allowed('welcome.summary') });
  if (!allowed('customers.list') && !allowed('welcome.summary')) return null;
  const counts = welcomes.data?.counts;
  const missed = counts ? (counts.late ?? 0) + (counts.failed ?? 0) : undefined;
  return (
    <Figures label={t.customers}>
      {allowed('customers.list') ? <Figure testId="home-customers" name={t.customers} note={t.mine} value={customers.data ? figure(customers.data.total) : '–'} /> : null}
      {allowed('welcome.summary') ? <><Figure testId="home-welcomed" name={t.added} value={counts ? figure(counts.sent ?? 0) : '–'} /><Figure testId="home-missed" name={t.missed} value={missed === undefined ? '–' : figure(missed)} tone={missed ? 'warning' : undefined} /></> : null}
    </Figures>
  );
}
