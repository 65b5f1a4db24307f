import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[] = []) => new Table({ name, columns, indices });
const maybe = { nullable: true };

const tables = [
  make('corp', [
    table.id(), table.text('naturalKey', 190), table.text('kind', 10), table.text('name', 128), table.text('logoUrl', 500), table.text('wecomCorpId', 64),
    table.text('appId', 40), table.int('agentId', maybe), table.longText('secret'), table.longText('callbackKeys'), table.text('state', 10),
    table.time('installedAt'), table.time('cancelledAt', maybe), table.time('lastCallbackAt', maybe),
  ], [unique('uq_corp_natural', 'naturalKey'), unique('uq_corp_app', 'appId'), index('ix_corp_wecom', 'wecomCorpId')]),
  make('progress', [table.id(), table.corpId(), table.text('name', 40), table.json('value'), table.longText('cursor')], [unique('uq_progress', 'corpId', 'name')]),
  make('wecom_token', [table.id(), table.text('name', 190), table.longText('value'), table.time('fetchedAt'), table.time('expiresAt'), table.time('lockedUntil')]),
  make('wecom_quota', [table.id(), table.longText('state')]),
  make('wecom_failure', [table.id(), table.corpId(), table.time('at'), table.text('api', 128), table.int('errcode'), table.text('message', 500)], [index('ix_wecom_failure_corp', 'corpId', 'at')]),
  make('inbox', [
    table.id(), table.text('endpoint', 10), table.text('ref', 64), table.text('hash', 100), table.text('query', 300), table.longText('raw'), table.time('receivedAt'),
    table.text('state', 10), table.text('event', 128), table.text('reason', 500), table.text('wecomCorpId', 64), table.text('corpId', 40, maybe),
  ], [unique('uq_inbox_hash', 'hash'), index('ix_inbox_state', 'state', 'id'), index('ix_inbox_corp', 'corpId', 'id')]),
  make('job', [
    table.id(), table.text('corpId', 40, maybe), table.text('name', 100), table.text('lane', 10), table.text('jobKey', 190), table.text('state', 10), table.longText('data'),
    table.time('runAt'), table.time('deadline', maybe), table.int('attempts'), table.text('owner', 40, maybe), table.time('leaseUntil', maybe), table.longText('error'),
    table.text('cause', 40, maybe), table.time('createdAt'), table.time('startedAt', maybe), table.time('finishedAt', maybe), table.int('ms', maybe),
  ], [
    unique('uq_job_name_key', 'name', 'jobKey'), index('ix_job_due', 'state', 'lane', 'runAt', 'id'), index('ix_job_lease', 'state', 'leaseUntil'),
    index('ix_job_cause', 'cause'), index('ix_job_corp', 'corpId', 'id'),
  ]),
  make('session', [
    table.id(), table.text('tokenHash', 64), table.text('kind', 10), table.text('subjectKind', 10), table.text('subjectId', 40), table.text('name', 128), table.text('role', 20),
    table.text('corpId', 40, maybe), table.text('userAgent', 300), table.time('createdAt'), table.time('lastSeenAt'), table.time('expiresAt'), table.time('revokedAt', maybe),
  ], [unique('uq_session_token', 'tokenHash'), index('ix_session_corp', 'corpId', 'lastSeenAt'), index('ix_session_subject', 'subjectId')]),
  make('account', [table.id(), table.text('name', 64), table.text('password', 200), table.time('createdAt')], [unique('uq_account_name', 'name')]),
  make('staff_role', [table.id(), table.corpId(), table.text('staffId', 40), table.text('role', 20)], [unique('uq_staff_role', 'corpId', 'staffId')]),
];

export class Spine1763700001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
