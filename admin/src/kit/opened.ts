import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';

/**
 * What stands open over a page is part of its address: a reload and a link that was sent open it again, and the browser's
 * back closes it. `names`: the parts of the address that say it.
 */
export function useOpened<K extends string>(names: readonly K[]) {
  const [search] = useSearchParams();
  const { state } = useLocation() as { state: { opened?: boolean } | null };
  const navigate = useNavigate();
  const without = () => {
    const next = new URLSearchParams(location.search);
    for (const name of names) next.delete(name);
    return next;
  };
  const withValues = (values: Partial<Record<K, string | undefined>>) => {
    const next = without();
    for (const name of names) if (values[name] !== undefined) next.set(name, values[name]!);
    return next.toString();
  };
  return {
    values: Object.fromEntries(names.map((name) => [name, search.get(name) ?? undefined])) as Record<K, string | undefined>,
    open(values: Partial<Record<K, string | undefined>>): void {
      void navigate({ search: withValues(values) }, { state: { opened: true } });
    },
    /** Something else in the place of what is open, so that back still closes it. */
    turn(values: Partial<Record<K, string | undefined>>): void {
      void navigate({ search: withValues(values) }, { replace: true, state });
    },
    /** As back does where it was opened here; a page that came open has nothing to go back to. */
    close(): void {
      if (state?.opened) void navigate(-1);
      else void navigate({ search: without().toString() }, { replace: true });
    },
  };
}
