import { between } from './memory/texts';

/** Where a source puts what a row says of its customer. */
export interface Target {
  /** The customer is one of those who have this value of this dimension. */
  mark(dimension: string, value: string | number): void;
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
  /** Its one column is read as a list for each customer, because rows cost more than what stands in them. */
  listed?: true;
  /** More of the `WHERE`, where not each row counts. */
  only?: string;
  read(row: SourceRow, into: Target): void;
}

/** The columns that were asked for. */
export type SourceRow = Readonly<Record<string, string | number | null>>;

/** How follow relations are told apart: of the three every relation has exactly one. */
export const bonds = { friend: 'staff.friend', leftByCustomer: 'staff.leftByCustomer', gone: 'staff.gone' } as const;

export const sources: readonly Source[] = [
  {
    table: 'customer', customerId: 'id', columns: ['name', 'corpName', 'lastActiveAt', 'lostAt'],
    read: ({ name, corpName, lastActiveAt, lostAt }: SourceRow, into) => {
      into.addText(String(name));
      into.addText(String(corpName));
      into.setNumber('activeAt', Number(lastActiveAt));
      if (lostAt !== null) into.mark('lost', 'yes');
    },
  },
  {
    table: 'follow_user', customerId: 'customerId', columns: ['staffId', 'remark', 'lostAt', 'lostBy', 'sourceKind', 'sourceId', 'addWay'],
    read: ({ staffId, remark, lostAt, lostBy, sourceKind, sourceId, addWay }, into) => {
      into.addText(String(remark));
      into.mark(lostAt === null ? bonds.friend : lostBy === 'customer' ? bonds.leftByCustomer : bonds.gone, String(staffId));
      into.mark('sourceKind', String(sourceKind));
      if (sourceKind === 'liveCode' && sourceId !== null) into.mark('liveCode', String(sourceId));
      if (addWay !== null) into.mark('addWay', Number(addWay));
    },
  },
  {
    table: 'customer_stage', customerId: 'customerId', columns: ['flowId', 'stageId'],
    read: ({ flowId, stageId }, into) => {
      into.mark('flow', String(flowId));
      into.mark('stage', String(stageId));
      into.mark('flowStage', `${flowId}/${stageId}`);
    },
  },
  {
    table: 'customer_field', customerId: 'customerId', columns: ['fieldId', 'sortText', 'sortNumber'], only: 'state = \'value\'',
    read: ({ fieldId, sortText, sortNumber }, into) => {
      into.mark('field', String(fieldId));
      if (sortNumber !== null) into.setField(String(fieldId), Number(sortNumber));
      else if (sortText !== null) into.setField(String(fieldId), String(sortText));
    },
  },
  { table: 'customer_field_option', customerId: 'customerId', columns: ['fieldId', 'optionId'], read: ({ fieldId, optionId }, into) => into.mark(String(fieldId), String(optionId)) },
  { table: 'follow_tag', customerId: 'customerId', columns: ['tagId'], listed: true, read: ({ tagId }, into) => into.mark('tag', String(tagId)) },
];

export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(between).toLowerCase();
}
