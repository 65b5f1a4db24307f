import { Link } from 'react-router-dom';
import type { TransferItem } from '@scrm/shared/transfer';
import { words } from '../../kit/language';
import { Person } from '../../kit/person';
import { usePrivacyWords } from '../privacy/words';

const useWords = words({ zh: { merged: '合并来的微信账号' }, en: { merged: 'By a merged account' } });

/** The customer, leading to their page, and by which account where they have several; of somebody who was erased since, only that. */
export function CustomerCell({ item: { customer, isMergedAccount } }: { item: TransferItem }) {
  const t = useWords();
  const { erased } = usePrivacyWords();
  const name = customer.name || customer.externalUserid;
  if (!name) return <span className="soft">{erased}</span>;
  return <Link to={`/customers/${customer.id}`} title={isMergedAccount ? customer.externalUserid : undefined}><Person name={name} url={customer.avatarUrl} second={isMergedAccount ? t.merged : undefined} /></Link>;
}
