import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { counted } from '@scrm/shared/text';
import type { TransferPlan, TransferPreview } from '@scrm/shared/transfer';
import { ErrorNote } from '../../kit/error-note';
import { figure, marks, words } from '../../kit/language';
import { StaffPerson } from '../../kit/person';
import { useTransferWords } from './words';
import { WorthText } from './worth';

const useWords = words({
  zh: {
    title: '将会发生什么', need: '选好接替人后，这里会显示每个人接到多少客户、谁不能交接以及原因。', movable: (n: string, total: string) => `${total} 位客户中可以交接 ${n} 位`, takes: (n: string) => `接手 ${n} 位`, has: (n: string) => `现有 ${n} 位`, known: (n: string) => `其中 ${n} 位已是好友`,
    worth: '涉及的客户价值', blocked: '不能交接', calls: (n: string) => `调用企业微信 ${n} 次，每次最多 100 位`, effect: (at: string) => `客户不拒绝的话，${at} 生效`, last: (n: string) => `其中 ${n} 位在 90 天内已交接过 1 次，这是最后一次机会`, more: (n: number) => `等 ${n} 位`, none: '没有可以交接的客户',
  },
  en: {
    title: 'What will happen', need: 'Once the takers are chosen, this shows how many each gets, and who cannot be handed over and why.', movable: (n: string, total: string) => `${n} of ${counted(total, 'customer')} can be handed over`, takes: (n: string) => `takes ${n}`, has: (n: string) => `has ${n}`, known: (n: string) => `${counted(n, 'is a friend', 'are friends')} already`,
    worth: 'Customer value at stake', blocked: 'Cannot be handed over', calls: (n: string) => `${counted(n, 'call')} of WeCom, at most 100 customers each`, effect: (at: string) => `Takes effect at ${at} unless the customer refuses`, last: (n: string) => `${counted(n, 'of them was', 'of them were')} handed over once in 90 days: this is the last time`, more: (n: number) => `${n} in all`, none: 'Nobody can be handed over',
  },
});

export function Preview({ plan, preview }: { plan: TransferPlan | undefined; preview: UseQueryResult<TransferPreview> }) {
  const t = useWords();
  const { blocked } = useTransferWords();
  const { data, error } = preview;
  return (
    <section className="panel stack" aria-live="polite" data-testid="preview">
      <h3>{t.title}</h3>
      {plan ? null : <p className="soft">{t.need}</p>}
      {plan && preview.isPending ? <Skeleton active /> : null}
      {plan && error ? <ErrorNote compact error={error} onAgain={() => void preview.refetch()} /> : null}
      {plan && data ? (
        <>
          <strong className={data.movable === 0 ? 'danger' : ''}>{data.movable === 0 ? t.none : t.movable(figure(data.movable), figure(data.total))}</strong>
          <div data-testid="worth"><span className="soft">{t.worth}</span> <WorthText worth={data.worth} /></div>
          {data.takers.map((one) => <StaffPerson key={one.staff.id} staff={one.staff} second={[t.takes(figure(one.count)), t.has(figure(one.has)), one.known > 0 ? t.known(figure(one.known)) : ''].filter(Boolean).join(' · ')} />)}
          {data.blocked.length > 0 ? (
            <div>
              <h3>{t.blocked}</h3>
              <ul className="blocked-list">
                {data.blocked.map((one) => <li key={one.reason}>{blocked[one.reason]}{marks().colon}<strong className="figures">{figure(one.count)}</strong><span className="soft small block">{one.customers.map((each) => each.name || each.externalUserid).join(marks().comma)}{one.count > one.customers.length ? ` ${t.more(one.count)}` : ''}</span></li>)}
              </ul>
            </div>
          ) : null}
          {data.lastTry > 0 ? <Alert type="warning" showIcon title={t.last(figure(data.lastTry))} /> : null}
          {data.movable > 0 ? <p className="soft small">{t.calls(figure(data.calls))}<br />{t.effect(dayjs().add(24, 'hour').format('M-D HH:mm'))}</p> : null}
        </>
      ) : null}
    </section>
  );
}
