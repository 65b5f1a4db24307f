import { useEffect, useState } from 'react';

/** China has one zone and no summer time. */
const chinaMs = 8 * 3_600_000;

/** Monday 9:00 in China, always ahead: on a Monday it is the one in seven days. */
export function nextMonday(now: number): number {
  const today = new Date(now + chinaMs);
  const ahead = (8 - today.getUTCDay()) % 7 || 7;
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + ahead, 9) - chinaMs;
}

/** The sandbox's time between two answers of it: its clock runs as fast as ours. Changes once every `stepMs`. */
export function useNow(told: number | undefined, stepMs: number): number {
  const [base, setBase] = useState({ told, ahead: told === undefined ? 0 : told - Date.now() });
  if (base.told !== told && told !== undefined) setBase({ told, ahead: told - Date.now() });
  const read = () => Math.floor((Date.now() + base.ahead) / stepMs) * stepMs;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(Math.floor((Date.now() + base.ahead) / stepMs)), Math.min(stepMs, 1000));
    return () => clearInterval(timer);
  }, [base.ahead, stepMs]);
  return read();
}
