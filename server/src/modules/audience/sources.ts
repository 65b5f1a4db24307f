import { none, type BulkCells } from '../../core/db/bulk';

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
  columns: readonly string[];
  /** More of the `WHERE`, where not each row counts. */
  only?: string;
  /** The row's columns are the cells from `at` on, as the database spells them. */
  read(cells: BulkCells, at: number, into: Target): void;
}

/** How follow relations are told apart: of the three every relation has exactly one. */
export const bonds = { friend: 'staff.friend', leftByCustomer: 'staff.leftByCustomer', gone: 'staff.gone' } as const;

/** The customer's own row. */
export const ownSource: Pick<Source, 'columns' | 'read'> = {
  columns: ['name', 'corpName', 'lastActiveAt', 'lostAt'],
  read: (cells, at, into) => {
    into.addText(cells[at]!);
    into.addText(cells[at + 1]!);
    into.setNumber('activeAt', Number(cells[at + 2]));
    if (cells[at + 3] !== none) into.mark('lost', 'yes');
  },
};

export const sources: readonly Source[] = [
  {
    table: 'follow_user', customerId: 'customerId', columns: ['staffId', 'lostAt', 'lostBy', 'remark', 'addWay', 'sourceKind', 'sourceId'],
    read: (cells, at, into) => {
      into.addText(cells[at + 3]!);
      into.mark(cells[at + 1] === none ? bonds.friend : cells[at + 2] === 'customer' ? bonds.leftByCustomer : bonds.gone, cells[at]!);
      if (cells[at + 4] !== none) into.mark('addWay', cells[at + 4]!);
      into.mark('sourceKind', cells[at + 5]!);
      if (cells[at + 5] === 'liveCode' && cells[at + 6] !== none) into.mark('liveCode', cells[at + 6]!);
    },
  },
  {
    table: 'customer_stage', customerId: 'customerId', columns: ['flowId', 'stageId'],
    read: (cells, at, into) => {
      into.mark('flow', cells[at]!);
      into.mark('stage', cells[at + 1]!);
      into.mark('flowStage', `${cells[at]}/${cells[at + 1]}`);
    },
  },
  {
    table: 'customer_field', customerId: 'customerId', columns: ['fieldId', 'sortText', 'sortNumber'], only: 'state = \'value\'',
    read: (cells, at, into) => {
      into.mark('field', cells[at]!);
      if (cells[at + 2] !== none) into.setField(cells[at]!, Number(cells[at + 2]));
      else if (cells[at + 1] !== none) into.setField(cells[at]!, cells[at + 1]!);
    },
  },
  { table: 'customer_field_option', customerId: 'customerId', columns: ['fieldId', 'optionId'], read: (cells, at, into) => into.mark(cells[at]!, cells[at + 1]!) },
  { table: 'follow_tag', customerId: 'customerId', columns: ['tagId'], read: (cells, at, into) => into.mark('tag', cells[at]!) },
];
