import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { ConsentState } from '@scrm/shared/privacy';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { Ago } from '../../kit/time';
import { consentTones, usePrivacyWords } from './words';

const useWords = words({
  zh: {
    title: '同意', none: '还没有设置需要同意的用途。', set: '去设置用途', give: '登记同意', withdraw: '登记撤回', withdrawAsk: '登记后立即生效；以后要重新取得客户的同意。', given: '已登记同意', withdrawn: '已登记撤回，立即生效', evidence: '客户怎样表示同意？例如：签了表格、聊天里回复「同意」', save: '保存', cancel: '取消', text: (v: number) => `第 ${v} 版文本`,
  },
  en: {
    title: 'Consent', none: 'No purposes of consent yet.', set: 'Set them up', give: 'Record consent', withdraw: 'Record withdrawal', withdrawAsk: 'It holds at once; later the customer has to consent anew.', given: 'Consent recorded', withdrawn: 'Withdrawal recorded, it holds at once', evidence: 'How did they consent? A signed form, a sentence in the chat', save: 'Save', cancel: 'Cancel', text: (v: number) => `Text, version ${v}`,
  },
});

/** Each purpose, what this customer said of it, and how to write down what they say now. */
export function ConsentPanel({ customerId }: { customerId: string }) {
  const t = useWords();
  const consents = useQuery(ask('consents', 'ofCustomer', { customerId }));
  return (
    <section className="panel stack" id="consents" data-testid="consents">
      <h2>{t.title}</h2>
      {consents.isPending ? <Skeleton active /> : null}
      {consents.error ? <ErrorNote compact error={consents.error} onAgain={() => void consents.refetch()} /> : null}
      {consents.data?.items.length === 0 ? <p className="soft">{t.none} <Allow to="consents.createPurpose"><Link to="/privacy/consents">{t.set}</Link></Allow></p> : null}
      {consents.data?.items.map((one) => <Row key={one.purposeId} customerId={customerId} consent={one} />)}
    </section>
  );
}

function Row({ customerId, consent }: { customerId: string; consent: ConsentState }) {
  const t = useWords();
  const names = usePrivacyWords();
  const [writing, setWriting] = useState(false);
  const [evidence, setEvidence] = useState('');
  const record = useAct((given: boolean) => api.consents.record({ customerId, purposeId: consent.purposeId, given, evidence }), {
    done: () => (writing ? t.given : t.withdrawn), touches: ['consents', 'customers'], onDone: () => { setWriting(false); setEvidence(''); },
  });
  return (
    <div className="consent-row" data-testid={`consent-${consent.state}`}>
      <div className="between"><strong className="break">{consent.name}</strong><Tag color={consentTones[consent.state]}>{names.consents[consent.state]}</Tag></div>
      {consent.at === null ? null : <span className="soft small break"><Ago at={consent.at} />{consent.channel ? ` · ${names.channels[consent.channel]}` : ''}{consent.evidence ? ` · ${consent.evidence}` : ''}</span>}
      <details className="small"><summary className="soft">{t.text(consent.version)}</summary><p className="privacy-text break">{consent.text}</p></details>
      <Allow to="consents.record">
        {writing ? (
          <>
            <Input.TextArea aria-label={t.evidence} placeholder={t.evidence} value={evidence} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={({ target }) => setEvidence(target.value)} />
            <div className="row"><Button type="primary" disabled={evidence.trim() === ''} loading={record.isPending} onClick={() => record.mutate(true)}>{t.save}</Button><Button onClick={() => setWriting(false)}>{t.cancel}</Button></div>
          </>
        ) : (
          <div className="row">
            {consent.state === 'given' ? null : <Button size="small" onClick={() => setWriting(true)} data-testid="give">{t.give}</Button>}
            {consent.state === 'given' || consent.state === 'outdated' ? <Popconfirm title={t.withdrawAsk} okText={t.withdraw} cancelText={t.cancel} onConfirm={() => record.mutate(false)}><Button size="small" danger loading={record.isPending} data-testid="withdraw">{t.withdraw}</Button></Popconfirm> : null}
          </div>
        )}
      </Allow>
    </div>
  );
}
