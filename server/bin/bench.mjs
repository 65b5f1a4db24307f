import { spawn } from 'node:child_process';
import { memoryFlags } from './bundle.mjs';
import { root } from './run.mjs';

/** `npm run bench`: with the memory that the server has; so do the servers that it starts. */
const child = spawn(process.execPath, ['--import', 'tsx', ...memoryFlags, 'server/bench/run.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));
