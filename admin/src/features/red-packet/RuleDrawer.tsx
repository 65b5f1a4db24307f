import { Alert, App, Button, Drawer, Form, Input, Segmented, Switch } from 'antd';
import { useState } from 'react';
import type { PacketRule } from '@scrm/shared/red-packet';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { useCompanyDay } from '../../kit/company-day';
import { words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { codeOf, sentenceOf } from '../../kit/problem';
import { YuanInput } from './YuanInput';

const useWords = words({
  zh: {
    title: '见面红包', on: '发放', onlyNew: '只发给新客户', onlyNewHint: '以前就是企业客户的人（包括删除过的）不发，账目里写明原因', amount: '金额', fixed: '固定', range: '随机', min: '最小金额', max: '最大金额', day: '每日预算', dayHint: (zone: string) => `按${zone}，0 点重新计算；用完后当天不再发`, total: '总预算', totalHint: '没领的退回后可以再用', name: '活动名称', wish: '祝福语', save: '保存', saved: '见面红包已保存', missing: '请填写',
    warnTitle: '文案可能违规', stand: '确认不属于诱导，保存', back: '返回修改', defaultTitle: '见面礼', defaultWish: '很高兴认识你',
  },
  en: {
    title: 'Red packet', on: 'On', onlyNew: 'New customers only', onlyNewHint: 'Who was a customer of the company before, even if they left, gets none; the ledger says why', amount: 'Amount', fixed: 'Fixed', range: 'Random', min: 'Least', max: 'Most', day: 'Budget of a day', dayHint: (zone: string) => `Days are in ${zone}; when it is used up nobody gets one until midnight`, total: 'Whole budget', totalHint: 'What is not claimed can be used again', name: 'Name of the activity', wish: 'Wish', save: 'Save', saved: 'The red packet was saved', missing: 'Needed',
    warnTitle: 'The wording may break WeChat’s rules', stand: 'It is no inducement, save', back: 'Change it', defaultTitle: 'Nice to meet you', defaultWish: 'Glad to know you',
  },
});

/** What whoever adds by this code gets. */
export function RuleDrawer({ liveCodeId, before, onClose }: { liveCodeId: string; before: PacketRule | null; onClose: () => void }) {
  const t = useWords();
  const { zone } = useCompanyDay();
  const { modal } = App.useApp();
  const [isOn, setOn] = useState(before?.isOn ?? true);
  const [onlyNew, setOnlyNew] = useState(before?.onlyNew ?? false);
  const [minFen, setMin] = useState<number | null>(before?.minFen ?? 100);
  const [maxFen, setMax] = useState<number | null>(before?.maxFen ?? 188);
  const [isFixed, setFixed] = useState(before !== null && before.minFen === before.maxFen);
  const [dayFen, setDay] = useState<number | null>(before?.dayFen ?? 10_000);
  const [totalFen, setTotal] = useState<number | null>(before?.totalFen ?? 100_000);
  const [title, setTitle] = useState(before?.title ?? t.defaultTitle);
  const [wish, setWish] = useState(before?.wish ?? t.defaultWish);
  const [tried, setTried] = useState(false);
  const most = isFixed ? minFen : maxFen;
  const isWhole = minFen !== null && most !== null && dayFen !== null && totalFen !== null && title.trim() !== '' && wish.trim() !== '';
  const fields = { liveCodeId, isOn, onlyNew, minFen: minFen ?? 0, maxFen: most ?? 0, dayFen: dayFen ?? 0, totalFen: totalFen ?? 0, title, wish, updatedAt: before?.updatedAt ?? null };
  const close = useCloseGuard(fields, onClose);
  const save = useAct((acknowledged: boolean) => api.redPackets.saveRule({ ...fields, acknowledged }), {
    quiet: true, done: t.saved, touches: ['redPackets'], onDone: onClose,
  });
  const isWarned = save.error !== null && codeOf(save.error) === 'red_packet_wording';

  function submit(): void {
    setTried(true);
    if (!isWhole) return;
    save.mutate(false, {
      onError: (error) => {
        if (codeOf(error) !== 'red_packet_wording') return;
        modal.confirm({ title: t.warnTitle, content: sentenceOf(error), okText: t.stand, cancelText: t.back, okButtonProps: { danger: true }, onOk: () => save.mutateAsync(true).catch(() => undefined) });
      },
    });
  }

  const fault = (isMissing: boolean) => (tried && isMissing ? { validateStatus: 'error' as const, help: t.missing } : {});
  return (
    <Drawer open size={460} title={t.title} onClose={close} data-testid="red-packet-drawer" extra={<Button type="primary" loading={save.isPending} onClick={submit} data-testid="save-red-packet">{t.save}</Button>}>
      <Form layout="vertical" onFinish={submit}>
        {save.error && !isWarned ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 16 }} title={sentenceOf(save.error)} description={<code className="soft">{codeOf(save.error)}</code>} /> : null}
        <Form.Item label={t.on} htmlFor="packet-on" layout="horizontal"><Switch id="packet-on" aria-label={t.on} checked={isOn} onChange={setOn} /></Form.Item>
        <Form.Item label={t.onlyNew} htmlFor="packet-only-new" layout="horizontal" extra={t.onlyNewHint}><Switch id="packet-only-new" aria-label={t.onlyNew} checked={onlyNew} onChange={setOnlyNew} /></Form.Item>
        <Form.Item label={t.amount}><Segmented value={isFixed ? 'fixed' : 'range'} onChange={(value) => setFixed(value === 'fixed')} options={[{ value: 'range', label: t.range }, { value: 'fixed', label: t.fixed }]} /></Form.Item>
        <Form.Item label={isFixed ? t.amount : t.min} htmlFor="packet-min" required {...fault(minFen === null)}><YuanInput id="packet-min" label={isFixed ? t.amount : t.min} fen={minFen} onChange={setMin} /></Form.Item>
        {isFixed ? null : <Form.Item label={t.max} htmlFor="packet-max" required {...fault(maxFen === null)}><YuanInput id="packet-max" label={t.max} fen={maxFen} onChange={setMax} /></Form.Item>}
        <Form.Item label={t.day} htmlFor="packet-day" required extra={t.dayHint(zone)} {...fault(dayFen === null)}><YuanInput id="packet-day" label={t.day} fen={dayFen} onChange={setDay} /></Form.Item>
        <Form.Item label={t.total} htmlFor="packet-total" required extra={t.totalHint} {...fault(totalFen === null)}><YuanInput id="packet-total" label={t.total} fen={totalFen} onChange={setTotal} /></Form.Item>
        <Form.Item label={t.name} htmlFor="packet-title" required {...fault(title.trim() === '')}><Input id="packet-title" value={title} maxLength={20} showCount onChange={({ target }) => setTitle(target.value)} /></Form.Item>
        <Form.Item label={t.wish} htmlFor="packet-wish" required {...fault(wish.trim() === '')}><Input id="packet-wish" value={wish} maxLength={60} showCount onChange={({ target }) => setWish(target.value)} /></Form.Item>
      </Form>
    </Drawer>
  );
}
