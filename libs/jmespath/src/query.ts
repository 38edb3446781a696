import { BudgetExceededError, StepBudget } from '@casewire/metering';
import { QueryError, QueryTooExpensiveError } from './errors.ts';
import type { JsonValue } from './expression.ts';
import { MAX_INPUT_BYTES, MAX_QUERY_STEPS, MAX_RESULT_CHARACTERS } from './limits.ts';
import { measureJson } from './measure-json.ts';
import { MeteredInterpreter } from './metered-interpreter.ts';
import { parseQuery } from './parse.ts';
import { payForText } from './prices.ts';

/** A JMESPath expression (https://jmespath.site) that can be evaluated any number of times. */
export interface Query {
  /** Estimate of the memory that it takes. */
  readonly bytes: number;
  /**
   * What the expression yields for a value; parts of the value may be parts of the result. It takes
   * the same steps every time.
   * @param budget shared where several evaluations are bounded together. Default: the most that one may take, 10 ms
   * @throws QueryError if the value does not fit the expression
   * @throws QueryTooExpensiveError if it takes too many steps
   */
  evaluate(value: JsonValue, budget?: StepBudget): JsonValue;
}

/** Estimate of the memory that a node takes, its share of the text included. */
const BYTES_PER_NODE = 400;

/** @throws QuerySyntaxError if the text is no expression, calls what does not exist, or is too large or too deep */
export function compileQuery(text: string): Query {
  const { expression, nodes } = parseQuery(text);
  return {
    bytes: nodes * BYTES_PER_NODE,
    evaluate: (value, budget = new StepBudget(MAX_QUERY_STEPS)) =>
      explained(() => new MeteredInterpreter(budget).search(expression, value)),
  };
}

/**
 * The JSON text of what a query yielded.
 * @param budget pays for the text
 * @throws QueryTooExpensiveError if it is longer than 1 Mi characters or takes too many steps
 */
export function printResult(value: JsonValue, budget = new StepBudget(MAX_QUERY_STEPS)): string {
  let left = MAX_RESULT_CHARACTERS;
  return explained(() => {
    measureJson(value, (characters) => {
      left -= characters;
      if (left < 0) {
        throw new QueryTooExpensiveError(`the result is longer than ${MAX_RESULT_CHARACTERS} characters`);
      }
    });
    payForText(budget, MAX_RESULT_CHARACTERS - left);
    return JSON.stringify(value);
  });
}

/**
 * Parses what queries are evaluated on.
 * @param json valid JSON in UTF-8
 * @throws QueryTooExpensiveError if it has more than 1 MiB
 */
export function parseQueryInput(json: Buffer): JsonValue {
  if (json.length > MAX_INPUT_BYTES) {
    throw new QueryTooExpensiveError(
      `the data has ${json.length} bytes, queries take at most ${MAX_INPUT_BYTES}`,
    );
  }
  return JSON.parse(json.toString('utf8')) as JsonValue;
}

/** Runs `work` so that it fails in one of the two ways. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof QueryTooExpensiveError) throw error;
    if (error instanceof BudgetExceededError) {
      throw new QueryTooExpensiveError(`the query ${error.message}`, { cause: error });
    }
    if (error instanceof RangeError) {
      throw new QueryTooExpensiveError('the data is nested too deeply or too long for this query', {
        cause: error,
      });
    }
    throw new QueryError(error instanceof Error ? error.message : 'the query failed', { cause: error });
  }
}
