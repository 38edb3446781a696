import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/.bin');

const forbidden: readonly [what: string, file: string, imported: string][] = [
  ['a domain library that imports a platform library', 'libs/signing/src/planted-1.ts', '@casewire/database'],
  ['a domain library that imports a driver', 'libs/signing/src/planted-2.ts', 'pg'],
  ['a contract that imports a domain library', 'libs/events/src/planted-3.ts', '@casewire/signing'],
  ['an app that imports what only tests may', 'apps/matching/src/planted-4.ts', '@casewire/testing'],
  ['an app that imports another app', 'apps/matching/src/planted-5.ts', '../../ingestion/src/config.ts'],
  ['an import past the index', 'apps/matching/src/planted-6.ts', '../../../libs/events/src/ids.ts'],
  [
    'a client for browsers that imports a service library',
    'libs/client/src/planted-7.ts',
    '@casewire/events',
  ],
];
const permitted = ['apps/matching/src/planted-8.ts', '@casewire/events'] as const;

const planted = [...forbidden.map(([, file, imported]) => [file, imported] as const), permitted];

/** Rules that each planted file breaks, by file. */
let broken: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  for (const [file, imported] of planted) {
    await writeFile(
      join(root, file),
      `import * as imported from '${imported}';\n\nexport const planted = imported;\n`,
    );
  }
  // The rule reads the project graph, and says nothing where there is none.
  await run(join(bin, 'nx'), ['show', 'projects'], { cwd: root });
  broken = await lint(planted.map(([file]) => file));
});

afterAll(async () => {
  for (const [file] of planted) await rm(join(root, file), { force: true });
});

interface LintResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null }[];
}

async function lint(files: readonly string[]): Promise<Map<string, string[]>> {
  const output = await run(join(bin, 'eslint'), ['--no-cache', '--format', 'json', ...files], {
    cwd: root,
  }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  const results = JSON.parse(output) as LintResult[];
  return new Map(
    results.map(({ filePath, messages }) => [
      filePath.slice(root.length + 1),
      messages.map(({ ruleId }) => String(ruleId)),
    ]),
  );
}

describe('the lint', () => {
  it.each(forbidden)('refuses %s', (_what, file) => {
    expect(broken.get(file)).toContain('@nx/enforce-module-boundaries');
  });

  it('lets a permitted import pass', () => {
    expect(broken.get(permitted[0])).toEqual([]);
  });
});
