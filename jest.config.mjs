/**
 * Four tiers, told apart by file name: `.spec.ts` pure, `.int.spec.ts` on real Kafka and PostgreSQL, `e2e/` black box,
 * and anywhere `.alone.spec.ts` for what can share the machine with no other spec: it measures CPU, overloads the machine,
 * or judges how many copies an outage made.
 */
const base = {
  // Both are needed by each other: packages are loaded once for each worker, and not for each file.
  testEnvironment: '<rootDir>/libs/testing/src/jest/environment.ts',
  runtime: '<rootDir>/libs/testing/src/jest/runtime.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
  // What was built, and copies that an interrupted run left behind, have packages of the same names.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.nx/', '<rootDir>/\\.cache/'],
};

const alone = '\\.alone\\.spec\\.ts$';

export default {
  // When to give a test up. A shared machine may be eight times slower than it was a minute ago.
  testTimeout: 600_000,
  testSequencer: '<rootDir>/libs/testing/src/jest/sequencer.ts',
  // Modules of finished specs are not given back: a worker that has grown beyond this is replaced.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,bench,libs,tools}/**/*.spec.ts'],
      testPathIgnorePatterns: [alone, '\\.int\\.spec\\.ts$', '/node_modules/'],
    },
    {
      ...base,
      displayName: 'int',
      testMatch: ['<rootDir>/{apps,libs,tools}/**/*.int.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/jest/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/jest/global-teardown.ts',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/src/**/*.spec.ts'],
      testPathIgnorePatterns: [alone, '/node_modules/'],
      globalSetup: '<rootDir>/e2e/src/support/global-setup.ts',
      globalTeardown: '<rootDir>/e2e/src/support/global-teardown.ts',
    },
    {
      ...base,
      displayName: 'alone',
      testMatch: ['<rootDir>/{apps,bench,e2e,libs,tools}/**/*.alone.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/jest/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/jest/global-teardown.ts',
    },
  ],
};
