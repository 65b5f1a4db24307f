import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { PrivacyRequest } from '@scrm/shared/privacy';
import { answerWithin } from '@scrm/shared/privacy-rule';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { ActorName } from '../../kit/person';
import { absolute } from '../../kit/time';
import { CustomerName } from './CustomerName';
import { RequestState } from './RequestsPage';
import { usePrivacyWords } from './words';

const useWords = words({
  zh: {
    title: (type: string) => `${type}请求`, customer: '客户', state: '状态', note: '客户的要求', noNote: '没有说明', received: '收到', by: '登记人', due: '最晚', source: '期限依据', answer: '答复', settledBy: '处理人', answerHint: '写下怎样处理的；拒绝时说明理由', done: '完成', refuse: '拒绝', settled: '请求已处理',
    next: '处理', erase: '去删除资料', access: '去生成查阅文件', consents: '去登记撤回', correct: '去更正资料', eraseHint: '删除请求在删除完成后自动关闭；不能删除时写明理由后拒绝。',
  },
  en: {
    title: (type: string) => `Request: ${type}`, customer: 'Customer', state: 'State', note: 'What they ask', noNote: 'Nothing said', received: 'Received', by: 'Written down by', due: 'At the latest', source: 'Ground', answer: 'Answer', settledBy: 'Settled by', answerHint: 'Say what was done; a refusal needs its reason', done: 'Done', refuse: 'Refuse', settled: 'The request is settled',
    next: 'What to do', erase: 'Erase the data', access: 'Make the access file', consents: 'Record the withdrawal', correct: 'Correct the data', eraseHint: 'A request for erasure closes by itself once the data is erased; if that cannot be, refuse it with the reason.',
  },
});

export function RequestDrawer() {
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const t = useWords();
  const names = usePrivacyWords();
  const request = useQuery(ask('privacy', 'request', { id }));
  return (
    <Drawer open size={480} onClose={() => void navigate({ pathname: '/privacy/requests', search })} title={request.data ? t.title(names.types[request.data.type]) : ' '} data-testid="request-drawer">
      {request.isPending ? <Skeleton active /> : null}
      {request.error ? <ErrorNote error={request.error} onAgain={() => void request.refetch()} /> : null}
      {request.data ? <Body request={request.data} /> : null}
    </Drawer>
  );
}

function Body({ request }: { request: PrivacyRequest }) {
  const t = useWords();
  const names = usePrivacyWords();
  const language = useLanguage();
  const path = `/customers/${request.customerId}`;
  const next = { erasure: { to: `${path}/privacy#erase`, text: t.erase }, access: { to: `${path}/privacy#access`, text: t.access }, withdrawal: { to: `${path}/privacy#consents`, text: t.consents }, correction: { to: path, text: t.correct } }[request.type];
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{t.customer}</dt><dd><CustomerName id={request.customerId} name={request.customerName} /></dd>
        <dt>{t.state}</dt><dd><RequestState row={request} /></dd>
        <dt>{t.note}</dt><dd className="break privacy-text">{request.note || <span className="soft">{t.noNote}</span>}</dd>
        <dt>{t.received}</dt><dd>{absolute(request.receivedAt)} · {names.channels[request.channel]}</dd>
        <dt>{t.by}</dt><dd><ActorName name={request.createdBy || names.self} /></dd>
        <dt>{t.due}</dt><dd>{absolute(request.dueAt)}</dd>
        <dt>{t.source}</dt><dd><a href={answerWithin.url} target="_blank" rel="noreferrer">{answerWithin[language]}</a></dd>
        {request.state === 'open' ? null : <><dt>{t.answer}</dt><dd className="break privacy-text">{request.answer || '–'}</dd><dt>{t.settledBy}</dt><dd>{request.settledBy}</dd></>}
      </dl>
      {request.state === 'open' && request.customerName !== null ? (
        <Allow to="privacy.settleRequest">
          <section className="stack">
            <h3>{t.next}</h3>
            <Link to={next.to}><Button type={request.type === 'erasure' ? 'primary' : 'default'} block>{next.text}</Button></Link>
            <Settle key={request.updatedAt} request={request} />
          </section>
        </Allow>
      ) : null}
    </div>
  );
}

function Settle({ request }: { request: PrivacyRequest }) {
  const t = useWords();
  const [answer, setAnswer] = useState('');
  const settle = useAct((state: 'done' | 'refused') => api.privacy.settleRequest({ id: request.id, updatedAt: request.updatedAt, state, answer }), { done: t.settled, touches: ['privacy'] });
  const isEmpty = answer.trim() === '';
  return (
    <Form layout="vertical">
      <p className="soft small privacy-hint">{request.type === 'erasure' ? t.eraseHint : t.answerHint}</p>
      <Form.Item label={t.answer} htmlFor="privacy-answer" className="privacy-answer">
        <Input.TextArea id="privacy-answer" value={answer} maxLength={1000} showCount autoSize={{ minRows: 3, maxRows: 8 }} onChange={({ target }) => setAnswer(target.value)} />
      </Form.Item>
      <div className="row">
        {request.type === 'erasure' ? null : <Button type="primary" disabled={isEmpty} loading={settle.isPending} onClick={() => settle.mutate('done')} data-testid="settle-done">{t.done}</Button>}
        <Button danger disabled={isEmpty} loading={settle.isPending} onClick={() => settle.mutate('refused')} data-testid="settle-refuse">{t.refuse}</Button>
      </div>
    </Form>
  );
}
