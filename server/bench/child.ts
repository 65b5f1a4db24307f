import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server under measurement, in a process of its own. */
export interface ServerChild<Address> {
  address: Address;
  pid: number;
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** `program`: a file of the benchmarks, without its ending. It calls `serveParent`. */
export async function startServer<Address>(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ServerChild<Address>> {
  const child = start(program, args, env);
  const { ready } = (await nextMessage(child)) as { ready: Address };
  return {
    address: ready, pid: child.pid!,
    cpuSeconds: async () => {
      child.send('cpu');
      return ((await nextMessage(child)) as { cpuSeconds: number }).cpuSeconds;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await ended;
    },
  };
}

/** A program that gets one order and makes one report. It is started anew for each, so that its own rubbish does not slow the next. */
export async function carryOut<Order extends object, Report>(program: string, order: Order): Promise<Report> {
  const child = start(program, [], {});
  child.send(order);
  const report = (await nextMessage(child)) as Report;
  child.kill();
  return report;
}

/** User and system time of any process, where the system tells it. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number) as [number, number];
  return (user + system) / 100;
}

function start(program: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const path = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const child = fork(path, args, { env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
