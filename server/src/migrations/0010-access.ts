import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };
const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });

const staffRole = make('staff_role', [table.text('staffId', 40), table.text('role', 20)], [unique('uq_staff_role', 'corpId', 'staffId')]);
const roleMember = make('role_member', [table.text('staffId', 40), table.text('roleId', 40), table.text('givenBy', 10), table.time('createdAt')], [
  unique('uq_role_member', 'corpId', 'staffId', 'roleId'), index('ix_role_member_role', 'corpId', 'roleId'),
]);

const tables = [
  roleMember,
  make('access_role', [table.text('name', 30), table.json('allow'), table.json('deny'), table.text('scope', 20), table.time('updatedAt')], [unique('uq_access_role_name', 'corpId', 'name')]),
  make('delegation', [
    table.text('fromStaffId', 40), table.text('toStaffId', 40), table.time('createdAt'), table.time('until'), table.time('revokedAt', maybe), table.text('createdBy', 128),
  ], [index('ix_delegation_to', 'corpId', 'toStaffId', 'until'), index('ix_delegation_from', 'corpId', 'fromStaffId', 'until')]),
  new Table({
    name: 'sign_in',
    columns: [
      table.id(), table.text('corpId', 40, maybe), table.time('at'), table.text('subjectId', 40, maybe), table.text('name', 128), table.text('method', 10), table.text('outcome', 20),
      table.text('ip', 64), table.text('userAgent', 300),
    ],
    indices: [index('ix_sign_in_corp', 'corpId', 'id'), index('ix_sign_in_subject', 'subjectId', 'id')],
  }),
  make('audit', [
    table.int('seq'), table.time('at'), table.text('actorId', 40), table.text('actorName', 128), table.text('actorKind', 10), table.text('call', 100), table.text('action', 20),
    table.text('outcome', 10), table.json('objects'), table.json('fields'), table.text('ip', 64), table.text('requestId', 40), table.text('previousHash', 64), table.text('hash', 64),
  ], [unique('uq_audit_seq', 'corpId', 'seq'), index('ix_audit_actor', 'corpId', 'actorId', 'seq'), index('ix_audit_call', 'corpId', 'call', 'seq')]),
  make('audit_object', [table.text('objectId', 40), table.text('auditId', 40)], [unique('uq_audit_object', 'corpId', 'objectId', 'auditId')]),
  make('audit_open', [table.time('at'), table.json('facts')], [index('ix_audit_open', 'at')]),
  make('audit_head', [table.int('seq'), table.text('hash', 64)], [unique('uq_audit_head', 'corpId')]),
  make('licence', [table.text('userId', 64), table.int('type'), table.time('activeAt'), table.time('expiresAt'), table.time('seenAt')], [unique('uq_licence', 'corpId', 'userId', 'type')]),
  make('licence_trial', [table.time('endsAt')], [unique('uq_licence_trial', 'corpId')]),
];

const columns: [string, TableColumnOptions][] = [
  ['account', table.text('role', 20, maybe)], ['account', table.text('totp', 300, maybe)], ['account', table.int('totpStep', maybe)], ['account', table.time('disabledAt', maybe)],
  ['staff', table.json('ledDepartmentIds', maybe)],
];

/** Several roles for one person, roles of one's own, and what people did. */
export class Access1763700010000 implements MigrationInterface {
  name = 'Access1763700010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
    await runner.query('INSERT INTO role_member (id, corpId, staffId, roleId, givenBy, createdAt) SELECT id, corpId, staffId, role, \'hand\', 0 FROM staff_role');
    await runner.dropTable('staff_role');
    for (const [name, column] of columns) await runner.addColumn(name, new TableColumn(column));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, column] of [...columns].reverse()) await runner.dropColumn(name, column.name);
    await runner.createTable(staffRole);
    // One role a person was all there was: one that was built in stays.
    await runner.query('INSERT INTO staff_role (id, corpId, staffId, role) SELECT MIN(id), corpId, staffId, MIN(roleId) FROM role_member WHERE roleId IN (\'admin\', \'operator\', \'staff\') GROUP BY corpId, staffId');
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
