import type { CustomerDetail } from '@scrm/shared/customer';
import { useLanguage, useWords } from '../../kit/language';
import { moment } from '../../kit/time';
import { sourceName } from './source';
import { words } from './words';

const own = {
  zh: { lostAt: '流失时间', gender: '性别', company: '企业', position: '职务' },
  en: { lostAt: 'Lost', gender: 'Gender', company: 'Company', position: 'Position' },
};

export function About({ customer }: { customer: CustomerDetail }) {
  const w = useWords(words);
  const o = useWords(own);
  const language = useLanguage();
  const rows: [string, string, string][] = [
    ['source', w.source, sourceName(customer.source, language)],
    ['added-at', w.addedAt, moment(customer.addedAt, language)],
    ['lost-at', o.lostAt, customer.lostAt === null ? '' : moment(customer.lostAt, language)],
    ['gender', o.gender, customer.gender === 'unknown' ? '' : w[customer.gender]],
    ['company', o.company, customer.corpName],
    ['position', o.position, customer.position],
  ];
  return (
    <section className="card" data-testid="about">
      <div className="card-head"><h2>{w.about}</h2></div>
      <dl>
        {rows.filter(([, , value]) => value).map(([key, label, value]) => (
          <div key={key} className="line"><dt className="line-label">{label}</dt><dd className="line-value" data-testid={key}>{value}</dd></div>
        ))}
      </dl>
    </section>
  );
}
