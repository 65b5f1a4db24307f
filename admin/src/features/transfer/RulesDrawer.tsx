import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, InputNumber, Select, Skeleton } from 'antd';
import type { TransferRules } from '@scrm/shared/transfer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useAllowed } from '../../kit/me';
import { useTransferWords } from './words';

const useWords = words({
  zh: {
    title: '重试规则', own: '你们的规则', refusedWaitDays: '客户拒绝后，几天再试', fullWaitDays: '接替人已满后，几天再试', failedWaitDays: '其他原因未成功后，几天再试', days: '天', value: '客户价值（元）', valueHint: '交接预览、简报和流失提醒按这个数字字段合计有多少钱在风险中；看不到该字段的人也看不到金额。', noValue: '没有可选的数字字段：先在「字段」里建一个未加密的数字字段', save: '保存', saved: '规则已保存，对之后进入队列的客户生效',
    theirs: '企业微信的限制', theirsAbout: '超过这些限制的调用会被拒绝，所以在发起前就会检查。', source: '出处', sure: { H: '官方文档', M: '文档旧版或二手资料', L: '未证实' } as Record<string, string>,
  },
  en: {
    title: 'Rules', own: 'Your own', refusedWaitDays: 'Days after a refusal', fullWaitDays: 'Days after a taker was full', failedWaitDays: 'Days after anything else', days: 'days', value: 'Customer value (yuan)', valueHint: 'Previews, briefs and losses add this number field up, to say what is at risk; who may not see the field does not see the sum.', noValue: 'No number field yet: make one under Fields, without encryption', save: 'Save', saved: 'Saved, for those who come into the queue from now on',
    theirs: 'WeCom’s limits', theirsAbout: 'Calls beyond these are refused, so they are checked beforehand.', source: 'Source', sure: { H: 'official page', M: 'older copy or second hand', L: 'unproven' } as Record<string, string>,
  },
});

const fields = ['refusedWaitDays', 'fullWaitDays', 'failedWaitDays'] as const;

/** How the queue waits, and which limits of WeCom stand behind it. */
export function RulesDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { limits } = useTransferWords();
  const allowed = useAllowed();
  const rules = useQuery(ask('transfers', 'rules', {}));
  const numbers = useQuery(ask('fields', 'list', { archived: false }));
  const [form] = Form.useForm<TransferRules>();
  const save = useAct((input: TransferRules & { updatedAt: number }) => api.transfers.saveRules(input), { done: t.saved, touches: ['transfers', 'lossAlerts'], onDone: onClose });
  return (
    <Drawer open title={t.title} size={480} onClose={onClose}>
      {rules.isPending ? <Skeleton active /> : null}
      {rules.error ? <ErrorNote error={rules.error} onAgain={() => void rules.refetch()} /> : null}
      {rules.data ? (
        <div className="stack">
          <h3>{t.own}</h3>
          <Form form={form} layout="vertical" initialValues={rules.data.rules} disabled={!allowed('transfers.saveRules')} onFinish={(values) => save.mutate({ ...values, valueFieldId: values.valueFieldId ?? null, updatedAt: rules.data.updatedAt })}>
            {fields.map((name) => <Form.Item key={name} name={name} label={t[name]} rules={[{ required: true, type: 'integer', min: 1, max: 90 }]}><InputNumber min={1} max={90} precision={0} suffix={t.days} /></Form.Item>)}
            <Form.Item name="valueFieldId" label={t.value} extra={t.valueHint}>
              <Select allowClear loading={numbers.isPending} notFoundContent={t.noValue} options={numbers.data?.items.filter((field) => field.kind === 'number' && !field.sensitive).map((field) => ({ value: field.id, label: field.name }))} />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={save.isPending}>{t.save}</Button>
          </Form>
          <h3>{t.theirs}</h3>
          <p className="soft small">{t.theirsAbout}</p>
          <dl className="facts">
            {rules.data.limits.map((one) => <FactRow key={one.key} name={limits[one.key]} value={one.value} note={<>{t.sure[one.confidence]} · {one.date} · <a className="nowrap" href={one.source} target="_blank" rel="noreferrer">{t.source}</a></>} />)}
          </dl>
        </div>
      ) : null}
    </Drawer>
  );
}

function FactRow({ name, value, note }: { name: string; value: number; note: React.ReactNode }) {
  return <><dt>{name}</dt><dd><strong className="figures">{value}</strong> <span className="soft small block">{note}</span></dd></>;
}
