import {
  compileQuery,
  QUERY_COMPILE_ALLOWANCE,
  QuerySyntaxError,
  QueryTooExpensiveError,
  STEPS_PER_QUERY_CHARACTER,
  type Query,
} from '@casewire/jmespath';
import { BudgetExceededError, FairCache, type StepPool } from '@casewire/metering';

/** Estimated bytes of the compiled filters and mappings that are kept. */
export const COMPILED_QUERIES_BYTES = 64 * 1024 * 1024;

/** Bytes of an entry without its text. */
const ENTRY_BYTES = 200;

/** A query, or why its text is none: one that was stored before a limit may exceed it. */
type Compiled = { readonly query: Query } | { readonly cause: QuerySyntaxError };

/** Filters and mappings of tenants by their text, compiled once while they are used. */
const compiled = new FairCache<Compiled>(COMPILED_QUERIES_BYTES);

/** Whether a tenant's filter or mapping is compiled. */
export function isPrepared(tenantId: string, text: string): boolean {
  return compiled.get(tenantId, text) !== undefined;
}

/** Compiles a tenant's filter or mapping, if its pool has the steps that this takes. */
export function prepareQuery(tenantId: string, text: string, steps: StepPool): void {
  try {
    const made = steps.spendOn(QUERY_COMPILE_ALLOWANCE, (budget) => {
      budget.spend(text.length * STEPS_PER_QUERY_CHARACTER);
      return compile(text);
    });
    const bytes = 'query' in made ? made.query.bytes : 0;
    compiled.set(tenantId, text, made, ENTRY_BYTES + 2 * text.length + bytes);
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
}

/**
 * A tenant's filter or mapping that was prepared.
 * @throws QueryTooExpensiveError if there were no steps to compile it, or it exceeds a limit that came after it
 */
export function preparedQuery(tenantId: string, text: string): Query {
  const known = compiled.get(tenantId, text);
  if (known === undefined) throw new QueryTooExpensiveError('there are no steps left to compile it');
  if ('cause' in known) {
    throw new QueryTooExpensiveError('it exceeds a limit that came after it', { cause: known.cause });
  }
  return known.query;
}

function compile(text: string): Compiled {
  try {
    return { query: compileQuery(text) };
  } catch (cause) {
    if (!(cause instanceof QuerySyntaxError)) throw cause;
    return { cause };
  }
}
