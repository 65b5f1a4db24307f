import { Link } from 'react-router-dom';
import type { CustomerBrief } from '@scrm/shared/transfer';
import { Person } from '../../kit/person';
import { usePrivacyWords } from '../privacy/words';

/** The customer, leading to their page; of somebody who was erased since, only that. */
export function CustomerCell({ customer }: { customer: CustomerBrief }) {
  const { erased } = usePrivacyWords();
  const name = customer.name || customer.externalUserid;
  if (!name) return <span className="soft">{erased}</span>;
  return <Link to={`/customers/${customer.id}`}><Person name={name} url={customer.avatarUrl} /></Link>;
}
