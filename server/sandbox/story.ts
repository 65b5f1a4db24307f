import { createReceiver } from './receiver';
import { createSandbox } from './sandbox';
import type { SandboxOptions } from './sandbox';
import { demo } from './demo';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes, read once each by a story
export type Json = any;

/** A sandbox with a receiving suite, small and with a clock that stands still. */
export async function tellStory(options: Partial<SandboxOptions> = {}) {
  const receiver = await createReceiver();
  const sandbox = await createSandbox({
    dataDir: null, serverUrl: receiver.url, clock: 'manual', now: Date.UTC(2026, 2, 2, 2), customersPerCorp: 40, staffPerCorp: 12, ...options,
  });
  await sandbox.settle();
  const get = async (path: string): Promise<Json> => (await fetch(sandbox.url + path)).json() as Promise<Json>;
  const post = async (path: string, body: unknown): Promise<Json> => (await fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<Json>;
  const story = {
    sandbox, receiver, get, post,
    suiteToken: async () => {
      const { suite_access_token: token } = await post('/cgi-bin/service/get_suite_token', {
        suite_id: demo.suite.suiteId, suite_secret: demo.suite.secret, suite_ticket: receiver.of('suite_ticket').at(-1)!.fields.SuiteTicket,
      });
      return token as string;
    },
    providerToken: async () => (await post('/cgi-bin/service/get_provider_token', { corpid: demo.provider.corpId, provider_secret: demo.provider.secret })).provider_access_token as string,
    /** Installs the suite from the market and gives an access token back. */
    installSuite: async () => {
      await sandbox.control('POST', '/sandbox/install', { corp: 'suite' });
      await sandbox.settle();
      const suite = await story.suiteToken();
      const got = await post(`/cgi-bin/service/v2/get_permanent_code?suite_access_token=${suite}`, { auth_code: receiver.of('create_auth').at(-1)!.fields.AuthCode });
      const credentials = { auth_corpid: got.auth_corp_info.corpid as string, permanent_code: got.permanent_code as string };
      const { access_token: token } = await post(`/cgi-bin/service/get_corp_token?suite_access_token=${suite}`, credentials);
      return { suite, token: token as string, ...credentials };
    },
    ownToken: async (corp: 'agency' | 'selfBuilt') => {
      const { corpId, secret } = demo.corps[corp];
      return (await get(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)).access_token as string;
    },
    connect: (corp: 'agency' | 'selfBuilt') => sandbox.control<{ verified: boolean; error: string }>('POST', '/sandbox/callback-url', {
      corp, url: `${receiver.url}/wecom/app/${corp}`, token: demo.corps[corp].token, aesKey: demo.corps[corp].aesKey,
    }),
    close: async () => {
      await sandbox.close();
      await receiver.close();
    },
  };
  return story;
}
