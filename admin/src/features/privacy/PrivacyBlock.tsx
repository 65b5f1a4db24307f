import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { Link } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { consentTones, usePrivacyWords } from './words';

const useWords = words({
  zh: { title: '隐私', none: '还没有设置需要同意的用途', open: '登记同意', openAll: '同意、查阅与删除' },
  en: { title: 'Privacy', none: 'No purposes of consent yet', open: 'Record consent', openAll: 'Consent, access and erasure' },
});

/** What the customer agreed to, and the way to everything else about their data. */
export function PrivacyBlock({ customerId }: { customerId: string }) {
  const t = useWords();
  const names = usePrivacyWords();
  const allowed = useAllowed();
  const consents = useQuery({ ...ask('consents', 'ofCustomer', { customerId }), enabled: allowed('consents.ofCustomer') });
  if (!allowed('consents.ofCustomer')) return null;
  return (
    <section className="panel stack" data-testid="privacy-block">
      <h3>{t.title}</h3>
      {consents.data?.items.length === 0 ? <span className="soft small">{t.none}</span> : null}
      {consents.data?.items.map((one) => <div key={one.purposeId} className="between"><span className="ellipsis" title={one.name}>{one.name}</span><Tag color={consentTones[one.state]}>{names.consents[one.state]}</Tag></div>)}
      <Link to={`/customers/${customerId}/privacy`} data-testid="to-privacy">{allowed('privacy.preview') ? t.openAll : t.open}</Link>
    </section>
  );
}
