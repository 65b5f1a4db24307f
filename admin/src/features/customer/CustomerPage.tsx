import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { DetailPage } from '../../kit/detail-page';
import { PageHead } from '../../kit/page-head';
import { NotesPanel } from '../note/NotesPanel';
import { StageCare } from '../stage/StageCare';
import { Attributes } from '../field/Attributes';
import { PrivacyBlock } from '../privacy/PrivacyBlock';
import { Care } from './Care';
import { GroupsBlock } from './GroupsBlock';
import { IdentitiesBlock } from './IdentitiesBlock';
import { Timeline } from './Timeline';
import { Who } from './Who';
import './customer.css';

const useWords = words({ zh: { back: '客户' }, en: { back: 'Customers' } });

export function CustomerPage() {
  const t = useWords();
  const { id = '' } = useParams();
  const customer = useQuery(ask('customers', 'get', { id }));
  const back = <Link to="/customers" className="soft"><ArrowLeftOutlined /> {t.back}</Link>;

  if (customer.error && !customer.data) {
    return <div className="stack">{back}<div className="panel"><ErrorNote error={customer.error} onAgain={() => void customer.refetch()} /></div></div>;
  }
  if (!customer.data) {
    return <div className="stack">{back}<DetailPage who={<Skeleton active avatar />} what={<Skeleton active paragraph={{ rows: 8 }} />} todo={<Skeleton active />} /></div>;
  }
  return (
    <div className="stack" data-testid="customer">
      <PageHead back={back} title={customer.data.name} />
      <DetailPage
        who={<><Who customer={customer.data} /><Attributes customerId={customer.data.id} /><GroupsBlock customerId={customer.data.id} /><IdentitiesBlock customer={customer.data} /></>}
        what={<><NotesPanel customerId={customer.data.id} /><Timeline customerId={customer.data.id} /></>}
        todo={<><StageCare customerId={customer.data.id} /><Care customer={customer.data} /><PrivacyBlock customerId={customer.data.id} /></>}
      />
    </div>
  );
}
