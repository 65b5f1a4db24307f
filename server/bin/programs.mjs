import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/** What the tests start, and where it may be. */
const programs = [
  { program: 'mariadbd', at: ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/bin/mariadbd'], debian: 'mariadb-server' },
  { program: 'redis-server', at: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'], debian: 'redis-server' },
  { program: 'chromium', at: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'], debian: 'chromium fonts-noto-cjk' },
];

/** Installs with apt what is missing when it may, else says the one command. */
export async function needPrograms() {
  const missing = programs.filter(({ at }) => !at.some(existsSync));
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ debian }) => debian.split(' '));
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`The tests need ${missing.map(({ program }) => program).join(', ')}. Install them with:\n  sudo sh -c '${command}'\n`);
    process.exit(1);
  }
  process.stdout.write(`Installing ${packages.join(', ')} for the tests…\n`);
  const { code, output } = await run('sh', ['-c', command], { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true });
  if (code !== 0) {
    process.stderr.write(output);
    process.exit(1);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) await needPrograms();
