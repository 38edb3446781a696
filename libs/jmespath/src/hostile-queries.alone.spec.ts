import { StepBudget } from '@casewire/metering';
import { cpuMs, leastMs } from '@casewire/testing/cpu';
import { hostileQueries } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryError, QuerySyntaxError, QueryTooExpensiveError } from './errors.ts';
import type { JsonValue } from './expression.ts';
import { queryAllowance } from './limits.ts';
import { compileQuery, printResult, type Query } from './query.ts';

/** As with hostile schemas: 50 ms of CPU are promised, and the faults took seconds. */
const MAX_PIECE_MS = 100;

function compiled(text: string): Query | undefined {
  try {
    return compileQuery(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) return undefined;
    throw error;
  }
}

/** Evaluates and prints as matching does. @returns how it ended */
function end(query: Query, data: JsonValue, budget: StepBudget): string {
  try {
    return printResult(query.evaluate(data, budget), budget);
  } catch (error) {
    if (error instanceof QueryError || error instanceof QueryTooExpensiveError) return error.message;
    throw error;
  }
}

describe('a hostile query', () => {
  it('is refused in a moment, or every evaluation of it stays within its budget', async () => {
    await fc.assert(
      fc.asyncProperty(hostileQueries, async ({ query, data }) => {
        let made: Query | undefined;
        const isQuick = async (work: () => unknown): Promise<void> => {
          expect(await leastMs(MAX_PIECE_MS, () => cpuMs(work))).toBeLessThan(MAX_PIECE_MS);
        };
        await isQuick(() => (made = compiled(query)));
        if (made === undefined) return;
        const evaluated = made;
        const allowance = queryAllowance(JSON.stringify(data).length);
        for (const steps of [allowance.ordinary, allowance.most]) {
          await isQuick(() => {
            const budget = new StepBudget(steps);
            end(evaluated, data as JsonValue, budget);
            expect(budget.spent).toBeLessThanOrEqual(steps);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same end every time', () => {
    fc.assert(
      fc.property(hostileQueries, ({ query, data }) => {
        const made = compiled(query);
        if (made === undefined) return;
        const ends = [1, 2].map(() => {
          const budget = new StepBudget(20_000);
          return [end(made, data as JsonValue, budget), budget.spent];
        });
        expect(ends[0]).toEqual(ends[1]);
      }),
      { numRuns: 30 },
    );
  });
});
