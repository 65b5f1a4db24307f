/*
 * What the WeCom client puts into a page that it shows: its name in the user agent and the bridge that the JS-SDK
 * talks to. Here the bridge is a request to the sandbox. A frame may be named `wecom:corp/userid/person`; otherwise
 * the chat that the sandbox opened last in this browser is meant.
 */
(() => {
  const sandbox = __SANDBOX_URL__;
  const named = /^wecom:(.+)$/.exec(window.name);
  const view = named ? named[1] : __SANDBOX_VIEW__;
  if (!view || window.WeixinJSBridge) return;

  const agent = `${navigator.userAgent} MicroMessenger/7.0.1 wxwork/4.1.36`;
  Object.defineProperty(Navigator.prototype, 'userAgent', { configurable: true, get: () => agent });

  const listeners = new Map();
  const page = () => location.href.split('#')[0];

  async function ask(name, params) {
    const reply = await fetch(`${sandbox}/sandbox/jsapi`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ view, name, params, url: page() }),
    });
    return reply.json();
  }

  /** Things that happen on the device and not at the platform. */
  const local = {
    openUserProfile: (params) => tell('openUserProfile', params),
    openEnterpriseChat: (params) => tell('openEnterpriseChat', params),
    closeWindow: (params) => tell('closeWindow', params),
    previewFile: (params) => tell('previewFile', params),
    imagePreview: (params) => tell('previewImage', params),
    openDefaultBrowser: (params) => { window.open(params.url, '_blank', 'noopener'); },
    setClipboardData: (params) => navigator.clipboard?.writeText(params.data),
    checkJsApi: (params) => ({ checkResult: Object.fromEntries((params.jsApiList ?? []).map((name) => [name, true])) }),
  };

  /** The phone page around the frame may react. */
  function tell(name, params) {
    if (window.parent !== window) window.parent.postMessage({ wecom: name, params }, '*');
  }

  function loadOpenData() {
    return new Promise((resolve) => {
      if (window.WWOpenData) { resolve(); return; }
      const script = document.createElement('script');
      script.src = `${sandbox}/wwopen/js/jwxwork-1.0.0.js`;
      script.onload = resolve;
      script.onerror = resolve;
      document.head.append(script);
    });
  }

  async function invoke(name, params, callback) {
    try {
      if (name === 'wwapp.initWwOpenData') {
        await loadOpenData();
        callback({ errMsg: `${name}:ok` });
        return;
      }
      if (local[name]) {
        callback({ errMsg: `${name}:ok`, errCode: 0, ...(await local[name](params)) });
        return;
      }
      const result = await ask(name, params);
      // Names of the company's people are shown under the identity that agentConfig proved.
      if (name === 'agentConfig' && result.errCode === 0) window.__sandboxAgentConfig = { ...params, url: page() };
      callback(result);
    } catch (error) {
      callback({ errMsg: `${name}:fail ${error.message}`, errCode: -1 });
    }
  }

  window.WeixinSandBox = {};
  window.WeixinJSBridge = {
    invoke: (name, params, callback) => void invoke(name, params ?? {}, callback ?? (() => {})),
    on: (name, callback) => void listeners.set(name, callback),
    call: () => {},
  };
  document.dispatchEvent(new Event('WeixinJSBridgeReady'));
})();
