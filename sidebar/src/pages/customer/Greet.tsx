import { useCallback, useEffect, useState } from 'react';
import type { ByHand } from '@scrm/shared/welcome';
import type { Me } from '@scrm/shared/session';
import { counted } from '@scrm/shared/text';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { can } from '../../kit/can';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';

const words = {
  zh: {
    title: '请打个招呼', late: '欢迎语没能按时发出，客户还没有收到。', unclear: '企业微信没有明确答复，客户可能已经收到，请先看看聊天。', attachments: (n: number) => `原本还有 ${n} 个附件，可在素材里另外发送。`,
    copy: '复制文字', copied: '已复制，去聊天里粘贴', refused: '无法复制，请长按选择文字', done: '已打招呼', skip: '不用了', saving: '正在保存',
  },
  en: {
    title: 'Please say hello', late: 'The welcome did not go out in time; the customer has not had it.', unclear: 'WeCom gave no clear answer. It may have arrived, look into the chat first.', attachments: (n: number) => `It also had ${counted(n, 'attachment')}, send them from your material.`,
    copy: 'Copy the text', copied: 'Copied, paste it into the chat', refused: 'Cannot copy, select the text instead', done: 'I have greeted', skip: 'No need', saving: 'Saving',
  },
};

/** Whoever was not greeted by itself: what to say, until it was said. */
export function Greet({ me, customerId, changed }: { me: Me; customerId: string; changed: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const [open, setOpen] = useState<ByHand | null>(null);
  const [copied, setCopied] = useState<'yes' | 'refused' | null>(null);
  const { progress, run } = useAction();
  const load = useCallback(() => {
    // Without it the page is whole: a failure here is not worth a sentence.
    api.welcome.byHand({ customerId, state: 'open', limit: 10 }).then(({ items }) => setOpen(items.find(({ staff }) => staff?.id === me.staffId) ?? null), () => {});
  }, [customerId, me.staffId]);
  useEffect(load, [load]);
  if (!open) return null;

  const copy = () => navigator.clipboard.writeText(open.text).then(() => setCopied('yes'), () => setCopied('refused'));
  const settle = (state: 'done' | 'over') => run(async () => {
    await api.welcome.settleByHand({ id: open.id, state });
    setOpen(null);
    changed();
  });
  return (
    <section className="card" data-testid="greet">
      <div className="card-head"><h2>{w.title}</h2></div>
      <p className="small">{open.unclear ? w.unclear : w.late}</p>
      <p className="wrap greet-text" data-testid="greet-text">{open.text}</p>
      {open.attachments.length > 0 && <p className="faint">{w.attachments(open.attachments.length)}</p>}
      <div className="line-actions">
        {open.text !== '' && <button type="button" className="button" data-testid="greet-copy" onClick={() => void copy()}>{w.copy}</button>}
        <span className="counter" />
        {can(me, 'welcome.settleByHand') && (
          <>
            <button type="button" className="button" disabled={progress.state === 'waiting'} onClick={() => void settle('over')}>{w.skip}</button>
            <button type="button" className="button primary" data-testid="greet-done" disabled={progress.state === 'waiting'} onClick={() => void settle('done')}>{w.done}</button>
          </>
        )}
      </div>
      {copied && <p className={copied === 'yes' ? 'outcome' : 'outcome failed'} role="status">{copied === 'yes' ? w.copied : w.refused}</p>}
      {progress.state === 'waiting' && <p className="outcome waiting" role="status"><i className="spinner" />{w.saving}</p>}
      {progress.state === 'failed' && <p className="outcome failed" role="alert">{explain(progress.error)}</p>}
    </section>
  );
}
