/**
 * Writes `docs/conformance.md` from the requirements and the results of their tests in the last `npm test`.
 * Usage: `node tools/conformance-docs.ts`, or with `--check` to fail if the file is not current, a requirement has no
 * test, or one of its tests did not pass.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { requirements } from '../e2e/src/conformance/requirements.ts';
import { conformanceTable, verdicts, type TestResult } from './conformance-table.ts';

const FILE = 'docs/conformance.md';
/** The results of the run `together` (apps/local/src/test/test.ts). */
const RESULTS = '.cache/test/together.json';

/** The parts of jest's `--json` output that are read. */
const resultsSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

async function readResults(): Promise<TestResult[]> {
  const text = await readFile(RESULTS, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`${RESULTS} is missing: run npm test first`);
  return resultsSchema
    .parse(JSON.parse(text))
    .testResults.filter(({ name }) => name.includes('/e2e/src/conformance/'))
    .flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ title, status }) => ({
        file: relative(process.cwd(), name),
        title,
        passed: status === 'passed',
      })),
    );
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

const judged = verdicts(requirements, await readResults());
const options = await resolveConfig(FILE);
const current = await format(conformanceTable(judged), { ...options, parser: 'markdown' });
if (process.argv.includes('--check')) {
  for (const { id, result } of judged) {
    if (result !== 'passes') fail(`${id}: ${result}`);
  }
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== current) {
    fail(`${FILE} is not current: run npm test, then npm run docs:conformance`);
  }
} else {
  await writeFile(FILE, current);
}
