import { Link } from 'react-router-dom';
import type { Source } from '@scrm/shared/customer';
import { sourceText } from '@scrm/shared/customer-text';
import { useLanguage } from '../../kit/language';

/** How a customer came; a live code leads to itself. */
export function SourceText({ source }: { source: Source }) {
  const language = useLanguage();
  const text = sourceText(source, language);
  if (source.kind === 'liveCode' && source.liveCodeId) return <Link className="ellipsis source" title={text} to={`${source.liveCodeId.startsWith('sc_') ? '/store-codes' : source.liveCodeId.startsWith('st_') ? '/stores' : '/live-codes'}/${source.liveCodeId}`}>{text}</Link>;
  return <span className="ellipsis source" title={text}>{text}</span>;
}
