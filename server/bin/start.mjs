import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { argumentsOf, bundle } from './bundle.mjs';
import { root } from './run.mjs';

/** `npm start`: builds the screens that are out of date, then runs the server. */
if (!(await build())) process.exit(1);
await bundle('main', 'sandbox');
const child = spawn(process.execPath, argumentsOf('main'), { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 0));
