import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { PrivacyRequest } from '@scrm/shared/privacy';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { RequestState } from './RequestsPage';
import { usePrivacyWords } from './words';

const useWords = words({
  zh: { title: '客户的请求', none: '这位客户还没有提出过请求。', add: '登记请求', kind: '类型', note: '客户的要求', save: '登记', cancel: '取消', saved: '请求已登记，期限从今天起算' },
  en: { title: 'Requests', none: 'This customer has asked for nothing yet.', add: 'Write down a request', kind: 'Kind', note: 'What they ask', save: 'Write down', cancel: 'Cancel', saved: 'Written down; its time runs from today' },
});

/** What this customer asked for, and a form for what they ask by phone or in the chat. */
export function RequestPanel({ customerId }: { customerId: string }) {
  const t = useWords();
  const names = usePrivacyWords();
  const requests = useQuery(ask('privacy', 'requests', { customerId, limit: 20 }));
  const [writing, setWriting] = useState(false);
  return (
    <section className="panel stack" data-testid="customer-requests">
      <div className="between"><h2>{t.title}</h2>{writing ? null : <Allow to="privacy.createRequest"><Button size="small" onClick={() => setWriting(true)} data-testid="add-request">{t.add}</Button></Allow>}</div>
      {writing ? <NewRequest customerId={customerId} onClose={() => setWriting(false)} /> : null}
      {requests.error ? <ErrorNote compact error={requests.error} onAgain={() => void requests.refetch()} /> : null}
      {requests.data?.items.length === 0 ? <p className="soft">{t.none}</p> : null}
      {requests.data?.items.map((one) => <Link key={one.id} to={`/privacy/requests/${one.id}`} className="between"><Tag>{names.types[one.type]}</Tag><RequestState row={one} /></Link>)}
    </section>
  );
}

function NewRequest({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useWords();
  const names = usePrivacyWords();
  const [type, setType] = useState<PrivacyRequest['type']>('access');
  const [note, setNote] = useState('');
  const save = useAct(() => api.privacy.createRequest({ customerId, type, note }), { done: t.saved, touches: ['privacy'], onDone: onClose });
  return (
    <Form layout="vertical" onFinish={() => save.mutate(undefined)}>
      <Form.Item label={t.kind}><Segmented block aria-label={t.kind} value={type} onChange={setType} options={(Object.keys(names.types) as PrivacyRequest['type'][]).map((value) => ({ value, label: names.types[value] }))} /></Form.Item>
      <Form.Item label={t.note} htmlFor="request-note"><Input.TextArea id="request-note" value={note} maxLength={1000} showCount autoSize={{ minRows: 2, maxRows: 6 }} onChange={({ target }) => setNote(target.value)} /></Form.Item>
      <div className="row"><Button type="primary" htmlType="submit" loading={save.isPending} data-testid="save-request">{t.save}</Button><Button onClick={onClose}>{t.cancel}</Button></div>
    </Form>
  );
}
