import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };

const tables = [
  make('group_invite_rule', [table.text('liveCodeId', 40), table.text('groupCodeId', 40), table.text('title', 40), table.bool('isOn'), table.time('updatedAt')], [unique('uq_group_invite_rule', 'corpId', 'liveCodeId')]),
  make('group_invite_task', [
    table.text('name', 64), table.text('groupCodeId', 40), table.json('tagIds'), table.longText('text'), table.text('state', 10), table.text('naturalKey', 90), table.text('createdBy', 40), table.time('createdAt'),
  ], [unique('uq_group_invite_task', 'corpId', 'naturalKey'), index('ix_group_invite_task', 'corpId', 'id')]),
  make('group_invite_send', [
    table.text('taskId', 40), table.text('staffId', 40), table.text('userId', 64), table.text('state', 10), table.text('msgid', 90), table.int('errcode'), table.time('askedAt', maybe), table.time('sentAt', maybe),
  ], [unique('uq_group_invite_send', 'corpId', 'taskId', 'staffId'), index('ix_group_invite_send', 'corpId', 'state')]),
  make('group_invitation', [
    table.text('ruleId', 40), table.text('taskId', 40), table.text('groupCodeId', 40), table.text('staffId', 40), table.text('externalUserid', 64), table.text('customerId', 40, maybe), table.text('state', 12),
    table.text('naturalKey', 190), table.time('at'), table.time('joinedAt', maybe), table.text('groupId', 40),
  ], [
    unique('uq_group_invitation', 'corpId', 'naturalKey'), index('ix_group_invitation_rule', 'corpId', 'ruleId', 'state'), index('ix_group_invitation_task', 'corpId', 'taskId', 'staffId', 'state'),
    index('ix_group_invitation_external', 'corpId', 'externalUserid'), index('ix_group_invitation_customer', 'corpId', 'customerId'),
  ]),
];

/** Invitations to groups: on adding, and by tag. */
export class GroupInvite1763700037000 implements MigrationInterface {
  name = 'GroupInvite1763700037000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
