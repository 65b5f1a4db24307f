import { createElement, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { words } from './language';
import { useMe } from './me';

declare global {
  interface Window {
    WWOpenData?: { bind(element: Element): void; on?(event: 'error', listener: () => void): void };
  }
}

const useWords = words({
  zh: { hidden: '用企业微信登录后才能看到姓名' },
  en: { hidden: 'Sign in with WeCom to see the name' },
});

let loading: Promise<void> | undefined;

/** WeCom shows names only to its own people: who signed in with the local account gets ids instead of empty places. */
let refused = false;
const watchers = new Set<() => void>();

function refuse(): void {
  refused = true;
  for (const watcher of watchers) watcher();
}

function useRefused(): boolean {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, () => refused);
}

/**
 * The script must come from WeCom itself and see our origin:
 * https://developer.work.weixin.qq.com/document/path/91958
 */
function loadOpenData(url: string): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.referrerPolicy = 'origin';
    script.onload = () => {
      window.WWOpenData?.on?.('error', refuse);
      resolve();
    };
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new Error('open data script'));
    };
    document.head.append(script);
  });
  return loading;
}

/** A name that WeCom shows to the reader and keeps from us; the id stands there when the component may not show it. */
export function OpenData({ type, openid }: { type: 'userName' | 'departmentName'; openid: string }) {
  const { openDataUrl } = useMe();
  const t = useWords();
  const isRefused = useRefused();
  const element = useRef<HTMLElement>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!openDataUrl) return;
    let gone = false;
    loadOpenData(openDataUrl).then(() => {
      if (!gone && element.current) window.WWOpenData?.bind(element.current);
    }, () => setFailed(true));
    return () => {
      gone = true;
    };
  }, [openDataUrl, type, openid]);

  if (!openDataUrl || failed || isRefused) return <span className="mono" title={`${openid} · ${t.hidden}`}>{short(openid)}</span>;
  // A new element for a new id: the component fills its element once.
  return createElement('ww-open-data', { key: `${type}:${openid}`, ref: element, type, openid, title: openid });
}

/** Enough of a long id to tell two people apart. */
const short = (id: string) => (id.length <= 12 ? id : `${id.slice(0, 2)}…${id.slice(-6)}`);
