import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, InputNumber, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Corp } from '@scrm/shared/corp';
import type { InputOf } from '@scrm/shared/contract';
import type { corps } from '@scrm/shared/corp';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { Copyable } from '../../kit/copy';
import { words } from '../../kit/language';
import { useLeaveGuard } from '../../kit/leave-guard';
import { PageHead } from '../../kit/page-head';
import { codeOf, sentenceOf } from '../../kit/problem';
import './corp.css';

type AppInput = InputOf<(typeof corps)['connectApp']>;

const useWords = words({
  zh: {
    title: '接入应用', back: '企业接入', kind: '应用类型', selfBuilt: '自建应用', agency: '代开发应用', name: '企业名称', corpId: '企业 ID', corpIdHint: '企业微信管理后台 › 我的企业 › 企业信息，以 ww 开头', agentId: 'AgentId', agentHint: '应用详情页顶部', secret: '应用 Secret', permanent: '永久授权码',
    secretHint: '应用详情页，需管理员在手机上查看', permanentHint: '代开发授权完成后得到的 permanent_code', keys: '回调 Token 与 EncodingAESKey', keysHint: '已随机生成一组，粘贴到企业微信的「接收消息」设置；也可以填你已有的。', fresh: '重新生成', connect: '接入', required: '此项必填', tokenRule: '1–32 位字母或数字', aesRule: '43 位字母或数字', short: '长度不足',
    done: (name: string) => `「${name}」已接入`, doneHint: '最后一步：到企业微信管理后台 › 应用 › 接收消息，粘贴下面三项并保存。保存时企业微信会立刻验证。', url: '回调 URL', finish: '完成', doctor: '运行诊断', failed: '没有接入',
  },
  en: {
    title: 'Connect an app', back: 'Connected companies', kind: 'Kind of app', selfBuilt: 'Self-built app', agency: 'Agency-built app', name: 'Company name', corpId: 'Corp ID', corpIdHint: 'WeCom console › My company, starts with ww', agentId: 'AgentId', agentHint: 'At the top of the app’s page', secret: 'App secret', permanent: 'Permanent code',
    secretHint: 'On the app’s page, an admin sees it on the phone', permanentHint: 'The permanent_code received when the agency app was authorised', keys: 'Callback token and EncodingAESKey', keysHint: 'A fresh pair was made: paste it into WeCom’s “Receive messages”. Or enter the pair that you have.', fresh: 'Make a new pair', connect: 'Connect', required: 'Required', tokenRule: '1–32 letters or digits', aesRule: '43 letters or digits', short: 'Too short',
    done: (name: string) => `“${name}” is connected`, doneHint: 'Last step: in WeCom’s console › App › Receive messages, paste these three and save. WeCom checks at once.', url: 'Callback URL', finish: 'Done', doctor: 'Run the doctor', failed: 'Not connected',
  },
});

export function ConnectPage() {
  const t = useWords();
  const [connected, setConnected] = useState<{ corp: Corp; token: string; aesKey: string }>();
  const back = <Link to="/corps" className="soft"><ArrowLeftOutlined /> {t.back}</Link>;
  return (
    <div className="stack connect">
      <PageHead back={back} title={t.title} />
      {connected ? <Connected {...connected} /> : <ConnectForm onConnected={setConnected} />}
    </div>
  );
}

function ConnectForm({ onConnected }: { onConnected: (connected: { corp: Corp; token: string; aesKey: string }) => void }) {
  const t = useWords();
  const [form] = Form.useForm<AppInput>();
  const [touched, setTouched] = useState(false);
  const kind = Form.useWatch('kind', form) ?? 'selfBuilt';
  const keys = useAct(() => api.corps.suggestKeys({}), { onDone: (pair) => form.setFieldsValue(pair) });
  const connect = useAct((input: AppInput) => api.corps.connectApp(input), {
    quiet: true, touches: ['corps', 'session'], onDone: (corp) => onConnected({ corp, token: form.getFieldValue('token'), aesKey: form.getFieldValue('aesKey') }),
  });
  const required = { required: true, whitespace: true, message: t.required };
  useLeaveGuard(touched && !connect.isSuccess);
  useEffect(() => keys.mutate(undefined), []);

  return (
    <Form<AppInput> form={form} layout="vertical" className="panel" initialValues={{ kind: 'selfBuilt' }} onFinish={connect.mutate} onValuesChange={() => setTouched(true)} data-testid="connect-form">
      {connect.error ? <Alert type="error" showIcon role="alert" title={t.failed} description={<>{sentenceOf(connect.error)} <code className="soft">{codeOf(connect.error)}</code></>} style={{ marginBottom: 16 }} /> : null}
      <Form.Item name="kind" label={t.kind}><Radio.Group optionType="button" options={[{ value: 'selfBuilt', label: t.selfBuilt }, { value: 'agency', label: t.agency }]} /></Form.Item>
      <Form.Item name="name" label={t.name} rules={[required]}><Input maxLength={64} /></Form.Item>
      <Form.Item name="wecomCorpId" label={t.corpId} extra={t.corpIdHint} rules={[required, { min: 4, message: t.short }]}><Input maxLength={64} autoComplete="off" /></Form.Item>
      <Form.Item name="agentId" label={t.agentId} extra={t.agentHint} rules={[{ required: true, message: t.required }]}><InputNumber min={1} precision={0} controls={false} style={{ width: '100%' }} /></Form.Item>
      <Form.Item name="secret" label={kind === 'agency' ? t.permanent : t.secret} extra={kind === 'agency' ? t.permanentHint : t.secretHint} rules={[required, { min: 8, message: t.short }]}><Input.Password maxLength={512} autoComplete="new-password" /></Form.Item>
      <div className="between" style={{ marginBottom: 8 }}><span><strong>{t.keys}</strong><br /><span className="soft">{t.keysHint}</span></span><Button loading={keys.isPending} onClick={() => keys.mutate(undefined)}>{t.fresh}</Button></div>
      <Form.Item name="token" label="Token" rules={[required, { pattern: /^[A-Za-z0-9]{1,32}$/, message: t.tokenRule }]}><Input className="mono-input" autoComplete="off" /></Form.Item>
      <Form.Item name="aesKey" label="EncodingAESKey" rules={[required, { pattern: /^[A-Za-z0-9]{43}$/, message: t.aesRule }]}><Input className="mono-input" autoComplete="off" /></Form.Item>
      <Button type="primary" htmlType="submit" loading={connect.isPending} data-testid="connect">{t.connect}</Button>
    </Form>
  );
}

function Connected({ corp, token, aesKey }: { corp: Corp; token: string; aesKey: string }) {
  const t = useWords();
  return (
    <section className="panel stack" data-testid="connected">
      <Alert type="success" showIcon title={t.done(corp.name)} description={t.doneHint} />
      <dl className="facts">
        <dt>{t.url}</dt><dd><Copyable text={corp.callbackUrl} label={t.url} /></dd>
        <dt>Token</dt><dd><Copyable text={token} label="Token" /></dd>
        <dt>EncodingAESKey</dt><dd><Copyable text={aesKey} label="EncodingAESKey" /></dd>
      </dl>
      <div className="row"><Link to="/corps"><Button type="primary">{t.finish}</Button></Link><Link to="/system/doctor">{t.doctor}</Link></div>
    </section>
  );
}
