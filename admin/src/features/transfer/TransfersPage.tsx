import { SwapOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { LeaverList } from './LeaverList';
import { OrderList } from './OrderList';
import { QueueList } from './QueueList';
import './transfer.css';

const useWords = words({
  zh: {
    title: '客户继承', about: '把客户交给另一位同事：备注、描述、标签、来源、待办一起过去，客户 24 小时内可以拒绝。', create: '新建交接',
    tabs: { onJob: '在职继承', resigned: '离职继承', queue: '拒绝队列' },
  },
  en: {
    title: 'Hand-over', about: 'Give customers to a colleague: remark, description, tags, source and open tasks go along. A customer may refuse within 24 hours.', create: 'New hand-over',
    tabs: { onJob: 'On the job', resigned: 'After leaving', queue: 'Refusal queue' },
  },
});

/** Who is being handed over on the job, who waits since a colleague left, and who refused. */
export function TransfersPage() {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const tab = (['onJob', 'resigned', 'queue'] as const).find((one) => one === search.get('tab')) ?? 'onJob';
  const create = <Allow to="transfers.create"><Link to={tab === 'resigned' ? '/transfers/new?kind=resigned' : '/transfers/new'}><Button type="primary" icon={<SwapOutlined />} data-testid="new-transfer">{t.create}</Button></Link></Allow>;
  return (
    <section className="stack" data-testid="transfers">
      <PageHead title={t.title} about={t.about} action={create} />
      <Tabs
        activeKey={tab} onChange={(key) => setSearch(key === 'onJob' ? {} : { tab: key }, { replace: true })} destroyOnHidden
        items={[
          { key: 'onJob', label: t.tabs.onJob, children: <OrderList kind="onJob" create={create} /> },
          { key: 'resigned', label: t.tabs.resigned, children: <LeaverList /> },
          { key: 'queue', label: t.tabs.queue, children: <QueueList /> },
        ]}
      />
    </section>
  );
}
