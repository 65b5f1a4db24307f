import type { SandboxCorp } from '../../control';
import { go } from './address';
import { themes, type Theme } from './theme';
import { countOf, useWords } from './words';

export function Head({ corps, corp, offline, status, theme }: {
  corps: SandboxCorp[]; corp: SandboxCorp; offline: boolean; status: 'live' | 'polling'; theme: Theme;
}) {
  const words = useWords();
  const shown = offline ? 'offline' : status;
  return (
    <header className="head">
      <h1><img src="/mark.svg" alt="" width={28} height={28} />{words.title}</h1>
      <div className="corps" role="group" aria-label={words.corp.label}>
        {corps.map((c) => (
          <button key={c.key} aria-pressed={c.key === corp.key} data-testid={`corp-${c.key}`} title={words.corp.customers(countOf(c.customerCount, words))}
            onClick={() => go({ corp: c.key, staff: '', open: '', desk: '' })}>
            <b>{c.name}</b><span>{words.corp.kind[c.kind]}</span>
          </button>
        ))}
      </div>
      <div className="head-end">
        <span className={`status ${shown}`} role="status" data-testid="status" data-status={shown}>{words.status[shown]}</span>
        <button className="quiet" data-testid="language" lang={words.lang === 'en' ? 'zh-CN' : 'en'} onClick={() => go({ lang: words.lang === 'en' ? 'zh' : 'en' }, 'replace')}>{words.other}</button>
        <select className="quiet" value={theme} aria-label={words.theme.label} data-testid="theme" onChange={(e) => go({ theme: e.target.value }, 'replace')}>
          {themes.map((name) => <option key={name} value={name}>{words.theme[name]}</option>)}
        </select>
      </div>
      {offline && <p className="unanswered" role="alert">{words.phone.offline}</p>}
    </header>
  );
}
