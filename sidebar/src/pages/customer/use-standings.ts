import { useCallback, useEffect, useRef, useState } from 'react';
import type { Standing } from '@scrm/shared/stage';
import { api } from '../../kit/api';

/** Where the customer stands in each flow; null while nobody knows. */
export function useStandings(customerId: string) {
  const [standings, setStandings] = useState<Standing[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const turn = useRef(0);

  const load = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const { items } = await api.stages.standings({ customerIds: [customerId] });
      if (mine !== turn.current) return;
      setStandings(items[0]?.standings ?? []);
      setError(null);
    } catch (failure) {
      if (mine === turn.current) setError(failure);
    }
  }, [customerId]);

  /** What a move gave back: shown at once, and no older answer overwrites it. */
  const show = useCallback((next: Standing) => {
    turn.current++;
    setStandings((before) => (before ?? []).map((one) => (one.flowId === next.flowId ? next : one)));
  }, []);

  useEffect(() => {
    setStandings(null);
    void load();
  }, [load]);

  return { standings, error, load, show };
}
