import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { figure, words } from '../language';

const useWords = words({
  zh: { pages: '翻页', before: '上一页', next: '下一页', of: (from: string, to: string, total: string) => `${from}–${to} / ${total}` },
  en: { pages: 'Pages', before: 'Previous page', next: 'Next page', of: (from: string, to: string, total: string) => `${from}–${to} of ${total}` },
});

export const pageSize = 50;

/** Where one is in a list of pages. Another filter (`of`) starts at the first page again. */
export function usePaging(of: unknown) {
  const key = JSON.stringify(of);
  const [place, setPlace] = useState<{ key: string; cursors: string[] }>({ key, cursors: [] });
  const cursors = place.key === key ? place.cursors : [];
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    forward: (next: string) => setPlace({ key, cursors: [...cursors, next] }),
    back: () => setPlace({ key, cursors: cursors.slice(0, -1) }),
  };
}

/** The arrow keys turn the page, unless they are needed where the person types or chooses. */
function useArrows(back: (() => void) | null, forward: (() => void) | null): void {
  useEffect(() => {
    function turn(event: KeyboardEvent): void {
      const target = event.target as Element;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || target.closest('input, textarea, [role="dialog"], [role="listbox"], [role="tree"], [role="menu"], [role="tablist"], [role="radiogroup"], [role="tooltip"]')) return;
      if (event.key === 'ArrowLeft') back?.();
      if (event.key === 'ArrowRight') forward?.();
    }
    document.addEventListener('keydown', turn);
    return () => document.removeEventListener('keydown', turn);
  }, [back, forward]);
}

/** Forward and back by cursor; nothing while everything fits on one page. */
export function Pager({ paging, data }: {
  paging: ReturnType<typeof usePaging>; data: { items: unknown[]; total: number; nextCursor: string | null } | undefined;
}) {
  const t = useWords();
  const next = data?.nextCursor ?? null;
  useArrows(paging.page > 0 ? paging.back : null, next === null ? null : () => paging.forward(next));
  if (!data || (paging.page === 0 && next === null)) return null;
  const from = paging.page * pageSize;
  return (
    <nav className="pager" aria-label={t.pages}>
      <span className="soft figures">{t.of(figure(from + 1), figure(from + data.items.length), figure(data.total))}</span>
      <Button aria-label={t.before} icon={<LeftOutlined />} disabled={paging.page === 0} onClick={paging.back} />
      <Button aria-label={t.next} icon={<RightOutlined />} disabled={next === null} onClick={() => next !== null && paging.forward(next)} />
    </nav>
  );
}
