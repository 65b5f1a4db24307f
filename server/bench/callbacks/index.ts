import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariadb } from '../../test/mariadb';
import { isMet, median, printTable, type Result } from '../results';
import { Contestant, titles, type Kind, type Round } from './contestants';
import { compileSlowFlush } from './slow-flush';

const rounds = 5;
const seconds = 3;
const memoryFileSystem = 0x01021994;

type Rounds = Partial<Record<Kind, Round[]>>;

/** Callback intake over HTTP with real crypto: ours on both databases, ours without durability, and the usual way. */
export async function callbacks(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scrm-bench-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    say(`64 connections, ${rounds} interleaved rounds of ${seconds} s; the load of this machine before: ${loadavg()[0]!.toFixed(1)}`);
    if (statfsSync(folder).type === memoryFileSystem) say(`${folder} is in memory, where a flush costs nothing: set TMPDIR to a folder on a disk`);
    const asIs = await compare(folder, ['memory', 'sqlite', 'mariadb', 'usual'], {});
    printRounds('as this disk is', asIs);
    const library = compileSlowFlush(folder);
    if (!library) say('There is no C compiler, so slow flushes are left out; on Debian: apt-get install -y gcc libc6-dev');
    const slow = library ? await compare(join(folder, 'slow'), ['sqlite', 'mariadb', 'usual'], { LD_PRELOAD: library }) : null;
    if (slow) printRounds('each flush 1 ms slower', slow);
    return [...judgeAsIs(asIs), ...(slow ? judgeSlow(slow) : [])];
  } finally {
    clear();
  }
}

async function compare(folder: string, kinds: Kind[], env: NodeJS.ProcessEnv): Promise<Rounds> {
  const mariadb = await startMariadb({ variables: ['--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=512M'], env });
  const contestants: Contestant[] = [];
  try {
    for (const kind of kinds) contestants.push(await Contestant.enter(kind, join(folder, kind), mariadb, env));
    for (const contestant of contestants) await contestant.warmUp();
    const measured: Rounds = {};
    for (let i = 0; i < rounds; i++) {
      // Another one begins each round, so that none always runs in the wake of the same.
      for (let j = 0; j < contestants.length; j++) {
        const contestant = contestants[(i + j) % contestants.length]!;
        (measured[contestant.kind] ??= []).push(await contestant.round(seconds));
      }
    }
    for (const contestant of contestants) await contestant.checkStored();
    return measured;
  } finally {
    for (const contestant of contestants) await contestant.stop();
    await mariadb.stop();
  }
}

function judgeAsIs(all: Rounds): Result[] {
  return [
    figure(all, 'sqlite', 'memory', 'perSecond', '>= 0.60'),
    figure(all, 'mariadb', 'memory', 'perSecond', '>= 0.50'),
    figure(all, 'sqlite', 'usual', 'perSecond', '>= 12'),
    figure(all, 'mariadb', 'usual', 'perSecond', '>= 10'),
    figure(all, 'sqlite', 'usual', 'perCpuSecond', '>= 20'),
    figure(all, 'mariadb', 'usual', 'perCpuSecond', null),
    figure(all, 'sqlite', 'usual', 'p99', '<= 0.15'),
    figure(all, 'mariadb', 'usual', 'p99', '<= 0.15'),
  ];
}

function judgeSlow(all: Rounds): Result[] {
  return [
    figure(all, 'sqlite', 'usual', 'perSecond', '>= 5', 'slow flush: '),
    figure(all, 'mariadb', 'usual', 'perSecond', '>= 5', 'slow flush: '),
  ];
}

const words = { perSecond: ['events/s', 'events/s'], perCpuSecond: ['events per CPU-second', 'events/CPU-s'], p99: ['p99', 'ms'] } as const;

function figure(all: Rounds, kind: Kind, peer: Kind, field: keyof typeof words, goal: string | null, before = ''): Result {
  const own = all[kind]!.map((round) => round[field]);
  const ratios = own.map((value, i) => value / all[peer]![i]![field]);
  const ratio = median(ratios);
  return {
    name: `${before}${words[field][0]}, ${kind} : ${peer}`, value: median(own), unit: words[field][1], ratio,
    range: [Math.min(...ratios), Math.max(...ratios)], goal, met: goal === null ? null : isMet(ratio, goal),
  };
}

function printRounds(title: string, all: Rounds): void {
  const rows = Object.entries(all).map(([kind, list]) => {
    const cell = (field: keyof Round, digits = 0) => median(list.map((round) => round[field])).toFixed(digits);
    const generator = median(list.map((round) => round.cpuSeconds / round.seconds));
    return [titles[kind as Kind], cell('perSecond'), cell('perServerCpuSecond'), cell('perCpuSecond'), cell('p50', 1), cell('p99', 1), generator.toFixed(2)];
  });
  printTable([title, 'events/s', 'per server CPU-s', 'per all-CPU-s', 'p50 ms', 'p99 ms', 'CPUs of the sender'], rows);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
