import { describe, expect, it } from '@jest/globals';
import { levelProblems } from './webhook-problems.ts';

const none = { definitionId: null, runtimeId: null };

describe('levelProblems', () => {
  it.each([
    [['DOCVER', 'Finished Journey'], 'those of dataspike, idwise have no definition level'],
    [['AML Monitor Update'], 'those of idwise have no definition level'],
  ])('refuses a definition for %j', (events, reason) => {
    expect(levelProblems({ ...none, events, definitionId: 'kyb' })).toEqual([
      { path: 'definitionId', message: `is not for the events listed: ${reason}` },
    ]);
  });

  it.each([
    [['DOCVER', 'case_created']],
    [['workflow.completed']],
    [['tenant.own']],
    [['Finished *']],
    [['*']],
  ])('takes a definition and a run for %j', (events) => {
    expect(levelProblems({ events, definitionId: 'kyb', runtimeId: '7' })).toEqual([]);
  });

  it('takes a run for every family, and any event for a customer', () => {
    expect(levelProblems({ ...none, events: ['Finished Journey', 'DOCVER'], runtimeId: '7' })).toEqual([]);
    expect(levelProblems({ ...none, events: ['DOCVER'] })).toEqual([]);
  });
});
