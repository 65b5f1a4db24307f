/*
 * Stands in for jwxwork-1.0.0.js: <ww-open-data type="userName" openid="…"> shows a name that the page itself never
 * gets to know. https://developer.work.weixin.qq.com/document/path/91958
 */
(() => {
  if (window.WWOpenData) return;
  const sandbox = __SANDBOX_URL__;
  const heard = { error: new Set(), update: new Set() };
  const answers = new Map();
  let session = '';
  let waiting = [];

  const say = (event, detail) => heard[event]?.forEach((listener) => listener({ detail, hasError: event === 'error' }));
  const keyOf = (type, id) => `${type}|${id}`;

  async function post(path, body) {
    const reply = await fetch(sandbox + path, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const answer = await reply.json();
    if (!reply.ok) throw Object.assign(new Error(answer.error), { status: reply.status });
    return answer;
  }

  async function signIn(params) {
    const { token } = await post('/sandbox/open-data/session', { ...params, url: params.url ?? location.href.split('#')[0] });
    session = token;
    answers.clear();
    document.querySelectorAll('ww-open-data').forEach(bind);
  }

  /** Many names on a page become one request. */
  function ask(type, id) {
    const key = keyOf(type, id);
    if (!answers.has(key)) {
      answers.set(key, new Promise((resolve) => {
        if (waiting.length === 0) setTimeout(flush, 10);
        waiting.push({ type, id, resolve });
      }));
    }
    return answers.get(key);
  }

  async function flush() {
    const batch = waiting;
    waiting = [];
    if (!session && window.__sandboxAgentConfig) await signIn(window.__sandboxAgentConfig).catch(() => {});
    try {
      const { items } = await post('/sandbox/open-data/names', { session, items: batch.map(({ type, id }) => ({ type, id })) });
      batch.forEach((one, at) => one.resolve(items[at]));
    } catch (error) {
      batch.forEach((one) => {
        answers.delete(keyOf(one.type, one.id));
        one.resolve('');
      });
      say('error', { message: error.message, status: error.status ?? 0 });
    }
  }

  async function bind(element) {
    const type = element.getAttribute('type');
    const id = element.getAttribute('openid');
    if (!type || !id) return;
    const name = await ask(type, id);
    if (element.getAttribute('openid') !== id || !name) return;
    show(element, name);
    say('update', { element, openid: id, type });
  }

  /** The real one draws inside a frame; a closed shadow keeps the page's scripts away here. */
  const shadows = new WeakMap();
  function show(element, name) {
    if (!shadows.has(element)) shadows.set(element, element.attachShadow({ mode: 'closed' }));
    shadows.get(element).textContent = name;
  }

  class OpenData extends HTMLElement {
    static get observedAttributes() { return ['openid', 'type']; }
    connectedCallback() { if (session || window.__sandboxAgentConfig) void bind(this); }
    attributeChangedCallback() { if (this.isConnected && (session || window.__sandboxAgentConfig)) void bind(this); }
  }

  window.WWOpenData = {
    bind: (element) => void bind(element),
    bindAll: (elements) => Array.from(elements).forEach(bind),
    on: (event, listener) => void heard[event]?.add(listener),
    off: (event, listener) => void heard[event]?.delete(listener),
    prefetch: ({ items }, callback) => void Promise.all(items.map(({ type, id }) => ask(type, id))).then(() => callback?.(null), callback),
    checkSession: ({ success, fail } = {}) => void post('/sandbox/open-data/names', { session, items: [] }).then(() => success?.(), (error) => fail?.(error)),
    agentConfig: ({ success, fail, ...params }) => void signIn(params).then(
      () => success?.({ errMsg: 'agentConfig:ok', errCode: 0 }),
      (error) => fail?.({ errMsg: `agentConfig:fail ${error.message}`, errCode: -1 }),
    ),
    initJSSDK: () => { if (window.__sandboxAgentConfig) void signIn(window.__sandboxAgentConfig).catch((error) => say('error', { message: error.message })); },
    initCanvas: () => {},
  };
  customElements.define('ww-open-data', OpenData);
})();
