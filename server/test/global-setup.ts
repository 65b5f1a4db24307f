import { bundle } from '../bin/bundle.mjs';
import { startMariadb } from './mariadb';

/** The programs that tests start and kill; and with TEST_MARIADB every test app gets a database of its own on one private MariaDB server. */
export default async function setup() {
  await bundle('main', 'sandbox', 'victim');
  if (!process.env.TEST_MARIADB) return undefined;
  // What the stories prove here is the SQL, not the disk: every test makes a database, whose many files need not be flushed.
  const server = await startMariadb({ variables: ['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0'] });
  process.env.TEST_MYSQL_URL = server.url;
  return () => server.stop();
}
