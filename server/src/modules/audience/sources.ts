import type { BulkRows } from '../../core/db/bulk';

/** Where a source puts what a row says of its customer. */
export interface Target {
  /** The customer is one of those who have this value of this dimension. */
  mark(dimension: string, value: string): void;
  setNumber(column: string, value: number): void;
  /** What they have in a field: what is told once of each customer. */
  setField(fieldId: string, value: number | string): void;
  /** One more text that a keyword looks for; never across two of them. */
  addText(text: string): void;
}

/**
 * What the index knows comes from tables with a row for each fact of a customer. A new dimension is one more source here
 * (or one more `mark` in one of these) and one condition in `conditions.ts`; whoever writes the table calls `noteChange`.
 */
export interface Source {
  table: string;
  /** The column with the customer's id. An index must begin with `corpId` and this. */
  customerId: string;
  /** With `?` where it may be NULL. */
  columns: readonly string[];
  /** More of the `WHERE`, where not each row counts. */
  only?: string;
  /** The cells of the row are the columns. */
  read(row: BulkRows, into: Target): void;
}

/** How follow relations are told apart: of the three every relation has exactly one. */
export const bonds = { friend: 'staff.friend', leftByCustomer: 'staff.leftByCustomer', gone: 'staff.gone' } as const;

/** The customer's own row. The time that the list is in the order of comes first. */
export const ownSource: Pick<Source, 'columns' | 'read'> = {
  columns: ['lastAddedAt', 'name', 'corpName', 'lastActiveAt', 'lostAt?'],
  read: (row, into) => {
    into.addText(row.text(1));
    into.addText(row.text(2));
    into.setNumber('activeAt', row.number(3));
    if (!row.isNull(4)) into.mark('lost', 'yes');
  },
};

export const sources: readonly Source[] = [
  {
    table: 'follow_user', customerId: 'customerId', columns: ['staffId', 'lostAt?', 'lostBy?', 'remark', 'addWay?', 'sourceKind', 'sourceId?'],
    read: (row, into) => {
      into.addText(row.text(3));
      into.mark(row.isNull(1) ? bonds.friend : row.text(2) === 'customer' ? bonds.leftByCustomer : bonds.gone, row.word(0));
      if (!row.isNull(4)) into.mark('addWay', row.word(4));
      const kind = row.word(5);
      into.mark('sourceKind', kind);
      if (kind === 'liveCode' && !row.isNull(6)) into.mark('liveCode', row.word(6));
    },
  },
  {
    table: 'customer_stage', customerId: 'customerId', columns: ['flowId', 'stageId'],
    read: (row, into) => {
      const [flowId, stageId] = [row.word(0), row.word(1)];
      into.mark('flow', flowId);
      into.mark('stage', stageId);
      into.mark('flowStage', `${flowId}/${stageId}`);
    },
  },
  {
    table: 'customer_field', customerId: 'customerId', columns: ['fieldId', 'sortText?', 'sortNumber?'], only: 'state = \'value\'',
    read: (row, into) => {
      const fieldId = row.word(0);
      into.mark('field', fieldId);
      if (!row.isNull(2)) into.setField(fieldId, row.number(2));
      else if (!row.isNull(1)) into.setField(fieldId, row.text(1));
    },
  },
  { table: 'customer_field_option', customerId: 'customerId', columns: ['fieldId', 'optionId'], read: (row, into) => into.mark(row.word(0), row.word(1)) },
  { table: 'customer_lead_source', customerId: 'customerId', columns: ['sourceId'], read: (row, into) => into.mark('leadSource', row.word(0)) },
  { table: 'follow_tag', customerId: 'customerId', columns: ['tagId'], read: (row, into) => into.mark('tag', row.word(0)) },
];
