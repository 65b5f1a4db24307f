import { useState } from 'react';
import { go } from '../address';
import { post } from '../api';
import { Confirm } from '../kit/Confirm';
import { useAction } from '../live';
import { useWords } from '../words';

export function Reset({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const reset = useAction(() => post('/reset', {}));
  return (
    <>
      <button className="quiet" data-testid="reset" onClick={() => setAsking(true)}>{words.reset.open}</button>
      {asking && (
        <Confirm title={words.reset.ask} what={words.reset.what} act={words.reset.open} busy={reset.busy} error={reset.error} onNo={() => setAsking(false)}
          onYes={async () => {
            if (!await reset.run()) return;
            setAsking(false);
            go({ person: '', chat: '', view: '', staff: '', open: '', desk: '', scans: '' });
            onDone();
          }}
        />
      )}
    </>
  );
}
