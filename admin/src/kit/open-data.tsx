import { createElement, useEffect, useRef, useState } from 'react';
import { useMe } from './me';

declare global {
  interface Window {
    WWOpenData?: { bind(element: Element): void };
  }
}

let loading: Promise<void> | undefined;

/**
 * The script must come from WeCom itself and see our origin:
 * https://developer.work.weixin.qq.com/document/path/91958
 */
function loadOpenData(url: string): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.referrerPolicy = 'origin';
    script.onload = () => resolve();
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new Error('open data script'));
    };
    document.head.append(script);
  });
  return loading;
}

/** A name that WeCom shows to the reader and keeps from us; the id stands there when the component cannot load. */
export function OpenData({ type, openid }: { type: 'userName' | 'departmentName'; openid: string }) {
  const { openDataUrl } = useMe();
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

  if (!openDataUrl || failed) return <span className="mono">{openid}</span>;
  // A new element for a new id: the component fills its element once.
  return createElement('ww-open-data', { key: `${type}:${openid}`, ref: element, type, openid, title: openid });
}
