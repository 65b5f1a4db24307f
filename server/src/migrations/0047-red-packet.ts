import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };

/** Red packets on adding: the merchant, a rule for a code, the ledger, and by which names somebody has had one. */
export class RedPacket1763700047000 implements MigrationInterface {
  name = 'RedPacket1763700047000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'red_packet_account',
      columns: [
        table.id(), table.corpId(), table.text('mchId', 20), table.text('appId', 64), table.text('senderName', 32), table.text('sceneId', 20), table.bigInt('personFen'), table.bigInt('dayFen'), table.json('watchwords'), table.json('alertStaffIds'),
        table.longText('apiKey'), table.longText('workSecret'), table.longText('certificate'), table.longText('certificateKey'), table.text('serial', 64), table.time('certificateEndsAt', maybe),
        table.text('state', 10), table.text('problem', 64), table.time('updatedAt'),
      ],
      indices: [new TableIndex({ name: 'uq_red_packet_account', columnNames: ['corpId'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'red_packet_rule',
      columns: [
        table.id(), table.corpId(), table.text('liveCodeId', 40), table.bool('isOn'), table.bigInt('minFen'), table.bigInt('maxFen'), table.bigInt('dayFen'), table.bigInt('totalFen'), table.text('title', 32), table.text('wish', 128),
        table.json('words'), table.text('acknowledgedBy', 40), table.time('updatedAt'),
      ],
      indices: [new TableIndex({ name: 'uq_red_packet_rule', columnNames: ['corpId', 'liveCodeId'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'red_packet',
      columns: [
        table.id(), table.corpId(), table.text('billNo', 28), table.text('liveCodeId', 40), table.text('staffId', 40), table.text('customerId', 40, maybe), table.text('externalUserid', 64), table.text('day', 10), table.bigInt('amountFen'),
        table.text('senderName', 32), table.text('sceneId', 20), table.text('title', 32), table.text('wish', 128), table.text('state', 10), table.text('problem', 64),
        table.time('wantedAt'), table.time('askedAt', maybe), table.time('sentAt', maybe), table.time('settledAt', maybe), table.time('lookAt', maybe),
      ],
      indices: [
        new TableIndex({ name: 'uq_red_packet_bill', columnNames: ['corpId', 'billNo'], isUnique: true }),
        new TableIndex({ name: 'ix_red_packet_day', columnNames: ['corpId', 'day', 'liveCodeId', 'state'] }),
        new TableIndex({ name: 'ix_red_packet_code', columnNames: ['corpId', 'liveCodeId', 'state'] }),
        new TableIndex({ name: 'ix_red_packet_look', columnNames: ['corpId', 'state', 'lookAt'] }),
        new TableIndex({ name: 'ix_red_packet_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'red_packet_name',
      columns: [table.id(), table.corpId(), table.text('mark', 64), table.text('packetId', 40)],
      indices: [
        new TableIndex({ name: 'uq_red_packet_name', columnNames: ['corpId', 'mark'], isUnique: true }),
        new TableIndex({ name: 'ix_red_packet_name', columnNames: ['corpId', 'packetId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['red_packet_name', 'red_packet', 'red_packet_rule', 'red_packet_account']) await runner.dropTable(name);
  }
}
