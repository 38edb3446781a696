export { Breather } from './breather.ts';
export { FairCache } from './fair-cache.ts';
export { BudgetExceededError, StepBudget, STEPS_PER_MS } from './step-budget.ts';
export { StepPool, StepPools, type Allowance } from './step-pool.ts';
