import { codeNumbers } from '@scrm/shared/code-numbers';
import { serve } from '../../core/http/serve';
import { begunExport, startExport } from '../export';
import { codeNames } from './names';
import { readList } from './list';
import { scopeOf } from './source';
import { readTable } from './table';

export const codeNumberRoutes = serve('codeNumbers', codeNumbers, {
  table: async ({ by, ...span }, { db, reach }) => {
    const scope = await scopeOf(db, span, await reach());
    const table = await readTable(db, scope, by);
    // Of a code by which nobody in reach received anybody not even the name is told.
    const isMet = table.total.added + (table.total.scans ?? 0) > 0 || scope.reach.staffIds === null;
    const codeName = span.codeId !== undefined && isMet ? (await codeNames(db, [span.codeId])).get(span.codeId) : undefined;
    return { ...table, stage: scope.stage, stages: scope.stages, codeName: codeName ?? null };
  },

  list: async ({ by, key, step, cursor, limit, ...span }, { db, reach, access, actor }) => (
    readList(db, await scopeOf(db, span, await reach()), { by, key, step, cursor, limit }, await access.reachOf(actor, 'customer.read'))
  ),

  export: async ({ key, format, ...filter }, context) => {
    await scopeOf(context.db, filter, { staffIds: null });
    return begunExport(await startExport(context, { kind: 'codeNumbers', key, format, filter, ids: null, wanted: filter, revealed: false }), context);
  },

  exportGroups: async ({ key, format, ...filter }, context) => begunExport(await startExport(context, { kind: 'groupNumbers', key, format, filter, ids: null, wanted: filter, revealed: false }), context),
});
