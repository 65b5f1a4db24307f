import { useCallback, useEffect, useState } from 'react';
import type { Waiting as Word } from '@scrm/shared/waiting';
import { useAction } from '../../kit/action';
import { api } from '../../kit/api';
import { useExplain } from '../../kit/explain';
import { useLanguage, useWords } from '../../kit/language';
import { moment } from '../../kit/time';
import { useShown } from '../../kit/while-shown';

const words = {
  zh: { title: '等你联系的客户', someone: '一位客户', call: '拨打', done: '已联系', again: '重试', from: '来自' },
  en: { title: 'Waiting for your call', someone: 'A customer', call: 'Call', done: 'Done', again: 'Try again', from: 'From' },
};

/** Those who left word at a code and whom the person is to get back to; nothing where there is nobody. */
export function Waiting() {
  const w = useWords(words);
  const explain = useExplain();
  const shown = useShown();
  const [items, setItems] = useState<Word[]>([]);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => api.waiting.mine({}).then((mine) => {
    setItems(mine.items);
    setError(null);
  }, setError), []);
  useEffect(() => {
    if (shown) void load();
  }, [shown, load]);
  if (items.length === 0 && error === null) return null;
  return (
    <section className="card" data-testid="my-waiting">
      <div className="card-head"><h2>{w.title}</h2></div>
      {error !== null && <p className="outcome failed" role="status">{explain(error)}<button type="button" className="link" onClick={() => void load()}>{w.again}</button></p>}
      {items.map((item) => <Line key={item.id} item={item} reload={load} />)}
    </section>
  );
}

function Line({ item: { id, name, phone, note, code, lastAt }, reload }: { item: Word; reload: () => Promise<void> }) {
  const w = useWords(words);
  const language = useLanguage();
  const explain = useExplain();
  const { progress, run } = useAction();
  const settle = () => run(async () => {
    await api.waiting.settleMine({ id });
    await reload();
  });
  return (
    <div className="duty-code" data-testid="my-waiting-row">
      <span className="duty-text">
        <span className="wrap">{name || w.someone}{phone && <> · <a href={`tel:${phone}`} aria-label={`${w.call} ${phone}`}>{phone}</a></>}</span>
        {note && <span className="wrap">{note}</span>}
        <span className="small">{w.from} {code.name} · {moment(lastAt, language)}</span>
        {progress.state === 'failed' && <span className="outcome failed" role="status">{explain(progress.error)}</span>}
      </span>
      <span className="duty-side"><button type="button" className="button" data-testid="my-waiting-done" disabled={progress.state === 'waiting'} onClick={() => void settle()}>{progress.state === 'waiting' && <i className="spinner" />}{w.done}</button></span>
    </div>
  );
}
