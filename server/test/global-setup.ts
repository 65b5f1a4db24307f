import { startMariadb } from './mariadb';

/** With TEST_MARIADB every test app gets a database of its own on one private MariaDB server. */
export default async function setup() {
  if (!process.env.TEST_MARIADB) return undefined;
  const server = await startMariadb();
  process.env.TEST_MYSQL_URL = server.url;
  return () => server.stop();
}
