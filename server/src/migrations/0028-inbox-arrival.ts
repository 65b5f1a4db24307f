import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Callbacks that were acknowledged by one commit stand in one row until the dispatcher has made rows of them. */
export class InboxArrival1763700028000 implements MigrationInterface {
  name = 'InboxArrival1763700028000';

  /** No entity stands for it: LONGTEXT is nothing that both databases have for TypeORM, though both understand it. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE inbox_arrival (id VARCHAR(40) NOT NULL PRIMARY KEY, many INTEGER NOT NULL, callbacks LONGTEXT NOT NULL)');
  }

  /** A server of before would not find what waits here: it has to be dispatched first. */
  async down(runner: QueryRunner): Promise<void> {
    const [waiting] = (await runner.query('SELECT COUNT(*) AS n FROM inbox_arrival')) as { n: number }[];
    if (Number(waiting!.n) > 0) throw new Error('Callbacks wait to be dispatched: run the server until they are');
    await runner.query('DROP TABLE inbox_arrival');
  }
}
