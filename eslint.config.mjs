import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which kind of project may import which: the direction of every arrow in the workspace. */
const boundaries = [
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'got', 'undici'],
  },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:contract', 'type:platform'] },
  {
    sourceTag: 'type:persistence',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform'],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform', 'type:persistence'],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: [
      'type:contract',
      'type:domain',
      'type:platform',
      'type:persistence',
      'type:client',
      'type:testing',
    ],
  },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:client'] },
  {
    sourceTag: 'type:web',
    onlyDependOnLibsWithTags: ['type:client'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'got', 'undici'],
  },
  ...[
    'gateway',
    'ingestion',
    'subscriptions',
    'matching',
    'delivery',
    'history',
    'inspector',
    'casewire',
    'dashboard',
    'migrator',
    'local',
  ].map((app) => ({ sourceTag: `scope:${app}`, onlyDependOnLibsWithTags: ['scope:shared', `scope:${app}`] })),
];

/**
 * libs/testing is for specs of every project, so its tag is allowed where the file is a spec or made for specs. Specs of
 * what it is made of import it too; the constraints keep everything but specs from doing so.
 */
const enforceBoundaries = (alsoAllowed, allow = []) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow,
      enforceBuildableLibDependency: false,
      ignoredCircularDependencies: [['testing', '*']],
      depConstraints: boundaries.map((constraint) => ({
        ...constraint,
        onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, ...alsoAllowed],
      })),
    },
  ],
});

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.casewire', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Nest declares bags of options as classes that nobody constructs.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: '@casewire/testing/cpu',
          message: 'Beside other specs it measures them too: only an `.alone.spec.ts` measures CPU.',
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration is parsed once, by the config.ts of the app: pass the value in.',
        },
      ],
    },
  },
  {
    files: ['apps/*/src/**/*.{ts,tsx}', 'libs/*/src/**/*.ts', 'e2e/src/**/*.ts', 'bench/src/**/*.ts'],
    rules: enforceBoundaries([]),
  },
  {
    files: ['apps/*/src/**/*.controller.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Decorator ', 'VariableDeclarator[id.name="idSchema"] > '].map((place) => ({
          selector: `${place}CallExpression[callee.object.name="z"][callee.property.name="uuid"]`,
          message: 'The id of a thing is read in lower case: `uuidCursor` of @casewire/rest.',
        })),
      ],
    },
  },
  {
    // The one app that is made of others: it runs their services in one process.
    files: ['apps/casewire/src/services.ts'],
    rules: enforceBoundaries([], ['@casewire/[a-z]+-app']),
  },
  {
    files: ['**/*.spec.ts', '**/*.fixture.ts'],
    rules: enforceBoundaries(['type:testing']),
  },
  {
    files: ['**/*.alone.spec.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Runs in browsers.
    files: ['apps/dashboard/src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-globals': ['error', 'process', 'Buffer', 'global', 'require'],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      // Handlers of events are arrow functions of one call.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The router's redirects and missing pages are thrown.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    // Browsers run it too.
    files: ['libs/client/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'process', 'Buffer'],
    },
  },
  {
    files: [
      'apps/*/src/main.ts',
      'libs/config/src/**/*.ts',
      'libs/testing/src/**/*.ts',
      'e2e/**/*.ts',
      'bench/**/*.ts',
      'tools/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
);
