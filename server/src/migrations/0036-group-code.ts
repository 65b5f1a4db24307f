import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };

const tables = [
  make('group_code', [
    table.text('name', 64), table.text('title', 40), table.text('guide', 200), table.text('rule', 12), table.int('headRoom'), table.json('fallback'), table.text('closedText', 200),
    table.time('untilAt', maybe), table.json('tellStaffIds'), table.int('turn'), table.text('lastShown', 82), table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'),
    table.time('closedAt', maybe), table.time('archivedAt', maybe),
  ], [index('ix_group_code_corp', 'corpId', 'id')]),
  make('group_code_entry', [
    table.text('codeId', 40), table.int('position'), table.text('kind', 10), table.text('name', 64), table.json('groupIds'), table.int('cap'), table.json('tagIds'), table.bool('autoCreate'),
    table.text('roomBaseName', 40), table.int('roomBaseId'), table.text('picture', 500), table.time('pictureUntil', maybe), table.time('pictureSince'), table.bool('isOff'), table.text('state', 10),
    table.json('problem', maybe), table.text('configId', 64), table.text('qrUrl', 500), table.json('known', maybe), table.time('alignUntil'), table.time('removedAt', maybe),
  ], [index('ix_group_code_entry', 'corpId', 'codeId')]),
  make('group_code_visit', [
    table.text('codeId', 40), table.text('visitor', 40), table.text('entryId', 40), table.text('groupId', 40), table.time('firstAt'), table.time('lastAt'), table.time('shownAt', maybe), table.time('until'),
    table.int('scans'), table.text('joinId', 40, maybe), table.text('customerId', 40, maybe),
  ], [
    unique('uq_group_code_visit', 'corpId', 'codeId', 'visitor'), index('ix_group_code_visit_group', 'corpId', 'groupId', 'until'), index('ix_group_code_visit_entry', 'corpId', 'entryId', 'lastAt'),
    index('ix_group_code_visit_customer', 'corpId', 'customerId'),
  ]),
  make('group_code_join', [
    table.text('codeId', 40), table.text('entryId', 40), table.text('groupId', 40), table.text('memberId', 40), table.text('customerId', 40, maybe), table.time('at'), table.time('leftAt', maybe),
  ], [
    unique('uq_group_code_join', 'corpId', 'memberId'), index('ix_group_code_join', 'corpId', 'codeId', 'at'), index('ix_group_code_join_entry', 'corpId', 'entryId'),
    index('ix_group_code_join_customer', 'corpId', 'customerId'),
  ]),
  make('group_code_event', [
    table.text('codeId', 40), table.text('entryId', 40), table.text('groupId', 40), table.text('kind', 12), table.time('at'), table.text('naturalKey', 190), table.time('toldAt', maybe), table.json('told'),
  ], [unique('uq_group_code_event', 'corpId', 'naturalKey'), index('ix_group_code_event', 'corpId', 'codeId', 'id')]),
];

/** Group live codes: their entries, who was shown what, who came in, and what happened. */
export class GroupCode1763700036000 implements MigrationInterface {
  name = 'GroupCode1763700036000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
