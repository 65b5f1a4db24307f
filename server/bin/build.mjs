import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npx, root } from './run.mjs';

/** The front ends: where the source is, what is made of it, and how. */
const screens = [
  { name: 'console', sources: ['admin', 'shared/src'], output: 'admin/dist/index.html', command: ['vite/bin/vite.js', 'build', 'admin'] },
  { name: 'sandbox page', sources: ['server/sandbox/page', 'shared/src'], output: 'server/sandbox/page/dist/index.html', command: ['vite/bin/vite.js', 'build', 'server/sandbox/page'] },
  { name: 'sidebar', sources: ['sidebar', 'shared/src'], output: 'sidebar/dist/index.html', command: ['@tarojs/cli/bin/taro', 'build', '--type', 'h5'], cwd: 'sidebar' },
  { name: 'customer pages', sources: ['miniprogram', 'shared/src'], output: 'miniprogram/dist/h5/index.html', command: ['@tarojs/cli/bin/taro', 'build', '--type', 'h5'], cwd: 'miniprogram' },
  { name: 'mini-program', sources: ['miniprogram', 'shared/src'], output: 'miniprogram/dist/weapp/app.json', command: ['@tarojs/cli/bin/taro', 'build', '--type', 'weapp'], cwd: 'miniprogram', onDemand: true },
];

/** Builds what is older than its source, with a line for each. `all` builds the mini-program for WeChat too. */
export async function build({ all = false, force = false } = {}) {
  const wanted = screens.filter((screen) => all || !screen.onDemand);
  const buildOne = async (screen) => {
    const say = (text) => process.stdout.write(`[${wanted.indexOf(screen) + 1}/${wanted.length}] ${screen.name}: ${text}\n`);
    if (!force && isFresh(screen)) {
      say('up to date');
      return true;
    }
    say('building…');
    const startedAt = Date.now();
    const { code, output } = await npx(screen.command, { cwd: join(root, screen.cwd ?? '.'), quiet: true, env: { NODE_ENV: 'production', TARO_ENV: undefined } });
    say(code === 0 ? `built in ${((Date.now() - startedAt) / 1000).toFixed(0)} s` : `failed\n${output}`);
    return code === 0;
  };
  // Each keeps one core busy, so two at a time; builds of one folder come one after the other, for they share its caches.
  const lanes = [wanted.filter(({ cwd }) => cwd !== 'miniprogram'), wanted.filter(({ cwd }) => cwd === 'miniprogram')];
  const made = await Promise.all(lanes.map(async (lane) => {
    for (const screen of lane) if (!(await buildOne(screen))) return false;
    return true;
  }));
  return made.every(Boolean);
}

function isFresh({ sources, output }) {
  const made = join(root, output);
  return existsSync(made) && sources.every((folder) => newest(join(root, folder)) <= statSync(made).mtimeMs);
}

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['dist', 'node_modules', '.cache'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  process.exit((await build({ all: true, force: process.argv.includes('--force') })) ? 0 : 1);
}
