import type { SandboxCorp } from '../../control';
import { post } from './api';
import { Wrong } from './kit/States';
import { useAction } from './live';
import { useWords } from './words';

/** A suite is installed by a corp's admin, in WeCom; agency and self-built apps are entered in the console. */
export function NotInstalled({ corp, consoleUrl, onChange }: { corp: SandboxCorp; consoleUrl: string; onChange: () => void }) {
  const words = useWords();
  const install = useAction(async () => {
    await post('/install', { corp: corp.key });
    onChange();
  });
  return (
    <div className="notice" role="status">
      <span>{words.corp.notInstalled(corp.name)}</span>
      {corp.kind === 'suite'
        ? <button className="button" data-testid="install" disabled={install.busy} onClick={() => install.run()}>{words.corp.install}</button>
        : <a className="button" href={consoleUrl} target="_blank" rel="noreferrer">{words.corp.connect}</a>}
      <Wrong error={install.error} />
    </div>
  );
}
