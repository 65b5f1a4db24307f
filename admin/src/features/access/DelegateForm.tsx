import { Alert, DatePicker, Form, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { StaffRef } from '@scrm/shared/org';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { words } from '../../kit/language';
import { StaffPicker } from '../../kit/pick/StaffPicker';
import { Said } from '../../kit/person';
import { codeOf, sentenceOf } from '../../kit/problem';

const useWords = words({
  zh: { title: '临时代理', about: '对方在截止时间前能看到并处理这些客户，到期自动失效，随时可以收回。', from: '谁的客户', to: '交给谁', until: '截止到', make: '开始代理', cancel: '取消', made: '代理已开始', need: '请选择一位同事', needDate: '请选择截止时间', day: '到当天结束' },
  en: { title: 'Lend customers for a while', about: 'The other person sees and serves these customers until then. It ends by itself and can be taken back at any time.', from: 'Whose customers', to: 'To whom', until: 'Until', make: 'Start', cancel: 'Cancel', made: 'It has started', need: 'Choose one colleague', needDate: 'Choose when it ends', day: 'To the end of that day' },
});

interface Filled { from?: StaffRef[]; to: StaffRef[]; until: Dayjs }

/** `own`: the person lends their own; else whoever manages access does it for somebody. */
export function DelegateForm({ own, onClose }: { own?: boolean; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<Filled>();
  const make = useAct(({ from, to, until }: Filled) => {
    const input = { toStaffId: to[0]!.id, until: until.endOf('day').valueOf() };
    return own ? api.access.delegateMine(input) : api.access.delegate({ ...input, fromStaffId: from![0]!.id });
  }, { done: t.made, touches: ['access'], quiet: true, onDone: onClose });
  const one = [{ required: true, message: t.need }];
  return (
    <Modal open title={t.title} okText={t.make} cancelText={t.cancel} confirmLoading={make.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden data-testid="delegate-form">
      <Form form={form} layout="vertical" onFinish={(filled) => make.mutate(filled)} initialValues={{ until: dayjs().add(7, 'day') }}>
        <p className="soft" style={{ marginBottom: 12 }}>{t.about}</p>
        {make.error ? <Alert type="error" showIcon role="alert" style={{ marginBottom: 12 }} title={<Said text={sentenceOf(make.error)} />} description={codeOf(make.error)} /> : null}
        {own ? null : <Form.Item name="from" label={t.from} rules={one}><StaffPicker label={t.from} max={1} /></Form.Item>}
        <Form.Item name="to" label={t.to} rules={one}><StaffPicker label={t.to} max={1} /></Form.Item>
        <Form.Item name="until" label={t.until} extra={t.day} rules={[{ required: true, message: t.needDate }]}>
          <DatePicker style={{ width: '100%' }} minDate={dayjs()} maxDate={dayjs().add(365, 'day')} allowClear={false} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
