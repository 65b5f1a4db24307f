import { statfsSync } from 'node:fs';
import { bundle } from '../bin/bundle.mjs';
import { startMariadb } from './mariadb';

/** Where files are in memory, on Linux. Stories prove what is written, a killed process loses nothing that it wrote, and a disk flush a commit would be half their time. */
const memory = '/dev/shm';
const roomBytes = 4e9;

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > roomBytes;
  } catch {
    return false;
  }
}

/** The programs that tests start and kill; and with TEST_MARIADB every test app gets a database of its own on one private MariaDB server. */
export default async function setup() {
  if (hasRoom(memory)) process.env.TMPDIR = memory;
  await bundle('main', 'sandbox', 'victim');
  if (!process.env.TEST_MARIADB) return undefined;
  // What the stories prove here is the SQL, not the disk: every test makes a database, whose many files need not be flushed.
  const server = await startMariadb({ variables: ['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0'] });
  process.env.TEST_MYSQL_URL = server.url;
  return () => server.stop();
}
