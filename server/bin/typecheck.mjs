import { existsSync } from 'node:fs';
import { npx, root } from './run.mjs';

let failed = 0;
for (const project of ['shared', 'server', 'admin', 'sidebar', 'miniprogram', 'server/sandbox/page']) {
  if (!existsSync(`${root}${project}/tsconfig.json`)) continue;
  const { code } = await npx(['typescript/bin/tsc', '-p', project, '--noEmit']);
  process.stdout.write(`${project}: ${code === 0 ? 'ok' : 'FAILED'}\n`);
  if (code !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
