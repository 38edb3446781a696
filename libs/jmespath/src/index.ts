export { QueryError, QuerySyntaxError, QueryTooExpensiveError } from './errors.ts';
export type { JsonValue } from './expression.ts';
export * from './limits.ts';
export { compileQuery, parseQueryInput, printResult, type Query } from './query.ts';
