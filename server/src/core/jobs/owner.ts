import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Who runs a job row: machine, process, life and claim, so that after a crash the next start on the same machine knows
 * what died with the last one and need not wait for its leases.
 */
const place = createHash('sha256').update(`${hostname()} ${processIds()}`).digest('hex').slice(0, 10);
const life = randomBytes(4).toString('hex');
let claims = 0;

/** Another one each time. At most 40 characters. */
export function newOwner(): string {
  return `${place}.${process.pid}.${life}.${(++claims).toString(36)}`;
}

/** A process of this machine that is no more. Those of other machines, and of other containers here, cannot be seen. */
export function isGone(owner: string): boolean {
  const [where, pid, whose] = owner.split('.');
  if (where !== place || whose === life) return false;
  // In a container the next life has the same number.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

/** Which processes share their numbers with ours: two containers may have one host name. */
function processIds(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
