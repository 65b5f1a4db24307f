import { Parser } from 'xml2js';
import { CallbackError } from './errors';
import { parseJson } from './json';

/** Text, a list, or named children. Every number stays text, because ids are longer than a number can hold. */
export type Tree = string | Tree[] | { [name: string]: Tree };

const depthLimit = 16;

/** Elements that only wrap a list: `<MemChangeList><Item/></MemChangeList>` becomes `MemChangeList: […]`, however many there are. */
const wrappers: Record<string, string[]> = {
  MemChangeList: ['Item'], ExtAttr: ['Item'], Items: ['Item'], PicList: ['item'],
  SelectedItems: ['SelectedItem'], OptionIds: ['OptionId'], OpitonIds: ['OpitonId'],
  ApprovalNodes: ['ApprovalNode'], NotifyNodes: ['NotifyNode'],
};
/** Elements that may stand several times in a row, so they are lists even when there is one. */
const repeated = new Set([
  'AccountList', 'AuthAddOpenKfId', 'AuthDelOpenKfId', 'SpRecord', 'Details', 'Notifyer', 'NodeList', 'SubNodeList', 'Comments',
]);
/** A person wrote it: its spaces are theirs. */
const verbatim = 'Content';

/** The children of the root of a decrypted message, be it XML or JSON. Nothing in it is ever expanded. */
export function parseMessage(message: string): { [name: string]: Tree } {
  const parsed = /^\uFEFF?\s*\{/.test(message) ? readJson(message) : readXml(message);
  const tree = tidy(parsed, 'xml', 0);
  if (typeof tree === 'string' || Array.isArray(tree)) throw malformed('no elements');
  return tree;
}

function readJson(message: string): unknown {
  try {
    return parseJson(message);
  } catch {
    throw malformed('not JSON');
  }
}

function readXml(message: string): unknown {
  refuseDeclarations(message);
  const parser = new Parser({
    async: false, explicitArray: false, ignoreAttrs: true, strict: true,
    // Names that no element can have, so that no element can pose as one.
    charkey: '#text', attrkey: '#attributes',
  });
  let root: Record<string, unknown> | null = null;
  let failure: Error | null = null;
  try {
    parser.parseString(message, (error, result) => {
      failure ??= error;
      root ??= result as Record<string, unknown> | null;
    });
  } catch (error) {
    failure = error as Error;
  }
  if (failure !== null) throw malformed('not XML');
  if (root === null || !('xml' in root)) throw malformed('no xml element');
  return (root as Record<string, unknown>).xml;
}

function tidy(node: unknown, name: string, depth: number): Tree {
  if (depth > depthLimit) throw malformed('nested too deeply');
  if (node === null || node === undefined) return '';
  if (Array.isArray(node)) return node.map((item) => tidy(item, name, depth + 1));
  if (typeof node !== 'object') return name === verbatim ? String(node) : String(node).trim();
  const tree: { [name: string]: Tree } = {};
  for (const [key, value] of Object.entries(node)) {
    const child = tidy(value, refuseInherited(key), depth + 1);
    tree[key] = wrappers[key] ? unwrap(child, wrappers[key]) : repeated.has(key) ? asList(child) : child;
  }
  return tree;
}

function unwrap(node: Tree, names: string[]): Tree[] {
  if (typeof node === 'string' || Array.isArray(node)) return asList(node);
  return names.flatMap((name) => asList(node[name] ?? ''));
}

function asList(node: Tree): Tree[] {
  if (Array.isArray(node)) return node;
  return node === '' ? [] : [node];
}

/** `__proto__`, `constructor`, `toString`… are no names of WeCom. */
function refuseInherited(name: string): string {
  if (name in Object.prototype) throw malformed(`an element named ${name}`);
  return name;
}

/** Outside of CDATA there is no `<!`: no DOCTYPE, so no entities to expand. */
function refuseDeclarations(message: string): void {
  let at = message.indexOf('<!');
  while (at !== -1) {
    if (!message.startsWith('<![CDATA[', at)) throw malformed('a declaration');
    const close = message.indexOf(']]>', at);
    if (close === -1) throw malformed('CDATA without end');
    at = message.indexOf('<!', close + 3);
  }
}

function malformed(detail: string): CallbackError {
  return new CallbackError('callback_malformed', detail);
}
