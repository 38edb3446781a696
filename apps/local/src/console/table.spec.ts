import { describe, expect, it } from '@jest/globals';
import { formatTable } from './table.ts';

describe('formatTable', () => {
  it('makes each column as wide as its widest cell', () => {
    expect(
      formatTable([
        ['event', 'status', 'answer'],
        ['workflow.completed', 'failed', ''],
        ['DOCVER', 'delivered', '200'],
      ]),
    ).toEqual([
      'event               status     answer',
      'workflow.completed  failed',
      'DOCVER              delivered  200',
    ]);
  });

  it('has no lines without rows', () => {
    expect(formatTable([])).toEqual([]);
  });
});
