import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { parse } from 'acorn';
import { compilers } from './compilers';

/** WeChat takes no larger main package, in bytes. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html */
const packageLimit = 2 * 1024 * 1024;

/** What WeChat would have against a built mini-program, file by file; empty when it is sound. */
export function faultsOf(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(root, name)).isFile());
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const of = (extension: string) => files.filter((name) => extname(name) === extension);
  const app = jsonOf<{ pages?: string[]; themeLocation?: string }>(root, 'app.json');
  return [
    ...of('.json').flatMap((name) => (jsonOf(root, name) === null ? [`${name} is not JSON`] : [])),
    ...of('.js').flatMap((name) => scriptFault(name, read(name))),
    ...compiled('wxml', () => compilers.wxmlToJs(root)),
    ...compiled('wxss', () => compilers.wxssToJs(root)),
    ...of('.wxml').flatMap((name) => missing(root, name, [...read(name).matchAll(/<(?:import|include|wxs)\b[^>]*\bsrc="([^"]+)"/g)].map((one) => one[1]!))),
    ...of('.wxss').flatMap((name) => missing(root, name, [...read(name).matchAll(/@import\s+["']([^"']+)["']/g)].map((one) => one[1]!))),
    ...of('.json').flatMap((name) => componentFaults(root, name)),
    ...(app?.pages?.length ? app.pages.flatMap((page) => pageFaults(root, page)) : ['app.json names no pages']),
    ...(app?.themeLocation && !existsSync(join(root, app.themeLocation)) ? [`app.json: no ${app.themeLocation}`] : []),
    ...sizeFaults(files.reduce((sum, name) => sum + statSync(join(root, name)).size, 0)),
  ];
}

function jsonOf<T>(root: string, name: string): T | null {
  try {
    return JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
  } catch {
    return null;
  }
}

/** Old phones read ES5, and nothing is compiled once more on the way to them (`es6: false` in project.config.json). */
function scriptFault(name: string, source: string): string[] {
  try {
    parse(source, { ecmaVersion: 5 });
    return [];
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
}

function compiled(what: string, compile: () => string): string[] {
  try {
    new Function('global', compile());
    return [];
  } catch (error) {
    return [`${what}: ${(error as Error).message.slice(0, 300)}`];
  }
}

function missing(root: string, name: string, sources: string[]): string[] {
  const target = (source: string) => (source.startsWith('/') ? join(root, source) : join(root, dirname(name), source));
  return sources.filter((source) => !existsSync(target(source))).map((source) => `${name}: no ${source}`);
}

function componentFaults(root: string, name: string): string[] {
  const used = Object.values(jsonOf<{ usingComponents?: Record<string, string> }>(root, name)?.usingComponents ?? {}).filter((path) => !path.startsWith('plugin://'));
  return used.flatMap((path) => ['.js', '.json', '.wxml'].flatMap((extension) => missing(root, name, [path + extension])));
}

function pageFaults(root: string, page: string): string[] {
  return ['.js', '.json', '.wxml'].filter((extension) => !existsSync(join(root, page + extension))).map((extension) => `app.json: no ${relative(root, join(root, page + extension))}`);
}

function sizeFaults(bytes: number): string[] {
  return bytes > packageLimit ? [`${bytes} bytes, at most ${packageLimit}`] : [];
}
