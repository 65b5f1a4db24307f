import { within } from './timeout';
import { openNames } from './wecom';

let opened: Promise<NonNullable<Window['WWOpenData']>> | null = null;

/** Loads WeCom's name component once. Its script may not be kept by ourselves, and asks for the origin as referrer. */
export function openDataAt(url: string): Promise<NonNullable<Window['WWOpenData']>> {
  opened ??= open(url).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function open(url: string) {
  await within(15_000, load(url).then(openNames));
  if (!window.WWOpenData) throw new Error('WWOpenData is missing');
  return window.WWOpenData;
}

function load(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.referrerPolicy = 'origin';
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${url} did not load`));
    };
    document.head.append(script);
  });
}
