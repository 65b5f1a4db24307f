import { useEffect, useRef, type ReactNode } from 'react';

/**
 * A sheet that rises from the bottom. It is the browser's own modal dialog: the rest of the page is out of reach, Escape
 * closes it and the focus returns to where it was.
 */
export function Sheet({ name, close, test, children }: { name: string; close: () => void; test?: string; children: ReactNode }) {
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = place.current;
    if (!dialog) return;
    // WebViews from before 2022 know no modal dialog: there it lies above the page all the same.
    if (typeof dialog.showModal !== 'function') return dialog.setAttribute('open', '');
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={place} className="sheet" aria-label={name} data-testid={test}
      onCancel={(event) => { event.preventDefault(); close(); }}
      onClick={(event) => { if (event.target === place.current) close(); }}
    >
      <div className="sheet-inside">{children}</div>
    </dialog>
  );
}
