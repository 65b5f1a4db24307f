import { useEffect, useState } from 'react';
import type { MyStore } from '@scrm/shared/store-code';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useWords } from '../../kit/language';
import { useAction } from '../../kit/action';

const words = {
  zh: { title: '我的门店', today: (n: number) => `今天添加 ${n}`, open: '在微信打开我的门店', copied: '链接已复制，一分钟内在微信里打开，只能用一次', copy: '请复制这个链接，一分钟内在微信里打开' },
  en: { title: 'My stores', today: (n: number) => `${n} added today`, open: 'Open my store in WeChat', copied: 'The link is copied; open it in WeChat within a minute, once', copy: 'Copy this link and open it in WeChat within a minute' },
};

/** For store owners: today's figure, and the way to their code on their own phone. */
export function MyStores() {
  const w = useWords(words);
  const explain = useExplain();
  const [stores, setStores] = useState<MyStore[]>([]);
  const [link, setLink] = useState<{ url: string; isCopied: boolean } | null>(null);
  const { progress, run } = useAction();
  // Most staff have none: nothing is shown until it is known.
  useEffect(() => void api.myStores.list({}).then(({ items }) => setStores(items), () => undefined), []);
  if (stores.length === 0) return null;

  async function make(): Promise<void> {
    const { url } = await api.myStores.link({});
    const isCopied = await navigator.clipboard.writeText(url).then(() => true, () => false);
    setLink({ url, isCopied });
  }
  return (
    <section className="card" data-testid="my-stores">
      <div className="card-head"><h2>{w.title}</h2></div>
      {stores.map(({ store, today }) => <div key={store.id} className="duty-code"><span className="duty-text wrap">{store.name}</span><span className="duty-side small">{w.today(today.added)}</span></div>)}
      <button type="button" className="button wide" data-testid="my-store-link" disabled={progress.state === 'waiting'} onClick={() => void run(make)}>{progress.state === 'waiting' && <i className="spinner" />}{w.open}</button>
      {link && <p className="small" role="status">{link.isCopied ? w.copied : <>{w.copy}<br /><span style={{ overflowWrap: 'anywhere' }}>{link.url}</span></>}</p>}
      {progress.state === 'failed' && <p className="outcome failed" role="status">{explain(progress.error)}</p>}
    </section>
  );
}
