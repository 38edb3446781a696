import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '..');

const boundaries = '@nx/enforce-module-boundaries';
const imports = 'no-restricted-imports';

/** What a file may not import, and the rule that says so. Each text is linted in place of the file's own. */
const forbidden: readonly [what: string, file: string, imported: string, rule: string][] = [
  [
    'a domain library that imports a platform library',
    'libs/signing/src/sign.ts',
    '@casewire/database',
    boundaries,
  ],
  ['a domain library that imports a driver', 'libs/signing/src/sign.ts', 'pg', boundaries],
  ['a contract that imports a domain library', 'libs/events/src/ids.ts', '@casewire/signing', boundaries],
  ['an app that imports what only tests may', 'apps/matching/src/config.ts', '@casewire/testing', boundaries],
  [
    'an app that imports another app',
    'apps/matching/src/config.ts',
    '../../ingestion/src/config.ts',
    boundaries,
  ],
  ['an import past the index', 'apps/matching/src/config.ts', '../../../libs/events/src/ids.ts', boundaries],
  [
    'a client for browsers that imports a service library',
    'libs/client/src/client.ts',
    '@casewire/events',
    boundaries,
  ],
  [
    'a spec that measures CPU beside others',
    'libs/metering/src/fair-cache.spec.ts',
    '@casewire/testing/cpu',
    imports,
  ],
];

const permitted: readonly [what: string, file: string, imported: string][] = [
  ['an app that imports a contract', 'apps/matching/src/config.ts', '@casewire/events'],
  ['a spec that measures CPU alone', 'libs/metering/src/fair-cache.alone.spec.ts', '@casewire/testing/cpu'],
];

const eslint = new ESLint({ cwd: root });

beforeAll(async () => {
  // The rule reads the project graph, and says nothing where there is none.
  await promisify(execFile)(join(root, 'node_modules/.bin/nx'), ['show', 'projects'], { cwd: root });
});

/** The rules that a file would break if it imported this. */
async function broken(file: string, imported: string): Promise<(string | null)[]> {
  const text = `import * as imported from '${imported}';\n\nexport const planted = imported;\n`;
  const results = await eslint.lintText(text, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
}

describe('the lint', () => {
  it.each(forbidden)('refuses %s', async (_what, file, imported, rule) => {
    expect(await broken(file, imported)).toContain(rule);
  });

  it.each(permitted)('lets %s pass', async (_what, file, imported) => {
    expect(await broken(file, imported)).toEqual([]);
  });
});
