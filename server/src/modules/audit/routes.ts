import { audit as contract } from '@scrm/shared/audit';
import { AppError } from '../../core/errors';
import { Download, serve } from '../../core/http/serve';
import { AuditEntry } from './entity';
import { listEntries, narrow, verifyChain, walk } from './list';

const mostExported = 50_000;
const word = '审计记录';

export const auditRoutes = serve('audit', contract, {
  list: async (input, { db, reach }) => listEntries(db, { ...input, reach: await reach() }),

  get: async ({ id }, { db, reach }) => {
    const row = await db.get(AuditEntry, id, word);
    const { staffIds } = await reach();
    if (staffIds !== null && !staffIds.includes(row.actorId)) throw new AppError('not_found', { what: word });
    return row;
  },

  choices: async (_, { db, reach }) => {
    const own = { reach: await reach() };
    const actors = await narrow(db, own).select('audit.actorId', 'id').addSelect('MAX(audit.actorName)', 'name').groupBy('audit.actorId').limit(500).getRawMany<{ id: string; name: string }>();
    const calls = await narrow(db, own).select('audit.call', 'name').groupBy('audit.call').orderBy('audit.call', 'ASC').getRawMany<{ name: string }>();
    return { actors, calls: calls.map(({ name }) => name) };
  },

  verify: (_, { db }) => verifyChain(db),

  export: async ({ from = 0, until = Number.MAX_SAFE_INTEGER }, { db, clock, reach }) => {
    const { staffIds } = await reach();
    const lines = [['seq', 'time', 'name', 'account', 'call', 'action', 'outcome', 'objects', 'fields', 'ip', 'request', 'hash']];
    for await (const rows of walk(db)) {
      for (const row of rows) {
        if (row.at < from || row.at >= until || (staffIds !== null && !staffIds.includes(row.actorId))) continue;
        lines.push([String(row.seq), new Date(row.at).toISOString(), row.actorName, row.actorId, row.call, row.action, row.outcome, row.objects.join(' '), row.fields.join(' '), row.ip, row.requestId, row.hash]);
      }
      if (lines.length > mostExported) break;
    }
    const text = `\ufeff${lines.slice(0, mostExported + 1).map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
    return new Download(Buffer.from(text), 'text/csv; charset=utf-8', `audit-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`);
  },
});

/** A name that begins like a formula must not become one in a spreadsheet. */
function cell(value: string): string {
  return `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replace(/"/g, '""')}"`;
}
