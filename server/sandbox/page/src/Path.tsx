import type { ApiCall, Contact, SandboxCorp } from '../../control';
import { go } from './address';
import type { LiveCode } from './customer/Scan';
import { Icon } from './kit/Icon';
import { useWords } from './words';

/** The four steps that a newcomer walks, ticked as they happen. */
export function Path({ corp, codes, contacts, calls, consoleUrl }: {
  corp: SandboxCorp; codes: LiveCode[] | undefined; contacts: Contact[] | undefined; calls: ApiCall[]; consoleUrl: string;
}) {
  const words = useWords();
  const met = contacts?.filter((c) => c.corp === corp.key && c.customerHasStaff) ?? [];
  const wasWelcomed = calls.some((c) => c.corp === corp.key && c.errcode === 0 && c.path.endsWith('/send_welcome_msg'));
  const steps = [
    { id: 'create', done: codes?.some((c) => c.corp === corp.key) ?? false, href: consoleUrl },
    { id: 'scan', done: met.length > 0, act: () => go({ chat: '', view: 'scan', tab: 'customer' }) },
    { id: 'read', done: met.some((c) => c.lastMessage?.byApp || (c.lastMessage && wasWelcomed)) },
    { id: 'see', done: false, href: consoleUrl },
  ] as const;
  const next = steps.find((step) => !step.done)?.id;
  return (
    <ol className="path" aria-label={words.path.label}>
      {steps.map((step, i) => (
        <li key={step.id} className={step.done ? 'done' : step.id === next ? 'next' : ''} data-testid={`path-${step.id}`} data-done={step.done} aria-current={step.id === next ? 'step' : undefined}>
          <span className="path-mark">{step.done ? <Icon name="check" size={14} /> : i + 1}</span>
          {'href' in step ? <a href={step.href} target="scrm-console">{words.path[step.id]} <Icon name="open" size={14} /></a>
            : 'act' in step ? <button className="link" onClick={step.act}>{words.path[step.id]}</button>
              : <span>{words.path[step.id]}</span>}
          {step.done && <span className="unseen">{words.path.done}</span>}
        </li>
      ))}
    </ol>
  );
}
