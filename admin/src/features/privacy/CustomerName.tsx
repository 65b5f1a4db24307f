import { Link } from 'react-router-dom';
import { usePrivacyWords } from './words';

/** The customer by name, leading to their page; of somebody who was erased, only that. */
export function CustomerName({ id, name }: { id: string; name: string | null }) {
  const t = usePrivacyWords();
  if (name === null) return <span className="soft" title={id}>{t.erased}</span>;
  return <Link className="ellipsis block" title={name} to={`/customers/${id}/privacy`}>{name || t.nameless}</Link>;
}
