import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import { GroupCommit } from '../../core/db/group-commit';
import { newId } from '../../core/db/ids';
import type { Scan } from './entity';

/** `at` is now unless it is given. */
export type NewScan = Pick<Scan, 'kind' | 'codeId' | 'visitor' | 'outcome'> & Partial<Pick<Scan, 'at' | 'target' | 'wayId' | 'reason' | 'customerId'>>;

const columns = ['id', 'corpId', 'kind', 'codeId', 'visitor', 'at', 'outcome', 'target', 'wayId', 'reason', 'customerId'] as const;
const aRow = `(${columns.map(() => '?').join(', ')})`;
/** SQLite takes 32,766 parameters a statement. */
const most = 1_000;

/** Keeps scans: those that come while others are written share a commit. */
export class Scans {
  private readonly group: GroupCommit<unknown[]>;

  constructor(database: Database, private readonly clock: Clock) {
    this.group = new GroupCommit(async (rows) => {
      await database.execute(`INSERT INTO scan (${columns.join(', ')}) VALUES ${rows.map(() => aRow).join(', ')}`, rows.flat());
    }, { most });
  }

  /** The scan's id, once the scan is durable. */
  async record(corpId: string, scan: NewScan): Promise<string> {
    const at = scan.at ?? this.clock.now();
    const id = newId('scn', at);
    const { kind, codeId, visitor, outcome, target = '', wayId = '', reason = null, customerId = null } = scan;
    await this.group.add([id, corpId, kind, codeId, visitor, at, outcome, target, wayId, reason && JSON.stringify(reason), customerId]);
    return id;
  }
}
