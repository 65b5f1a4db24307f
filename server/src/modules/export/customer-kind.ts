import type { CustomerColumn } from '@scrm/shared/audience';
import type { CustomerFilter, CustomerRow } from '@scrm/shared/customer';
import { columnNames, lostText, sourceText, stateNames } from '@scrm/shared/customer-text';
import type { Language } from '@scrm/shared/error';
import type { z } from 'zod';
import { AppError } from '../../core/errors';
import { defineExportKind, type ExportRow, type ExportViewer } from '../../core/exports';
import type { Cell } from '../../core/sheet/write';
import { clockTime } from '../../core/zone';
import { customerSource, livingId, presentRows, readInOrder } from '../customer';
import { canReveal, fieldCells, leadSourceNamesOf, recordReveal, viewerOf, visibleFields, type Field } from '../field';
import { stageNamesOf } from '../stage';

export interface CustomerOrder {
  columns: CustomerColumn[];
  fieldIds: string[];
  /** Why masked values are shown as they are; without it they stay masked. */
  revealReason?: string;
}

type Filter = z.output<typeof CustomerFilter>;

const widths: Partial<Record<CustomerColumn, number>> = { state: 24, tags: 28, staff: 20, source: 24, leadSource: 24, added: 20, active: 20, remark: 20, company: 24, externalUserid: 36 };
const and = { zh: '、', en: ', ' };

/** The list of customers as it is on the person's screen: the name, the columns they chose, then fields of the company's own. */
export const customerExport = defineExportKind<CustomerOrder, Filter>({
  kind: 'customer', label: { zh: '客户', en: 'Customers' }, permission: 'customer.export',
  resolve: customerSource.resolve,
  inOrder: async (db, ids) => (await readInOrder(db, ids)).sort((a, b) => b.lastAddedAt - a.lastAddedAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id),
  visible: customerSource.visible,
  livingId,

  check: async (viewer, { fieldIds, revealReason }) => {
    const fields = await chosenFields(viewer, fieldIds);
    const who = await viewerOf(viewer);
    if (revealReason !== undefined && fields.some((field) => field.sensitive && !canReveal(field, who))) throw new AppError('not_allowed', { permission: 'field.reveal' });
  },

  columns: async (viewer, { columns, fieldIds }) => {
    const names = columnNames[viewer.language];
    const fields = await chosenFields(viewer, fieldIds);
    return [{ title: names.name, width: 24 }, ...columns.map((column) => ({ title: names[column], width: widths[column] })), ...fields.map(({ name }) => ({ title: name, width: 20 }))];
  },

  staffColumns: ({ columns }) => (columns.includes('staff') ? [columns.indexOf('staff') + 1] : []),

  rows: async (viewer, ids, { columns, fieldIds, revealReason }) => {
    const { db, actor, language, zone, secrets, clock } = viewer;
    const customers = await presentRows(db, await readInOrder(db, ids), actor.staffId);
    const stages = columns.includes('stage') ? await stageNamesOf(db, ids) : new Map<string, string[]>();
    const leadSources = columns.includes('leadSource') ? await leadSourceNamesOf(db, ids) : new Map<string, string>();
    const fields = await chosenFields(viewer, fieldIds);
    const values = await fieldCells(db, ids, fields, { secrets, language, reveal: revealReason !== undefined });
    return new Map(customers.map((row): [string, ExportRow] => {
      const own = values.get(row.id);
      const revealed = fields.filter(({ id }) => own?.get(id)?.isRevealed);
      return [row.id, {
        cells: [row.name, ...columns.map((column) => cellOf[column](row, language, { stages: stages.get(row.id) ?? [], leadSource: leadSources.get(row.id) ?? '', zone })), ...fields.map(({ id }) => own?.get(id)?.value ?? null)],
        ...(revealed.length > 0 && { note: async (tx) => { for (const { id } of revealed) await recordReveal(tx, { customerId: row.id, fieldId: id, actor, reason: revealReason!, now: clock.now() }); } }),
      }];
    }));
  },
});

const cellOf: Record<CustomerColumn, (row: CustomerRow, language: Language, beside: { stages: string[]; leadSource: string; zone: string }) => Cell> = {
  state: ({ lostAt, lostBy }, language, { zone }) => (lostAt === null ? stateNames[language].friend : [stateNames[language].lost, clockTime(zone, lostAt), lostText(lostBy, language)].filter(Boolean).join(' ')),
  stage: (_, language, { stages }) => stages.join(and[language]),
  tags: ({ tags }, language) => tags.map(({ name }) => name).join(and[language]),
  // Where WeCom keeps the name from us, the file holds the id.
  staff: ({ owners }, language) => owners.map(({ name, userId }) => name ?? userId).join(and[language]),
  source: ({ source }, language) => sourceText(source, language),
  leadSource: (_, __, { leadSource }) => leadSource,
  added: ({ addedAt }) => new Date(addedAt),
  active: ({ activeAt }) => new Date(activeAt),
  remark: ({ remark }) => remark,
  company: ({ corpName }) => corpName,
  externalUserid: ({ externalUserid }) => externalUserid,
};

/** Those that the person may see, in the order of their choice; one that they may not see does not exist for them. */
async function chosenFields(viewer: ExportViewer, fieldIds: readonly string[]): Promise<Field[]> {
  if (fieldIds.length === 0) return [];
  const visible = new Map((await visibleFields(viewer.db, await viewerOf(viewer))).map((field) => [field.id, field]));
  return fieldIds.map((id) => visible.get(id) ?? raise(new AppError('not_found', { what: '字段' })));
}

function raise(error: Error): never {
  throw error;
}
