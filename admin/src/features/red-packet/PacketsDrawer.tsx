import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { Link } from 'react-router-dom';
import type { Packet, PacketState } from '@scrm/shared/red-packet';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askAll } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { Allow } from '../../kit/me';
import { Person, StaffName } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useRedPacketWords } from './words';
import './red-packet.css';

const useWords = words({
  zh: { hidden: '不在你范围内的客户', check: '核实', again: '补发', agreed: (sum: string) => `补发 ${sum}？`, againText: '占用今天的预算。微信支付确认没有付过才会发，不会重复付款。', keep: '不补发', sent: '已交给微信支付发放', checked: (state: string) => `微信支付的结果：${state}`, bill: '单号' },
  en: { hidden: 'A customer out of your reach', check: 'Ask WeChat Pay', again: 'Send again', agreed: (sum: string) => `Send ${sum} again?`, againText: 'It comes from the budget of today. It is sent only where WeChat Pay says that nothing was paid, so nobody is paid twice.', keep: 'Do not', sent: 'Handed to WeChat Pay', checked: (state: string) => `WeChat Pay says: ${state}`, bill: 'No.' },
});

export interface Asked {
  state: PacketState;
  where: { from: string; to: string; liveCodeId?: string };
}

/** The packets behind a number. */
export function PacketsDrawer({ asked: { state, where }, onClose }: { asked: Asked; onClose: () => void }) {
  const w = useRedPacketWords();
  const rows = useInfiniteQuery(askAll('redPackets', 'packets', { ...where, state, limit: 50 }));
  return (
    <Drawer open onClose={onClose} size={560} title={w.states[state]} data-testid="packets-drawer">
      <p className="soft">{w.definitions[state]}</p>
      {rows.data ? <p className="soft figures" role="status" data-testid="row-count">{(state === 'skipped' ? w.people : w.count)(figure(rows.data.pages[0]?.total ?? 0))}</p> : null}
      <Growing rows={rows}>{(items) => items.map((packet) => <Line key={packet.id} packet={packet} />)}</Growing>
    </Drawer>
  );
}

function Line({ packet }: { packet: Packet }) {
  const t = useWords();
  const w = useRedPacketWords();
  const check = useAct(() => api.redPackets.check({ id: packet.id }), { done: ({ state }) => t.checked(w.states[state]), touches: ['redPackets'] });
  const { modal } = App.useApp();
  const again = useAct(() => api.redPackets.sendAgain({ id: packet.id }), { done: t.sent, touches: ['redPackets'] });
  const askAgain = () => modal.confirm({ title: t.agreed(w.money(packet.amountFen)), content: t.againText, okText: t.again, cancelText: t.keep, onOk: () => again.mutateAsync(undefined).catch(() => undefined) });
  const { customer, staff, liveCode, billNo, problem } = packet;
  const isOpen = packet.state === 'wanted' || packet.state === 'sent';
  return (
    <div className="packet-line" data-testid="packet">
      <span className="packet-who">
        {customer ? <Link to={`/customers/${customer.id}`}><Person name={customer.name} url={customer.avatarUrl} second={liveCode.name} /></Link> : <span className="soft">{t.hidden} · {liveCode.name}</span>}
        <div className="soft small">{staff ? <StaffName staff={staff} /> : null}{staff && billNo ? ' · ' : null}{billNo ? <>{t.bill} <code>{billNo}</code></> : null}</div>
        {problem ? <div className={packet.state === 'skipped' ? 'soft small' : 'warning small'}>{problem}</div> : null}
      </span>
      <span className="packet-sum">{packet.state === 'skipped' ? null : <strong className="figures">{w.money(packet.amountFen)}</strong>}<div className="small"><Ago at={packet.settledAt ?? packet.sentAt ?? packet.wantedAt} /></div></span>
      {isOpen ? <Allow to="redPackets.check"><Button size="small" loading={check.isPending} onClick={() => check.mutate(undefined)} data-testid="check-packet">{t.check}</Button></Allow> : null}
      {packet.state === 'failed' && customer ? <Allow to="redPackets.sendAgain"><Button size="small" loading={again.isPending} onClick={askAgain} data-testid="send-again">{t.again}</Button></Allow> : null}
    </div>
  );
}
