import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const index = (name: string, isUnique: boolean, ...columnNames: string[]) => new TableIndex({ name, columnNames: ['corpId', ...columnNames], isUnique });

const columns = ['id', 'corpId', 'way', 'codeId', 'storeId', 'regionId', 'staffId', 'customerId', 'addedAt', 'lostAt', 'lostBy'] as const;
/** The relation as it stands: when they left, and who left whom. */
const follow = (column: string) => `(SELECT MAX(follow.${column}) FROM follow_user follow WHERE follow.corpId = came.corpId AND follow.customerId = came.customerId AND follow.staffId = came.staffId AND follow.lostBy <> 'transfer')`;
const lost = (column: string) => `CASE WHEN ${follow('lostAt')} IS NULL THEN NULL ELSE ${follow(column)} END`;

/** Who came by which code, in one table for all kinds of codes; those who came before are taken over. */
export class CodeNumbers1763700043000 implements MigrationInterface {
  name = 'CodeNumbers1763700043000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'code_add',
      columns: [
        table.id(), table.corpId(), table.text('way', 10), table.text('codeId', 40), table.text('storeId', 40), table.text('regionId', 40), table.text('staffId', 40), table.text('customerId', 40), table.time('addedAt'),
        table.time('lostAt', { nullable: true }), table.text('lostBy', 10, { nullable: true }),
      ],
      indices: [
        index('uq_code_add', true, 'codeId', 'storeId', 'customerId', 'staffId'), index('ix_code_add', false, 'addedAt', 'id'), index('ix_code_add_code', false, 'codeId', 'addedAt'), index('ix_code_add_customer', false, 'customerId', 'staffId'),
      ],
    }));
    await runner.createIndex('stage_move', index('ix_stage_move_stage', false, 'toStageId', 'at', 'customerId'));
    const take = (from: string, { id, way, codeId, storeId = '\'\'', regionId = '\'\'' }: { id: string; way: string; codeId: string; storeId?: string; regionId?: string }) => runner.query(
      `INSERT INTO code_add (${columns.join(', ')}) SELECT REPLACE(came.id, '${id}_', 'cad_'), came.corpId, ${way}, ${codeId}, ${storeId}, ${regionId}, came.staffId, came.customerId, came.addedAt, ${lost('lostAt')}, ${lost('lostBy')} FROM ${from} came`,
    );
    await take('live_code_customer', { id: 'lcc', way: 'COALESCE((SELECT code.serve FROM live_code code WHERE code.corpId = came.corpId AND code.id = came.liveCodeId), \'direct\')', codeId: 'came.liveCodeId' });
    await take('store_customer', { id: 'scu', way: 'CASE WHEN came.codeId = \'\' THEN \'ownStore\' ELSE \'store\' END', codeId: 'CASE WHEN came.codeId = \'\' THEN came.storeId ELSE came.codeId END', storeId: 'came.storeId', regionId: 'COALESCE(came.regionId, \'\')' });
    await take('acquisition_customer', { id: 'acu', way: '\'link\'', codeId: 'came.linkId' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('stage_move', 'ix_stage_move_stage');
    await runner.dropTable('code_add');
  }
}
