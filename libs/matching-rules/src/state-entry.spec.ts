import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainStateEntry } from './state-entry.ts';

const listed = ['calculate_risk', 'collection_flow'];

describe('explainStateEntry', () => {
  it.each([
    ['from another state', 'approved'],
    ['from another listed state', 'collection_flow'],
    ['from no known state', undefined],
  ])('enters %s', (_what, previousState) => {
    expect(explainStateEntry(listed, { state: 'calculate_risk', previousState })).toEqual({ matched: true });
  });

  it.each([
    ['a self-transition', { state: 'calculate_risk', previousState: 'calculate_risk' }, 'already'],
    ['another state', { state: 'approved', previousState: undefined }, 'not among its states'],
    ['an event that tells of none', undefined, 'tells of no state'],
  ])('does not enter by %s', (_what, change, why) => {
    expect(explainStateEntry(listed, change)).toMatchObject({
      matched: false,
      code: 'state-not-entered',
      why: expect.stringContaining(why),
    });
  });

  it('enters each listed state of a history once, however often it is told', () => {
    const states = fc.array(fc.constantFrom('calculate_risk', 'collection_flow', 'approved'));
    fc.assert(
      fc.property(states, (history) => {
        const told = history.flatMap((state) => [state, state]);
        const entered = told.filter(
          (state, index) => explainStateEntry(listed, { state, previousState: told[index - 1] }).matched,
        );
        const moves = history.filter((state, index) => state !== history[index - 1]);
        expect(entered).toEqual(moves.filter((state) => listed.includes(state)));
      }),
    );
  });
});
