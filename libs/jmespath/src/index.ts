export { QueryError, QuerySyntaxError, QueryTooExpensiveError } from './errors.ts';
export type { JsonValue } from './expression.ts';
export { compileQuery, parseQueryInput, printResult, type Query } from './query.ts';
export { StepBudget } from './step-budget.ts';
export { StepPool } from './step-pool.ts';
export { QueryCache } from './query-cache.ts';
