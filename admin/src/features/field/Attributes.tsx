import { HistoryOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { counted } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { AttributeRow } from './AttributeRow';
import { HistoryDrawer } from './HistoryDrawer';
import { LeadSourceRow } from './LeadSourceRow';
import './field.css';

const useWords = words({
  zh: { title: '客户资料', history: '修改记录', missing: (n: string) => `${n} 项必填资料待补充` },
  en: { title: 'Details', history: 'History', missing: (n: string) => `${counted(n, 'required detail is', 'required details are')} missing` },
});

/** What the corp wants to know of a customer: each value is edited where it stands. */
export function Attributes({ customerId }: { customerId: string }) {
  const t = useWords();
  const queries = useQueryClient();
  const [past, setPast] = useState(false);
  const values = useQuery(ask('fields', 'values', { customerId }));
  const missing = values.data?.items.filter((one) => one.field.required && one.state !== 'value').length ?? 0;
  const changed = () => {
    void queries.invalidateQueries({ queryKey: ['fields'] });
    void queries.invalidateQueries({ queryKey: ['customers', 'timeline'] });
  };
  return (
    <section className="panel stack" aria-label={t.title} data-testid="attributes">
      <div className="between">
        <h2>{t.title}</h2>
        <Button type="text" size="small" icon={<HistoryOutlined />} onClick={() => setPast(true)}>{t.history}</Button>
      </div>
      {missing > 0 ? <span className="warning small">{t.missing(figure(missing))}</span> : null}
      {values.isPending ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      {values.error && !values.data ? <ErrorNote compact error={values.error} onAgain={() => void values.refetch()} /> : null}
      {values.data ? (
        <dl className="attributes">
          <LeadSourceRow customerId={customerId} onSaved={changed} />
          {values.data.items.map((item) => <AttributeRow key={item.field.id} customerId={customerId} item={item} version={values.data.version} onSaved={changed} />)}
        </dl>
      ) : null}
      {past ? <HistoryDrawer customerId={customerId} onClose={() => setPast(false)} /> : null}
    </section>
  );
}
