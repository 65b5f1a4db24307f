import type { SandboxJoinWay } from '../../../control';
import { withQuery } from '../api';
import { useLive } from '../live';
import { useWords } from '../words';

/** Codes of groups that the app made: a scan leads into the first group that has room. */
export function JoinWays({ corp, busy, onScan }: { corp: string; busy: boolean; onScan: (qr: string) => void }) {
  const words = useWords();
  const ways = useLive<SandboxJoinWay[]>(withQuery('/join-ways', { corp }), ['group']);
  const shown = ways.data?.filter((way) => way.expiresAt === null) ?? [];
  if (shown.length === 0) return null;
  return (
    <div>
      <h5>{words.group.ways}</h5>
      <ul className="codes">
        {shown.map((way) => (
          <li key={way.configId}>
            <button className="code" data-testid={`join-way-${way.configId}`} disabled={busy} onClick={() => onScan(way.qr)}>
              <img src={way.qr} alt={words.scan.picture(way.remark)} loading="lazy" />
              <span className="row-text">
                <span className="row-name">{way.remark || words.scan.unnamed}</span>
                <span className="row-note">{way.groups.map((group) => `${group.name} ${words.group.count(group.count)}`).join(' · ') || words.group.gone}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
