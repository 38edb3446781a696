import { describe, expect, it } from '@jest/globals';
import { conformanceTable, verdicts } from './conformance-table.ts';

const requirements = [
  { id: 'B1', what: 'One POST.' },
  { id: 'B10', what: 'Two environments.' },
  { id: 'I1', what: 'Spaces.' },
];
const file = 'e2e/src/conformance/one.spec.ts';

describe('verdicts', () => {
  it('tell what passes, what fails and what has no test', () => {
    const judged = verdicts(requirements, [
      { file, title: 'B1 sends one POST', passed: true },
      { file, title: 'B10 names the environment', passed: true },
      { file, title: 'B10 keeps them apart', passed: false },
    ]);
    expect(judged.map(({ id, result }) => [id, result])).toEqual([
      ['B1', 'passes'],
      ['B10', 'fails'],
      ['I1', 'has no test'],
    ]);
  });

  it('refuse a test that belongs to no requirement', () => {
    expect(() => verdicts(requirements, [{ file, title: 'Z9 does things', passed: true }])).toThrow('Z9');
  });
});

describe('conformanceTable', () => {
  it('has a row for each requirement, with its tests', () => {
    const judged = verdicts(requirements, [{ file, title: 'B1 sends a|b', passed: true }]);
    expect(conformanceTable(judged)).toContain(`| B1 | One POST. | [sends a\\|b](../${file}) | passes |`);
    expect(conformanceTable(judged)).toContain('| I1 | Spaces. |  | has no test |');
  });
});
