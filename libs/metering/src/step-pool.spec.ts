import { describe, expect, it } from '@jest/globals';
import { QueryTooExpensiveError } from './errors.ts';
import { compileQuery } from './query.ts';
import type { StepBudget } from './step-budget.ts';
import { StepPool } from './step-pool.ts';

const list = Array.from({ length: 3_000 }, (_, index) => index);
const costly = compileQuery('length(list[*].[$.list[*]])');
const usual = compileQuery('list[0]');

describe('StepPool', () => {
  it('let two hundred costly evaluations take as many full budgets', () => {
    const pool = new StepPool();
    let steps = 0;
    for (let number = 0; number < 200; number++) {
      const evaluate = (budget: StepBudget) => {
        try {
          costly.evaluate({ list }, budget);
        } finally {
          steps += budget.spent;
        }
      };
      expect(() => {
        pool.spendOn(evaluate);
      }).toThrow(QueryTooExpensiveError);
    }
    expect(steps).toBeLessThan(12 * 100_000);
  });

  it('has room for some costly evaluations, and then still for usual ones', () => {
    const pool = new StepPool();
    const steps = (count: number) => {
      pool.spendOn((budget) => {
        budget.spend(count);
      });
    };
    for (let number = 0; number < 10; number++)
      expect(() => {
        steps(100_000);
      }).not.toThrow();
    expect(() => {
      steps(1_001);
    }).toThrow(QueryTooExpensiveError);
    expect(() => {
      steps(1_000);
    }).not.toThrow();
    expect(pool.spendOn((budget) => usual.evaluate({ list }, budget))).toBe(0);
  });

  it('counts no more than what was allowed for a step that was refused', () => {
    const pool = new StepPool();
    expect(() => {
      pool.spendOn((budget) => {
        budget.spend(Infinity);
      });
    }).toThrow(QueryTooExpensiveError);
    expect(() => {
      pool.spendOn((budget) => {
        budget.spend(100_000);
      });
    }).not.toThrow();
  });
});
