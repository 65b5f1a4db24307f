import stylistic from '@stylistic/eslint-plugin';
import tseslint from 'typescript-eslint';

const noSandbox = { group: ['**/sandbox/**'], message: 'the server never imports the sandbox' };

/** Who may import whom: what these files must not import. Of two entries that meet a file the later holds. */
const borders = [
  { files: ['shared/src/**'], patterns: [{ group: ['@scrm/*', '../*/**'], message: 'shared stands alone' }] },
  { files: ['server/src/**'], patterns: [noSandbox] },
  { files: ['server/src/core/**'], patterns: [noSandbox, { group: ['**/modules/**', '**/wecom/**', '**/wechat/**', '**/app', '**/config'], message: 'core knows nothing of what stands above it' }] },
  { files: ['server/src/wecom/**'], patterns: [noSandbox, { group: ['**/core/**', '**/modules/**'], message: 'wecom speaks to the platform and knows no feature' }] },
  { files: ['server/src/wechat/**'], patterns: [noSandbox, { group: ['**/core/**', '**/modules/**'], message: 'wechat speaks to the platform and knows no feature' }] },
  { files: ['server/src/modules/*/**'], patterns: [noSandbox, { regex: '^\\.\\./(?!\\.\\.)[a-z-]+/(?!events$).+', message: 'another module is used through its face (modules/x) and its events only' }] },
  // Starting the sandbox beside the server, and connecting its demo corps, is main's business.
  { files: ['server/src/main.ts', 'server/src/demo.ts'], patterns: [] },
  { files: ['server/sandbox/**'], patterns: [{ group: ['**/src/**'], message: 'the sandbox is another program' }] },
  { files: ['server/sandbox/page/**'], patterns: [] },
  { files: ['admin/src/**', 'sidebar/src/**', 'miniprogram/src/**'], patterns: [{ group: ['**/server/**'], message: 'screens know the contracts only' }] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommended],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Services are declared by merging into one interface; the type tables of kit and contracts need `{}` here and there.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'no-console': ['error'],
      'eqeqeq': ['error', 'smart'],
      '@stylistic/indent': ['error', 2, { SwitchCase: 1, ignoredNodes: ['TSTypeParameterInstantiation', 'TemplateLiteral *', 'ConditionalExpression', 'TSUnionType', 'TSIntersectionType'] }],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true }],
      '@stylistic/jsx-quotes': ['error', 'prefer-double'],
      '@stylistic/semi': ['error', 'always'],
      '@stylistic/comma-dangle': ['error', 'always-multiline'],
      '@stylistic/object-curly-spacing': ['error', 'always'],
      '@stylistic/arrow-parens': ['error', 'always'],
      '@stylistic/eol-last': 'error',
      '@stylistic/no-trailing-spaces': 'error',
      '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxEOF: 0 }],
      '@stylistic/keyword-spacing': 'error',
      '@stylistic/space-infix-ops': 'error',
      '@stylistic/member-delimiter-style': 'error',
      '@stylistic/max-len': ['error', { code: 220, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true, ignoreRegExpLiterals: true }],
    },
  },
  ...borders.map(({ files, patterns }) => ({ files, ignores: ['**/*.test.ts'], rules: { 'no-restricted-imports': ['error', { patterns }] } })),
  { files: ['server/bench/**', 'server/test/**', 'server/sandbox/main.ts'], rules: { 'no-console': 'off' } },
);
