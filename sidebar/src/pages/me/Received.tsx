import { useEffect, useState } from 'react';
import type { Dossier as DossierData, TransferItem } from '@scrm/shared/transfer';
import { api } from '../../kit/api';
import { Avatar } from '../../kit/Avatar';
import { Dossier } from '../../kit/Dossier';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { Sheet } from '../../kit/Sheet';
import { moment } from '../../kit/time';

const words = {
  zh: { title: '我接手的客户', none: '还没有从同事那里接手客户', more: '更多', brief: '交接简报', again: '重试', loading: '正在读取', close: '关闭', someone: '一位客户' },
  en: { title: 'Customers I took over', none: 'You have not taken over anybody yet', more: 'More', brief: 'Hand-over brief', again: 'Try again', loading: 'Loading', close: 'Close', someone: 'A customer' },
};

/** Whom the person took over from colleagues, newest first, each with the brief. */
export function Received() {
  const w = useWords(words);
  const explain = useExplain();
  const language = useLanguage();
  const [items, setItems] = useState<TransferItem[]>([]);
  const [next, setNext] = useState<string | null>('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: true, error: null });
  const [open, setOpen] = useState<TransferItem | null>(null);

  async function load(cursor: string | null): Promise<void> {
    setState({ busy: true, error: null });
    try {
      const page = await api.transfers.received({ limit: 20, ...(cursor && { cursor }) });
      setItems((before) => (cursor ? [...before, ...page.items] : page.items));
      setNext(page.nextCursor);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  }
  useEffect(() => void load(null), []);

  return (
    <section className="card" data-testid="received">
      <div className="card-head"><h2>{w.title}</h2></div>
      {state.busy && items.length === 0 && <p className="faint" role="status"><i className="spinner" />{w.loading}</p>}
      {state.error !== null && <p className="outcome failed" role="status">{explain(state.error)} <button type="button" className="button" onClick={() => void load(items.length > 0 ? next : null)}>{w.again}</button></p>}
      {!state.busy && state.error === null && items.length === 0 && <p className="faint">{w.none}</p>}
      {items.map((item) => (
        <button key={item.id} type="button" className="received" data-testid={`received-${item.id}`} onClick={() => setOpen(item)}>
          <Avatar url={item.customer.avatarUrl} name={item.customer.name} size={36} />
          <span className="received-text"><span className="received-name">{item.customer.name || w.someone}</span><span className="small">{item.settledAt === null ? '' : moment(item.settledAt, language)}</span></span>
        </button>
      ))}
      {next && items.length > 0 && <button type="button" className="button wide" disabled={state.busy} onClick={() => void load(next)}>{w.more}</button>}
      {open && <Brief item={open} title={open.customer.name || w.brief} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Brief({ item, title, onClose }: { item: TransferItem; title: string; onClose: () => void }) {
  const w = useWords(words);
  const explain = useExplain();
  const [dossier, setDossier] = useState<DossierData | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => void api.transfers.dossier({ itemId: item.id }).then(setDossier, setError), [item.id]);
  return (
    <Sheet name={title} close={onClose} test="received-brief">
      <div className="sheet-head"><button type="button" className="link quiet" onClick={onClose}>{w.close}</button><h2>{title}</h2><span /></div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}</p>}
      {dossier ? <Dossier dossier={dossier} /> : error === null && <p className="faint" role="status"><i className="spinner" />{w.loading}</p>}
    </Sheet>
  );
}
