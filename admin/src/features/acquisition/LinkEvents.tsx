import { useInfiniteQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { Link } from 'react-router-dom';
import type { LinkEvent, LinkEventKind } from '@scrm/shared/acquisition';
import { askAll } from '../../kit/ask';
import { words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    title: '动态', about: '申请只有带参数的地址才会即时得知，而且企业微信不说是谁申请的；额度提醒针对全公司。', none: '还没有动态', bare: '不带参数', of: (place: string) => `来自「${place}」`, anybody: '一位客户', with: '员工',
    kinds: {
      friend_request: '有人申请添加', added: '添加了员工', customer_start_chat: '客户先开口', link_unavailable: '链接不可用', delete_link: '链接在企业微信被删除', balance_low: '额度快用完', balance_exhausted: '额度已用完', balance_increased: '额度已增加', quota_expire_soon: '额度即将到期',
    } satisfies Record<LinkEventKind, string>,
  },
  en: {
    title: 'Events', about: 'Requests are told at once only of addresses with a place, and WeCom does not say by whom; warnings about the quota concern the whole company.', none: 'Nothing has happened yet', bare: 'Bare address', of: (place: string) => `by “${place}”`, anybody: 'A customer', with: 'Staff',
    kinds: {
      friend_request: 'Somebody asked to add', added: 'Added', customer_start_chat: 'The customer wrote first', link_unavailable: 'The link is unusable', delete_link: 'Deleted in WeCom', balance_low: 'The quota runs low', balance_exhausted: 'The quota is used up', balance_increased: 'The quota was increased', quota_expire_soon: 'Quota ends soon',
    },
  },
});

const tones: Partial<Record<LinkEventKind, string>> = { added: 'success', customer_start_chat: 'processing', balance_low: 'warning', quota_expire_soon: 'warning', balance_exhausted: 'error', link_unavailable: 'error', delete_link: 'error' };

/** What happened by the link, the newest first. */
export function LinkEvents({ id }: { id: string }) {
  const t = useWords();
  const events = useInfiniteQuery(askAll('acquisition', 'events', { id, limit: 20 }));
  return (
    <section className="panel stack" data-testid="link-events">
      <div><h2>{t.title}</h2><p className="soft small">{t.about}</p></div>
      <Growing rows={events} none={t.none}>{(items) => <ul className="link-events">{items.map((event) => <Line key={event.id} event={event} />)}</ul>}</Growing>
    </section>
  );
}

function Line({ event: { kind, at, sourceName, staff, customer } }: { event: LinkEvent }) {
  const t = useWords();
  const isSomebodys = kind === 'added' || kind === 'customer_start_chat';
  return (
    <li data-kind={kind}>
      <Tag color={tones[kind]}>{t.kinds[kind]}</Tag>
      <span className="break">
        {isSomebodys ? (customer ? <Link to={`/customers/${customer.id}`}>{customer.name}</Link> : <span className="soft">{t.anybody}</span>) : null}
        {isSomebodys && staff ? <span className="soft"> · {t.with} <StaffName staff={staff} /></span> : null}
        {isSomebodys || kind === 'friend_request' ? <span className="soft"> {sourceName ? t.of(sourceName) : t.bare}</span> : null}
      </span>
      <span className="soft small nowrap"><Ago at={at} /></span>
    </li>
  );
}
