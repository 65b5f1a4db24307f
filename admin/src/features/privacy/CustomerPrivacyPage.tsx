import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation, useParams } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { AccessPanel } from './AccessPanel';
import { ConsentPanel } from './ConsentPanel';
import { ErasePanel } from './ErasePanel';
import { RequestPanel } from './RequestPanel';
import { usePrivacyWords } from './words';
import './privacy.css';

const useWords = words({
  zh: { title: (name: string) => `${name} · 隐私`, about: '同意、请求、查阅文件和删除，都只涉及这一位客户。' },
  en: { title: (name: string) => `${name} · privacy`, about: 'Consents, requests, access file and erasure of this one customer.' },
});

/** Everything that can be done about one person's data. */
export function CustomerPrivacyPage() {
  const t = useWords();
  const names = usePrivacyWords();
  const { id = '' } = useParams();
  const { hash } = useLocation();
  const customer = useQuery(ask('customers', 'get', { id }));
  const back = <Link to={`/customers/${id}`} className="soft"><ArrowLeftOutlined /> {customer.data?.name || names.nameless}</Link>;
  const isHere = customer.data !== undefined;

  useEffect(() => {
    if (isHere && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [isHere, hash]);

  if (customer.error && !customer.data) return <div className="stack">{back}<div className="panel"><ErrorNote error={customer.error} onAgain={() => void customer.refetch()} /></div></div>;
  if (!customer.data) return <div className="stack">{back}<div className="panel"><Skeleton active paragraph={{ rows: 6 }} /></div></div>;
  return (
    <div className="stack" data-testid="customer-privacy">
      <PageHead back={back} title={t.title(customer.data.name || names.nameless)} about={t.about} />
      <div className="privacy-columns">
        <div>
          <ConsentPanel customerId={id} />
          <Allow to="privacy.requests"><RequestPanel customerId={id} /></Allow>
          <Allow to="privacy.accessLinks"><AccessPanel customerId={id} /></Allow>
        </div>
        <div><Allow to="privacy.preview"><ErasePanel customerId={id} /></Allow></div>
      </div>
    </div>
  );
}
