import type { Requirement } from '../e2e/src/conformance/requirements.ts';

/** One test of the folder `conformance`, with its result in the last run. */
export interface TestResult {
  /** Path from the root of the workspace. */
  readonly file: string;
  /** `B4 writes the body's keys ...`: the requirement's id comes first. */
  readonly title: string;
  readonly passed: boolean;
}

/** A requirement with its tests. */
export interface Verdict extends Requirement {
  readonly tests: readonly TestResult[];
  readonly result: 'passes' | 'fails' | 'has no test';
}

/**
 * The result of each requirement by its tests, in the order of the requirements.
 * @throws Error naming a test whose id is no requirement's
 */
export function verdicts(requirements: readonly Requirement[], results: readonly TestResult[]): Verdict[] {
  const ids = new Set(requirements.map(({ id }) => id));
  const stranger = results.find(({ title }) => !ids.has(idOf(title)));
  if (stranger !== undefined)
    throw new Error(`${stranger.file}: "${stranger.title}" begins with no id of a requirement`);
  const byId = Map.groupBy(results, ({ title }) => idOf(title));
  return requirements.map((requirement) => {
    const tests = byId.get(requirement.id) ?? [];
    return { ...requirement, tests, result: resultOf(tests) };
  });
}

/** The page that lists them. */
export function conformanceTable(judged: readonly Verdict[]): string {
  return [
    '# Conformance',
    '',
    '<!-- Made by `npm run docs:conformance` from the results of `npm test`: change the tests in `e2e/src/conformance`. -->',
    '',
    'Receivers are written from the pages of the four systems. They may rely on these requirements. Each has end-to-end tests, which publish real events through the built product and look at the requests that arrive.',
    '',
    '| id | what | test | result |',
    '| --- | --- | --- | --- |',
    ...judged.map(
      ({ id, what, tests, result }) =>
        `| ${id} | ${what} | ${tests.map(describeTest).join('<br>')} | ${result} |`,
    ),
    '',
  ].join('\n');
}

function idOf(title: string): string {
  return title.split(' ', 1)[0] ?? '';
}

function resultOf(tests: readonly TestResult[]): Verdict['result'] {
  if (tests.length === 0) return 'has no test';
  return tests.every(({ passed }) => passed) ? 'passes' : 'fails';
}

function describeTest({ file, title }: TestResult): string {
  const text = title.slice(idOf(title).length + 1).replaceAll('|', '\\|');
  return `[${text}](../${file})`;
}
