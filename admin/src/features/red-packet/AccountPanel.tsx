import { Alert, App, Button, Tag } from 'antd';
import { useState } from 'react';
import type { PayAccount } from '@scrm/shared/red-packet';
import { certificateDays } from '@scrm/shared/red-packet-kind';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { figure, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { StaffNames } from '../../kit/person';
import { absolute } from '../../kit/time';
import { AccountDrawer } from './AccountDrawer';
import { useRedPacketWords } from './words';

const useWords = words({
  zh: {
    title: '商户号', edit: '设置', enter: '填写商户号', none: '还没有商户号', noneHint: '填写微信支付商户号后，就可以在活码的编辑页给新客户发见面红包。', pause: '暂停发放', paused: '已暂停', pauseAsk: '暂停发放见面红包？', pauseText: '正在发出的会完成；暂停期间添加的客户不会收到红包。', keep: '不暂停', resume: '恢复发放', resumed: '已恢复发放', resumeAsk: '恢复发放？', waits: (n: string, sum: string) => `有 ${n} 个红包（${sum}）在等待。`, noneWaits: '没有等待中的红包。', send: '恢复并补发', drop: '恢复，不补发', go: '恢复发放', cancel: '取消',
    number: '商户号', today: '今天已用 / 每日预算', person: '每人最多', cert: '商户证书', until: (day: string) => `有效期至 ${day}`, noCert: '没有证书', ends: (days: number) => (days === 0 ? '商户证书今天过期' : `商户证书 ${days} 天后过期`), ended: '商户证书已过期', renew: '过期后红包发不出去。请在商户平台更新证书，再点「设置」填进来。', alert: '提醒', nobody: '没有设置，出现问题时没人会收到提醒',
  },
  en: {
    title: 'Merchant account', edit: 'Settings', enter: 'Enter the merchant account', none: 'No merchant account yet', noneHint: 'With a merchant number of WeChat Pay, the editor of a live code can give new customers a red packet.', pause: 'Pause', paused: 'Paused', pauseAsk: 'Pause the red packets?', pauseText: 'What is on its way is finished; who is added meanwhile gets none.', keep: 'Do not pause', resume: 'Resume', resumed: 'Sending has resumed', resumeAsk: 'Resume sending?', waits: (n: string, sum: string) => `${counted(n, 'packet')} (${sum}) waiting.`, noneWaits: 'None are waiting.', send: 'Resume and send them', drop: 'Resume without them', go: 'Resume', cancel: 'Cancel',
    number: 'Merchant', today: 'Used today / budget of a day', person: 'Most for one person', cert: 'Certificate', until: (day: string) => `until ${day}`, noCert: 'None', ends: (days: number) => (days === 0 ? 'The merchant’s certificate ends today' : `The merchant’s certificate ends in ${days} days`), ended: 'The merchant’s certificate has ended', renew: 'No packet can be sent after that. Renew it at the merchant platform and enter it under Settings.', alert: 'Who is told', nobody: 'Nobody: no one hears when something is wrong',
  },
});

interface Props { account: PayAccount | null; needsCertificate: boolean; suggestedAppId: string }

/** Who pays, and whether packets are being sent. */
export function AccountPanel({ account, needsCertificate, suggestedAppId }: Props) {
  const t = useWords();
  const [editing, setEditing] = useState(false);
  return (
    <section className="panel stack" data-testid="pay-account" data-state={account?.state ?? 'none'}>
      {account ? <Known account={account} onEdit={() => setEditing(true)} /> : <Note title={t.none} hint={t.noneHint}><Allow to="redPackets.saveAccount"><Button type="primary" onClick={() => setEditing(true)} data-testid="enter-pay-account">{t.enter}</Button></Allow></Note>}
      {editing ? <AccountDrawer before={account} needsCertificate={needsCertificate} suggestedAppId={suggestedAppId} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}

function Known({ account, onEdit }: { account: PayAccount; onEdit: () => void }) {
  const t = useWords();
  const w = useRedPacketWords();
  const { modal } = App.useApp();
  const pause = useAct(() => api.redPackets.pause(), { done: t.paused, touches: ['redPackets'] });
  const resume = useAct((waiting: 'send' | 'drop') => api.redPackets.resume({ waiting }), { done: t.resumed, touches: ['redPackets'] });
  const { state, waiting, certificate } = account;

  function askResume(): void {
    const asked = modal.confirm({
      title: t.resumeAsk, content: waiting.count > 0 ? t.waits(figure(waiting.count), w.money(waiting.fen)) : t.noneWaits,
      footer: () => (
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button onClick={() => asked.destroy()}>{t.cancel}</Button>
          {waiting.count > 0 ? <Button onClick={() => { asked.destroy(); resume.mutate('drop'); }} data-testid="resume-drop">{t.drop}</Button> : null}
          <Button type="primary" onClick={() => { asked.destroy(); resume.mutate('send'); }} data-testid="resume-send">{waiting.count > 0 ? t.send : t.go}</Button>
        </div>
      ),
    });
  }

  const askPause = () => modal.confirm({ title: t.pauseAsk, content: t.pauseText, okText: t.pause, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => pause.mutateAsync(undefined).catch(() => undefined) });
  return (
    <>
      <div className="between">
        <span className="row"><h2>{t.title}</h2><Tag color={state === 'active' ? 'success' : state === 'paused' ? 'default' : 'error'}>{w.account[state]}</Tag></span>
        <span className="row">
          {state === 'active' ? <Allow to="redPackets.pause"><Button loading={pause.isPending} onClick={askPause} data-testid="pause-red-packets">{t.pause}</Button></Allow> : <Allow to="redPackets.resume"><Button type="primary" loading={resume.isPending} onClick={askResume} data-testid="resume-red-packets">{t.resume}</Button></Allow>}
          <Allow to="redPackets.saveAccount"><Button onClick={onEdit}>{t.edit}</Button></Allow>
        </span>
      </div>
      {state === 'short' || state === 'refused' ? <Alert type="error" showIcon title={account.problem || w.account[state]} description={waiting.count > 0 ? t.waits(figure(waiting.count), w.money(waiting.fen)) : undefined} data-testid="pay-problem" /> : null}
      {certificate && certificate.daysLeft <= certificateDays ? <Alert type={certificate.daysLeft < 0 ? 'error' : 'warning'} showIcon title={certificate.daysLeft < 0 ? t.ended : t.ends(certificate.daysLeft)} description={t.renew} data-testid="certificate-ends" /> : null}
      <dl className="facts">
        <dt>{t.number}</dt><dd className="figures">{account.mchId} · {account.senderName}</dd>
        <dt>{t.today}</dt><dd className="figures">{w.money(account.usedTodayFen)} / {w.money(account.dayFen)}</dd>
        <dt>{t.person}</dt><dd className="figures">{w.money(account.personFen)}</dd>
        <dt>{t.cert}</dt><dd>{certificate ? t.until(absolute(certificate.endsAt).slice(0, 10)) : <span className="soft">{t.noCert}</span>}</dd>
        <dt>{t.alert}</dt><dd>{account.alertStaff.length > 0 ? <StaffNames staff={account.alertStaff} limit={20} /> : <span className="warning">{t.nobody}</span>}</dd>
      </dl>
    </>
  );
}
