import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { compilers } from './compilers';

/** What a page shows, as WeChat's compiled templates build it. */
export interface Node {
  tag: string;
  attr?: Record<string, unknown>;
  children?: (Node | string)[];
}

type Callbacks = { success?(reply: unknown): void; fail?(error: unknown): void; complete?(reply: unknown): void };
type Options = Callbacks & Record<string, unknown>;
/** What an asynchronous `wx` function answers; a rejection becomes `fail`. */
export type Answer = (options: Options) => unknown;

interface PageConfig {
  data?: Record<string, unknown>;
  onLoad?(query: object): void;
  onShow?(): void;
  onReady?(): void;
  onHide?(): void;
  onUnload?(): void;
  [handler: string]: unknown;
}

interface Running extends PageConfig {
  data: Record<string, unknown>;
  route: string;
}

export interface OpenPage {
  route: string;
  tree(): Node;
  text(): string;
  /** Nodes with this attribute. */
  withAttribute(name: string): Node[];
  /** A finger on the innermost thing that can be tapped and carries these words. */
  tap(words: string): void;
  /** Waits until the page says this; throws with what it says instead. */
  says(words: string): Promise<void>;
  hide(): void;
  show(): void;
}

const device = { SDKVersion: '3.5.0', platform: 'devtools', pixelRatio: 2, windowWidth: 375, windowHeight: 667, screenWidth: 375, screenHeight: 667, language: 'zh_CN' };
const settled = (ms = 10) => new Promise<void>((done) => { setTimeout(done, ms); });
const patienceMs = 15_000;

/**
 * Runs a built mini-program without WeChat: its scripts in a realm where code cannot be made from strings, its `setData`
 * through WeChat's own compiled templates, `wx` answered by `answers`. Layout and the real `wx` stay untested.
 */
export function startMiniProgram(root: string, answers: Record<string, Answer>) {
  const calls: { name: string; options: Options }[] = [];
  const stored = new Map<string, unknown>();
  const stack: OpenPage[] = [];
  const running: Running[] = [];
  const registered: { app?: PageConfig & { onLaunch?(options: object): void }; page?: PageConfig } = {};

  const asynchronous = (name: string) => (options: Options = {}) => {
    calls.push({ name, options });
    void settled(0).then(() => answers[name]?.(options) ?? { errMsg: `${name}:ok` }).then((reply) => {
      options.success?.(reply);
      options.complete?.(reply);
    }, (error: unknown) => {
      const reply = { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` };
      options.fail?.(reply);
      options.complete?.(reply);
    });
  };
  // Taro copies what it finds on `wx` by its own keys.
  const wx: Record<string, unknown> = {
    getSystemInfoSync: () => device, getAppBaseInfo: () => device, getDeviceInfo: () => device, getWindowInfo: () => device,
    getLaunchOptionsSync: () => ({ path: 'pages/index/index', query: {} }), getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid' } }), canIUse: () => true,
    nextTick: (work: () => void) => setTimeout(work, 0), createSelectorQuery: () => ({}),
    getStorageSync: (key: string) => stored.get(key) ?? '', setStorageSync: (key: string, value: unknown) => void stored.set(key, value), removeStorageSync: (key: string) => void stored.delete(key),
    ...Object.fromEntries(['onAppShow', 'onAppHide', 'onError', 'onUnhandledRejection', 'onPageNotFound', 'onThemeChange'].map((name) => [name, () => undefined])),
    ...Object.fromEntries(['navigateTo', 'redirectTo', 'reLaunch', 'navigateBack', 'request', 'login', 'showToast', 'scanCode', ...Object.keys(answers)].map((name) => [name, asynchronous(name)])),
  };

  const realm: Record<string, unknown> = {
    console, setTimeout, clearTimeout, setInterval, clearInterval, wx,
    getCurrentPages: () => running, getApp: () => registered.app, requirePlugin: () => ({}), __wxConfig: {},
    App: (config: PageConfig) => { registered.app = config; },
    Page: (config: PageConfig) => { registered.page = config; },
    Component: () => undefined,
  };
  realm.global = realm;
  createContext(realm, { codeGeneration: { strings: false, wasm: false } });

  const loaded = new Map<string, { exports: unknown }>();
  function load(path: string): unknown {
    const file = path.endsWith('.js') ? path : `${path}.js`;
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const body = runInContext(`(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`, realm, { filename: relative(root, file) }) as (...parts: unknown[]) => void;
    body((name: string) => load(resolve(dirname(file), name)), module, module.exports);
    return module.exports;
  }

  const template = templatesOf(root);
  load(join(root, 'app.js'));
  registered.app?.onLaunch?.({ path: 'pages/index/index', query: {} });
  registered.app?.onShow?.();

  /** Puts a page on top, as `navigateTo` does. */
  function open(route: string, query: Record<string, string> = {}): OpenPage {
    const file = join(root, `${route}.js`);
    loaded.delete(file);
    registered.page = undefined;
    load(file);
    const config = registered.page as PageConfig | undefined;
    if (!config) throw new Error(`${route} registers no page`);
    const instance = Object.assign(Object.create(config) as Running, { data: copy(config.data ?? {}), route, __route__: route, options: query, selectComponent: () => null, createSelectorQuery: () => ({}) });
    Object.assign(instance, {
      setData(changes: Record<string, unknown>, after?: () => void) {
        for (const [path, value] of Object.entries(changes)) put(instance.data, path, copy(value ?? null));
        setTimeout(() => after?.call(instance), 0);
      },
    });
    running.push(instance);
    instance.onLoad?.(query);
    instance.onShow?.();
    instance.onReady?.();
    const page = pageOf(instance, () => template(route, instance.data));
    stack.push(page);
    return page;
  }

  return {
    open, calls, stored,
    /** The page of the last `navigateTo`, opened. */
    follow(): OpenPage {
      const last = calls.filter((call) => call.name === 'navigateTo').at(-1);
      if (!last) throw new Error('Nothing led anywhere');
      const [path = '', query = ''] = String(last.options.url).split('?');
      stack.at(-1)?.hide();
      return open(path.replace(/^\//, ''), Object.fromEntries(new URLSearchParams(query)));
    },
  };
}

function pageOf(instance: Running, tree: () => Node): OpenPage {
  const page: OpenPage = {
    route: instance.route, tree,
    text: () => textOf(tree()),
    withAttribute: (name) => all(tree()).filter((node) => node.attr?.[name] !== undefined),
    tap(words) {
      const target = all(tree()).filter((node) => (node.attr?.bindtap || node.attr?.catchtap) && textOf(node).includes(words)).at(-1);
      if (!target?.attr) throw new Error(`Nothing to tap says “${words}”: ${page.text()}`);
      const { attr } = target;
      const at = { id: attr.id, dataset: { sid: attr['data-sid'] ?? attr.id } };
      const handler = instance[String(attr.bindtap ?? attr.catchtap)] as (event: object) => void;
      handler.call(instance, { type: 'tap', timeStamp: Date.now(), target: at, currentTarget: at, detail: {} });
    },
    async says(words) {
      for (const until = Date.now() + patienceMs; !page.text().includes(words);) {
        if (Date.now() > until) throw new Error(`The page ${page.route} does not say “${words}” but: ${page.text()}`);
        await settled();
      }
    },
    hide: () => instance.onHide?.(),
    show: () => instance.onShow?.(),
  };
  return page;
}

function templatesOf(root: string): (route: string, data: object) => Node {
  const make = new Function('window', 'navigator', 'global', compilers.wxmlToJs(root)) as (...parts: object[]) => (path: string) => ((data: object, more: object, most: object) => Node) | undefined;
  const find = make({ __webview_engine_version__: 0.02 }, { userAgent: 'iPhone' }, {});
  return (route, data) => {
    const build = find(`./${route}.wxml`) ?? find(`${route}.wxml`);
    if (!build) throw new Error(`No template for ${route}`);
    return build(data, {}, {});
  };
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** `setData` names places by path: `root.cn.[0].cn`. */
function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.').filter(Boolean);
  let at: Record<string, unknown> = data;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    at[key] ??= /^\d+$/.test(keys[index + 1]!) ? [] : {};
    at = at[key] as Record<string, unknown>;
  }
  at[keys.at(-1)!] = value;
}

function all(node: Node | string): Node[] {
  return typeof node === 'string' ? [] : [node, ...(node.children ?? []).flatMap(all)];
}

function textOf(node: Node | string | number | null | undefined): string {
  if (node === null || node === undefined) return '';
  if (typeof node !== 'object') return String(node);
  return (node.children ?? []).map(textOf).join(' ').replace(/\s+/g, ' ').trim();
}
