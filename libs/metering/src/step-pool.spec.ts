import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BudgetExceededError, StepBudget } from './step-budget.ts';
import { StepPool, StepPools } from './step-pool.ts';

const allowance = { ordinary: 10, most: 100 };

/** Spends so many steps, one by one. @returns whether they were allowed */
function spend(pool: StepPool, steps: number): boolean {
  try {
    pool.spendOn(allowance, (budget) => {
      for (let step = 0; step < steps; step++) budget.spend(1);
    });
    return true;
  } catch (error) {
    if (error instanceof BudgetExceededError) return false;
    throw error;
  }
}

describe('StepBudget', () => {
  it('allows its steps and not one more, and has then spent all of them', () => {
    const budget = new StepBudget(10);
    budget.spend(10);
    expect([budget.spent, budget.left]).toEqual([10, 0]);
    expect(() => {
      budget.spend(0.1);
    }).toThrow('takes more than 10 steps');
    expect([budget.spent, budget.left]).toEqual([10, 0]);
  });

  it.each([Infinity, NaN])('refuses %s steps', (steps) => {
    expect(() => {
      new StepBudget(10).spend(steps);
    }).toThrow(BudgetExceededError);
  });
});

describe('StepPool', () => {
  it('never refuses what is ordinary, and bounds all evaluations together', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300)), fc.nat(1_000), (evaluations, shared) => {
        const pool = new StepPool(shared);
        const allowed = evaluations.map((steps) => spend(pool, steps));
        for (const [index, steps] of evaluations.entries()) {
          if (steps <= allowance.ordinary) expect(allowed[index]).toBe(true);
          if (steps > allowance.most) expect(allowed[index]).toBe(false);
        }
        const bound = evaluations.length * allowance.ordinary + shared + allowance.most;
        expect(pool.spent).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('lets costly evaluations take all their steps until it is used up', () => {
    const pool = new StepPool(180);
    expect([spend(pool, 100), spend(pool, 100), spend(pool, 100), spend(pool, 10)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(pool.isUsedUp).toBe(true);
  });

  it('counts what an evaluation took that failed', () => {
    const pool = new StepPool(50);
    expect(() => {
      pool.spendOn(allowance, (budget) => {
        budget.spend(60);
        throw new Error('failed');
      });
    }).toThrow('failed');
    expect([pool.spent, pool.isUsedUp]).toEqual([60, true]);
  });
});

describe('StepPools', () => {
  it('have one pool for each owner', () => {
    const pools = new StepPools(1);
    spend(pools.of('hostile'), 100);
    expect([pools.of('hostile').isUsedUp, pools.of('other').isUsedUp]).toEqual([true, false]);
  });
});
