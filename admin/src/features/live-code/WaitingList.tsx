import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Waiting, WaitingState } from '@scrm/shared/waiting';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askAll } from '../../kit/ask';
import { Copyable } from '../../kit/copy';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Allow, useAllowed } from '../../kit/me';
import { StaffName } from '../../kit/person';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { Ago } from '../../kit/time';
import { WaitingExport } from './WaitingExport';

const useWords = words({
  zh: {
    title: '等待联系', states: { open: '待联系', done: '已联系' }, count: (n: string) => `${n} 位`, none: { open: '没有人在等', done: '还没有' }, noName: '一位客户', noPhone: '没有留电话', reveal: '查看号码', phone: '手机号', again: (n: number) => `提交 ${n} 次`, group: '群也满了', customer: '已是客户', until: (day: string) => `${day} 自动删除`,
    assign: '交给同事', assigned: '已交给 TA', done: '已联系', reopen: '放回待联系', isDone: '已记为联系过', isOpen: '已放回',
  },
  en: {
    title: 'Waiting for you', states: { open: 'Waiting', done: 'Done' }, count: (n: string) => counted(n, 'customer'), none: { open: 'Nobody is waiting', done: 'None yet' }, noName: 'A customer', noPhone: 'No phone number', reveal: 'Show the number', phone: 'Phone', again: (n: number) => `Sent ${n} times`, group: 'The groups were full, too', customer: 'A customer already', until: (day: string) => `Deleted on ${day}`,
    assign: 'Give to a colleague', assigned: 'Given to them', done: 'Done', reopen: 'Put back', isDone: 'Marked as done', isOpen: 'Put back',
  },
});

/** Those who found nobody at the code and left word. */
export function WaitingList({ codeId }: { codeId: string }) {
  const t = useWords();
  const [state, setState] = useState<WaitingState>('open');
  const rows = useInfiniteQuery(askAll('waiting', 'list', { codeId, state, limit: 10 }));
  const total = rows.data?.pages[0]?.total ?? 0;
  return (
    <div className="stack-tight" data-testid="waiting">
      <div className="between"><h3>{t.title}</h3>{rows.data ? <span className="soft small">{t.count(figure(total))}</span> : null}</div>
      <div className="between">
        <Segmented value={state} onChange={setState} options={(['open', 'done'] as const).map((value) => ({ value, label: t.states[value] }))} />
        <Allow to="waiting.export"><WaitingExport codeId={codeId} state={state} count={total} /></Allow>
      </div>
      <Growing rows={rows} none={t.none[state]}>{(items) => items.map((item) => <Line key={item.id} item={item} />)}</Growing>
    </div>
  );
}

function Line({ item }: { item: Waiting }) {
  const { id, name, phone, note, via, state, staff, customer, times, lastAt, deleteAt } = item;
  const t = useWords();
  const allowed = useAllowed();
  const [whole, setWhole] = useState('');
  const reveal = useAct(() => api.waiting.reveal({ id }), { onDone: (reply) => setWhole(reply.phone) });
  const settle = useAct(() => api.waiting.settle({ id, done: state === 'open' }), { done: state === 'open' ? t.isDone : t.isOpen, touches: ['waiting', 'liveCodes'] });
  const assign = useAct((staffId: string | null) => api.waiting.assign({ id, staffId }), { done: ({ staff: to }) => (to ? t.assigned : t.isOpen), touches: ['waiting', 'liveCodes'] });
  return (
    <div className="record" data-testid="waiting-row">
      <span className="between">
        <span>{customer ? <Link to={`/customers/${customer.id}`}>{name || customer.name || t.noName}</Link> : <strong>{name || t.noName}</strong>} {customer ? <Tag>{t.customer}</Tag> : null}</span>
        <Ago at={lastAt} />
      </span>
      {whole ? <Copyable text={whole} label={t.phone} /> : (
        <span className="row">
          {phone ? <span className="figures">{phone}</span> : <span className="soft">{t.noPhone}</span>}
          {phone ? <Allow to="waiting.reveal"><Button size="small" type="link" loading={reveal.isPending} onClick={() => reveal.mutate(undefined)} data-testid="reveal-waiting">{t.reveal}</Button></Allow> : null}
        </span>
      )}
      {note ? <span className="waiting-note">{note}</span> : null}
      <span className="soft small">{[...(times > 1 ? [t.again(times)] : []), ...(via === 'group' ? [t.group] : []), t.until(dayjs(deleteAt).format('YYYY-MM-DD'))].join(' · ')}</span>
      {state === 'open' && allowed('waiting.assign') ? <StaffPicker label={t.assign} placeholder={t.assign} max={1} value={staff ? [staff] : []} onChange={(chosen) => assign.mutate(chosen.at(-1)?.id ?? null)} /> : staff ? <StaffName staff={staff} /> : null}
      <Allow to="waiting.settle"><span><Button size="small" loading={settle.isPending} onClick={() => settle.mutate(undefined)} data-testid="settle-waiting">{state === 'open' ? t.done : t.reopen}</Button></span></Allow>
    </div>
  );
}
