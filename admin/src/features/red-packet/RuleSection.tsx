import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { marks, words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { RuleDrawer } from './RuleDrawer';
import { useRedPacketWords } from './words';

const useWords = words({
  zh: {
    title: '见面红包', about: '客户通过这个活码添加、欢迎语发出后自动收到。每人只发一次，删除后重新添加也不再发。单独保存，立即生效。', none: '没有设置', off: '已关闭', on: '已开启', onlyNew: '只发给新客户', edit: '设置', noAccount: '还没有填写商户号', toAccount: '去填写', today: (used: string, of: string) => `今天已用 ${used}，每日预算 ${of}`, whole: (used: string, of: string) => `累计已用 ${used}，总预算 ${of}`, acknowledged: (list: string) => `文案含「${list}」，已确认`, fresh: (list: string) => `文案或欢迎语现在含「${list}」，可能违反微信规则，请修改或重新保存确认`, ledger: '查看账目',
  },
  en: {
    title: 'Red packet', about: 'Whoever adds by this code gets it after the welcome. Once for each person, also when they delete and add again. Saved by itself, at once.', none: 'Not set', off: 'Off', on: 'On', onlyNew: 'New customers only', edit: 'Set', noAccount: 'No merchant account yet', toAccount: 'Enter it', today: (used: string, of: string) => `${used} of the day’s ${of} used`, whole: (used: string, of: string) => `${used} of ${of} used in all`, acknowledged: (list: string) => `The texts say “${list}”, which was confirmed`, fresh: (list: string) => `The texts or the welcome now say “${list}”, which may break WeChat’s rules; change them, or save and confirm again`, ledger: 'See the ledger',
  },
});

/** In the editor of a code. It has a form of its own, in a drawer. */
export function RuleSection({ liveCodeId }: { liveCodeId: string }) {
  return useAllowed()('redPackets.rule') ? <Section liveCodeId={liveCodeId} /> : null;
}

function Section({ liveCodeId }: { liveCodeId: string }) {
  const t = useWords();
  const w = useRedPacketWords();
  const allowed = useAllowed();
  const [editing, setEditing] = useState(false);
  const found = useQuery(ask('redPackets', 'rule', { liveCodeId }));
  const { rule, account } = found.data ?? { rule: null, account: null };
  return (
    <section className="panel editor-section" id="field-red-packet" data-testid="red-packet-section">
      <div className="between">
        <h2>{t.title}</h2>
        {account && allowed('redPackets.saveRule') ? <Button onClick={() => setEditing(true)} data-testid="edit-red-packet">{t.edit}</Button> : null}
      </div>
      <p className="soft" style={{ marginTop: 8 }}>{t.about}</p>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {found.error && !found.data ? <ErrorNote compact error={found.error} onAgain={() => void found.refetch()} /> : null}
      {found.data && !account ? <p>{t.noAccount}{allowed('redPackets.saveAccount') ? <> · <Link to="/red-packets">{t.toAccount}</Link></> : null}</p> : null}
      {account && account.state !== 'active' ? <p className="warning">{w.account[account.state]}</p> : null}
      {account && !rule ? <p className="soft">{t.none}</p> : null}
      {rule ? (
        <div className="stack" data-testid="red-packet-rule" data-on={rule.isOn}>
          <span className="row"><Tag color={rule.isOn ? 'success' : 'default'}>{rule.isOn ? t.on : t.off}</Tag>{rule.onlyNew ? <Tag>{t.onlyNew}</Tag> : null}<strong className="figures">{rule.minFen === rule.maxFen ? w.money(rule.minFen) : `${w.money(rule.minFen)} – ${w.money(rule.maxFen)}`}</strong><span className="soft">{rule.wish}</span></span>
          <span className="soft figures">{t.today(w.money(rule.usedTodayFen), w.money(rule.dayFen))}<br />{t.whole(w.money(rule.usedFen), w.money(rule.totalFen))}</span>
          {rule.newWords.length > 0 ? <Alert type="warning" showIcon title={t.fresh(rule.newWords.join(marks().comma))} data-testid="new-words" /> : null}
          <Link to={`/red-packets?liveCodeId=${liveCodeId}`}>{t.ledger}</Link>
          {rule.words.length > 0 ? <span className="warning">{t.acknowledged(rule.words.join(marks().comma))}</span> : null}
        </div>
      ) : null}
      {editing && account ? <RuleDrawer liveCodeId={liveCodeId} before={rule} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}
