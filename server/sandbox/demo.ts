/**
 * The demo provider, suite and corps. Both sides know them: the sandbox plays them, and `npm start` without
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
  corps: {
    suite: { name: '晨光家居', agentId: 1000010 },
    agency: { name: '海棠医美', agentId: 1000020, token: 'SandboxAgencyToken1', aesKey: 'c2FuZGJveGFnZW5jeWFlc2tleTAxMjM0NTY3ODlhYmM' },
    selfBuilt: { name: '青禾教育', agentId: 1000030, token: 'SandboxOwnAppToken1', aesKey: 'c2FuZGJveG93bmFwcGFlc2tleTAxMjM0NTY3ODlhYmM' },
  },
} as const;
