/**
 * The demo provider, suite, mini-program and corps. Both sides know them: the sandbox plays them, and `npm start` without
 * credentials configures the suite with them. They are worth nothing anywhere else.
 */
export const demo = {
  provider: { corpId: 'wwprovider0000001', secret: 'sandbox-provider-secret-0001' },
  suite: {
    suiteId: 'wwsuite0000000001',
    secret: 'sandbox-suite-secret-0001',
    token: 'SandboxSuiteToken01',
    aesKey: 'c2FuZGJveHN1aXRlYWVza2V5MDEyMzQ1Njc4OWFiY2Q',
  },
  mini: { appid: 'wxsandboxmini0001', secret: 'sandbox-mini-secret-0001' },
  merchant: { mchId: '1900000109', apiKey: 'sandboxMerchantApiKey00000000001', workSecret: 'sandbox-work-pay-secret-0001' },
  official: { appid: 'wxsandboxofficial', secret: 'sandbox-official-secret-0001' },
  corps: {
    /** `corpId` is what the corp's app sees: provider-encrypted for suite and agency, plain for self-built. */
    suite: { name: '晨光家居', agentId: 1000010, corpId: 'wpChenGuangJiaJu0000000000000001' },
    /** `secret` is the permanent code, which for an agency-built app is the app's secret. */
    agency: {
      name: '海棠医美', agentId: 1000020, corpId: 'wpHaiTangYiMei000000000000000002', secret: 'sandbox-agency-permanent-code-0001',
      token: 'SandboxAgencyToken1', aesKey: 'c2FuZGJveGFnZW5jeWFlc2tleTAxMjM0NTY3ODlhYmM',
    },
    selfBuilt: {
      name: '青禾教育', agentId: 1000030, corpId: 'ww5f0c6e21d9a84b73', secret: 'sandbox-own-app-secret-0001',
      token: 'SandboxOwnAppToken1', aesKey: 'c2FuZGJveG93bmFwcGFlc2tleTAxMjM0NTY3ODlhYmM',
    },
  },
} as const;
