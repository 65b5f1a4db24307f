import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program in the project and gives its exit code; `quiet` keeps its output and gives it back. */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (text) => { output += text; });
    child.stderr?.on('data', (text) => { output += text; });
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

export const npx = (args, options) => run(process.execPath, [`${root}node_modules/${args[0]}`, ...args.slice(1)], options);
