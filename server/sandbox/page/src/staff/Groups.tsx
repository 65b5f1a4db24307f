import type { Contact, SandboxCorp, SandboxGroup, SandboxStaff } from '../../../control';
import { GroupRows } from '../group/GroupRows';
import { NewGroup } from '../group/NewGroup';
import { TopBar } from '../kit/Phone';
import { Failed, Waiting } from '../kit/States';
import type { Live } from '../live';
import { useWords } from '../words';

/** The groups that the member is in, and the way to a new one. */
export function Groups({ corp, staff, groups, contacts, now }: { corp: SandboxCorp; staff: SandboxStaff; groups: Live<SandboxGroup[]>; contacts: Live<Contact[]>; now: number }) {
  const words = useWords();
  return (
    <>
      <TopBar title={words.group.title} note={staff.name} />
      <div className="scroll">
        {!groups.data && (groups.error ? <Failed error={groups.error} onRetry={groups.reload} /> : <Waiting rows={2} />)}
        <ul className="rows"><GroupRows groups={groups.data ?? []} now={now} /></ul>
        <h5>{words.group.fresh}</h5>
        <NewGroup corp={corp.key} userid={staff.userid} contacts={contacts.data ?? []} onMade={groups.reload} />
      </div>
    </>
  );
}
