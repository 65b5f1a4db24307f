import { useEffect, useState } from 'react';
import type { Dossier as DossierData } from '@scrm/shared/transfer';
import { api } from '../../kit/api';
import { Dossier } from '../../kit/Dossier';
import { useWords } from '../../kit/language';

const words = { zh: { title: '交接简报' }, en: { title: 'Hand-over brief' } };

/** Shown to whoever took the customer over from a colleague; of others there is nothing to say. */
export function Brief({ customerId }: { customerId: string }) {
  const w = useWords(words);
  const [dossier, setDossier] = useState<DossierData | null>(null);
  useEffect(() => {
    let over = false;
    // Without it the page is whole: a failure here is not worth a sentence.
    api.transfers.dossierOf({ customerId }).then((found) => { if (!over) setDossier(found); }, () => {});
    return () => { over = true; };
  }, [customerId]);
  if (!dossier) return null;
  return (
    <section className="card" data-testid="brief">
      <div className="card-head"><h2>{w.title}</h2></div>
      <Dossier dossier={dossier} />
    </section>
  );
}
