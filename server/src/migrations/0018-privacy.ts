import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };

const tables = [
  make('privacy_salt', [table.text('salt', 64)], [unique('uq_privacy_salt', 'corpId')]),
  make('tombstone', [table.text('hash', 64), table.time('erasedAt'), table.time('returnedAt', maybe)], [unique('uq_tombstone', 'corpId', 'hash')]),
  make('privacy_request', [
    table.text('type', 12), table.text('state', 10), table.text('channel', 12), table.text('customerId', 40), table.text('note', 2000), table.text('answer', 1000),
    table.time('receivedAt'), table.time('dueAt'), table.time('settledAt', maybe), table.text('createdBy', 128), table.text('settledBy', 128), table.time('updatedAt'),
  ], [index('ix_privacy_request', 'corpId', 'state', 'dueAt'), index('ix_privacy_request_customer', 'corpId', 'customerId')]),
  make('erasure', [
    table.text('customerId', 40), table.text('state', 10), table.longText('person'), table.json('position'), table.json('counts'), table.time('startedAt'), table.time('finishedAt', maybe),
    table.text('startedBy', 128), table.text('error', 500), table.longText('certificate'), table.text('certificateHash', 64),
  ], [unique('uq_erasure', 'corpId', 'customerId'), index('ix_erasure', 'corpId', 'startedAt')]),
  make('access_link', [
    table.text('customerId', 40), table.text('tokenHash', 64), table.time('createdAt'), table.time('expiresAt'), table.text('createdBy', 128), table.int('downloads'), table.time('lastDownloadAt', maybe),
  ], [unique('uq_access_link', 'tokenHash'), index('ix_access_link', 'corpId', 'customerId')]),
  make('consent_purpose', [
    table.text('purposeKey', 40), table.text('name', 64), table.json('channels'), table.int('version'), table.int('leastVersion'), table.time('retiredAt', maybe), table.time('createdAt'), table.time('updatedAt'),
  ], [unique('uq_consent_purpose', 'corpId', 'purposeKey')]),
  make('consent_text', [table.text('purposeId', 40), table.int('version'), table.longText('text'), table.time('createdAt'), table.text('createdBy', 128)], [unique('uq_consent_text', 'corpId', 'purposeId', 'version')]),
  make('consent', [
    table.text('customerId', 40), table.text('purposeId', 40), table.int('version'), table.bool('given'), table.bool('isLatest'), table.time('at'), table.text('channel', 12), table.text('evidence', 500), table.text('recordedBy', 128),
  ], [index('ix_consent_customer', 'corpId', 'customerId', 'purposeId'), index('ix_consent_at', 'corpId', 'at', 'id'), index('ix_consent_purpose', 'corpId', 'purposeId', 'isLatest')]),
];

export class Privacy1763700018000 implements MigrationInterface {
  name = 'Privacy1763700018000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
