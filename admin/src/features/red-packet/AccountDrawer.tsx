import { Alert, Button, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { PayAccount, PayAccountInput } from '@scrm/shared/red-packet';
import { defaultWatchwords, packetScenes } from '@scrm/shared/red-packet-kind';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { useCloseGuard } from '../../kit/leave-guard';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { codeOf, sentenceOf } from '../../kit/problem';
import { YuanInput } from './YuanInput';

const useWords = words({
  zh: {
    title: '商户号', save: '保存', saved: '商户号已保存', mchId: '微信支付商户号', mchHint: '在商户平台与企业 ID 绑定，并开通企业红包', appId: '企业 ID', appHint: '企业微信管理后台「我的企业」里的企业 ID（ww 开头）', sender: '发送者名称', scene: '发放场景', noScene: '不填（每个红包 1～200 元）', sceneHint: '单个红包低于 1 元或高于 200 元时必填，需先在商户平台申请',
    person: '每人最多', day: '全公司每日预算', dayHint: '所有活码合计', alert: '提醒谁', alertHint: '余额不足、预算用完、证书快过期时在企业微信里提醒', watch: '敏感词', watchHint: '红包文案、发送者名称和欢迎语里出现时，保存前要求确认', apiKey: '商户 API 密钥（APIv2）', workSecret: '企业支付 Secret', cert: '商户证书 apiclient_cert.pem', key: '证书私钥 apiclient_key.pem', kept: '已保存，不填则不变', secretHint: '加密保存，保存后不再显示', sandbox: '现在连接的是沙盒，不需要证书。演示商户号、密钥见 README。', missing: '请填写',
    scenes: { PRODUCT_1: '商品促销', PRODUCT_2: '抽奖', PRODUCT_3: '虚拟物品兑奖', PRODUCT_4: '企业内部福利', PRODUCT_5: '渠道分润', PRODUCT_6: '保险回馈', PRODUCT_7: '彩票派奖', PRODUCT_8: '税务刮奖' },
  },
  en: {
    title: 'Merchant account', save: 'Save', saved: 'The merchant account was saved', mchId: 'Merchant number of WeChat Pay', mchHint: 'Bound to the company’s id at the merchant platform, with company red packets switched on', appId: 'Company id', appHint: 'As WeCom’s console shows it, beginning with ww', sender: 'Sender’s name', scene: 'Scene', noScene: 'None (1 to 200 yuan a packet)', sceneHint: 'Needed below 1 and above 200 yuan, after the merchant platform allowed it',
    person: 'Most for one person', day: 'Budget of a day for the company', dayHint: 'All codes together', alert: 'Who is told', alertHint: 'In WeCom, when the balance, a budget or the certificate ends', watch: 'Watch list', watchHint: 'Words that must be confirmed where the packet, its sender or the welcome say them', apiKey: 'API key of the merchant (APIv2)', workSecret: 'Secret of 企业支付', cert: 'apiclient_cert.pem', key: 'apiclient_key.pem', kept: 'Kept; leave it empty to keep it', secretHint: 'Encrypted and never shown again', sandbox: 'This is the sandbox, which needs no certificate. The demo merchant stands in the README.', missing: 'Needed',
    scenes: { PRODUCT_1: 'Promotion', PRODUCT_2: 'Lottery', PRODUCT_3: 'Virtual goods', PRODUCT_4: 'Staff benefit', PRODUCT_5: 'Channel share', PRODUCT_6: 'Insurance', PRODUCT_7: 'Lottery prize', PRODUCT_8: 'Tax lottery' },
  },
});

type Scene = NonNullable<PayAccountInput['sceneId']>;

/** Who pays. Secrets are written and never read back. */
export function AccountDrawer({ before, needsCertificate, suggestedAppId, onClose }: { before: PayAccount | null; needsCertificate: boolean; suggestedAppId: string; onClose: () => void }) {
  const t = useWords();
  const [fields, setFields] = useState({
    mchId: before?.mchId ?? '', appId: before?.appId ?? suggestedAppId, senderName: before?.senderName ?? '', sceneId: before?.sceneId ?? '' as Scene, personFen: before?.personFen ?? 2000 as number | null, dayFen: before?.dayFen ?? 50_000 as number | null,
    watchwords: before?.watchwords ?? [...defaultWatchwords] as string[], alertStaff: before?.alertStaff ?? [], apiKey: '', workSecret: '', certificate: '', certificateKey: '',
  });
  const [tried, setTried] = useState(false);
  const set = (change: Partial<typeof fields>) => setFields((all) => ({ ...all, ...change }));
  const close = useCloseGuard(fields, onClose);
  const save = useAct(() => {
    const { alertStaff, personFen, dayFen, ...rest } = fields;
    return api.redPackets.saveAccount({ ...rest, personFen: personFen!, dayFen: dayFen!, alertStaffIds: alertStaff.map(({ id }) => id), updatedAt: before?.updatedAt ?? null });
  }, { quiet: true, done: t.saved, touches: ['redPackets'], onDone: onClose });
  const isWhole = fields.mchId.trim() !== '' && fields.appId.trim() !== '' && fields.senderName.trim() !== '' && fields.personFen !== null && fields.dayFen !== null;

  function submit(): void {
    setTried(true);
    if (isWhole) save.mutate(undefined);
  }

  const fault = (isMissing: boolean) => (tried && isMissing ? { validateStatus: 'error' as const, help: t.missing } : {});
  const text = (name: 'mchId' | 'appId' | 'senderName', label: string, hint: string, limit: number) => (
    <Form.Item label={label} htmlFor={`pay-${name}`} required extra={hint} {...fault(fields[name].trim() === '')}><Input id={`pay-${name}`} value={fields[name]} maxLength={limit} onChange={({ target }) => set({ [name]: target.value.trim() })} /></Form.Item>
  );
  const secret = (name: 'apiKey' | 'workSecret', label: string, isKept: boolean) => (
    <Form.Item label={label} htmlFor={`pay-${name}`} required={!isKept} extra={isKept ? t.kept : t.secretHint}><Input.Password id={`pay-${name}`} autoComplete="new-password" visibilityToggle={false} value={fields[name]} onChange={({ target }) => set({ [name]: target.value.trim() })} /></Form.Item>
  );
  const pem = (name: 'certificate' | 'certificateKey', label: string) => (
    <Form.Item label={label} htmlFor={`pay-${name}`} extra={before?.certificate ? t.kept : t.secretHint}><Input.TextArea id={`pay-${name}`} rows={2} spellCheck={false} placeholder="-----BEGIN" value={fields[name]} onChange={({ target }) => set({ [name]: target.value })} /></Form.Item>
  );
  return (
    <Drawer open size={520} title={t.title} onClose={close} data-testid="pay-account-drawer" extra={<Button type="primary" loading={save.isPending} onClick={submit} data-testid="save-pay-account">{t.save}</Button>}>
      <Form layout="vertical" onFinish={submit} autoComplete="off">
        {save.error ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 16 }} title={sentenceOf(save.error)} description={<code className="soft">{codeOf(save.error)}</code>} /> : null}
        {needsCertificate ? null : <Alert type="info" showIcon title={t.sandbox} style={{ marginBottom: 16 }} />}
        {text('mchId', t.mchId, t.mchHint, 12)}
        {text('appId', t.appId, t.appHint, 64)}
        {text('senderName', t.sender, '', 32)}
        {secret('apiKey', t.apiKey, before?.hasApiKey ?? false)}
        {secret('workSecret', t.workSecret, before?.hasWorkSecret ?? false)}
        {needsCertificate ? <>{pem('certificate', t.cert)}{pem('certificateKey', t.key)}</> : null}
        <Form.Item label={t.person} htmlFor="pay-person" required {...fault(fields.personFen === null)}><YuanInput id="pay-person" label={t.person} fen={fields.personFen} onChange={(personFen) => set({ personFen })} /></Form.Item>
        <Form.Item label={t.day} htmlFor="pay-day" required extra={t.dayHint} {...fault(fields.dayFen === null)}><YuanInput id="pay-day" label={t.day} fen={fields.dayFen} onChange={(dayFen) => set({ dayFen })} /></Form.Item>
        <Form.Item label={t.scene} htmlFor="pay-scene" extra={t.sceneHint}>
          <Select<Scene> id="pay-scene" aria-label={t.scene} value={fields.sceneId} onChange={(sceneId) => set({ sceneId })} options={[{ value: '' as const, label: t.noScene }, ...packetScenes.map((value) => ({ value, label: t.scenes[value] }))]} />
        </Form.Item>
        <Form.Item label={t.alert} htmlFor="pay-alert" extra={t.alertHint}><StaffPicker id="pay-alert" label={t.alert} value={fields.alertStaff} max={20} onChange={(alertStaff) => set({ alertStaff })} /></Form.Item>
        <Form.Item label={t.watch} htmlFor="pay-watch" extra={t.watchHint}><Select id="pay-watch" aria-label={t.watch} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ' ']} value={fields.watchwords} onChange={(watchwords: string[]) => set({ watchwords })} /></Form.Item>
      </Form>
    </Drawer>
  );
}
