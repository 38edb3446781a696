import { STEPS_PER_MS, type Allowance } from '@casewire/metering';

/* Every limit on a query, which is a filter or one transform of a webhook. */

/** Bytes of the text of a query. */
export const MAX_QUERY_BYTES = 16 * 1024;

/** Levels of a query that may stand inside each other, and links of its longest chain. */
export const MAX_QUERY_DEPTH = 128;

/** Nodes of a query: fields, operators, calls, literals. */
export const MAX_QUERY_NODES = 4_000;

/** Projections and calls that take `&expressions` inside each other: each may go through all that the one around it does. */
export const MAX_NESTED_PROJECTIONS = 10;

/** Calls of functions in a query. */
export const MAX_QUERY_CALLS = 500;

/** Bytes of data that queries see. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/** Characters of one result as JSON. */
export const MAX_RESULT_CHARACTERS = 1024 * 1024;

/** Steps of a filter, or of the transforms of a webhook together, for one event. */
export const MAX_QUERY_STEPS = 10 * STEPS_PER_MS;

/** Steps that each byte of data makes ordinary: a mapping that goes through a list twice takes about 1.3. */
const ORDINARY_STEPS_PER_BYTE = 2;

/**
 * What a filter, or the transforms of a webhook together, may take for an event with so many bytes of data: 0.1 ms and
 * 40 ns a byte are ordinary, 10 ms is the most.
 */
export function queryAllowance(dataBytes: number): Allowance {
  const ordinary = STEPS_PER_MS / 10 + ORDINARY_STEPS_PER_BYTE * dataBytes;
  return { ordinary: Math.min(ordinary, MAX_QUERY_STEPS), most: MAX_QUERY_STEPS };
}

/** Steps of compiling a character: a query is taken into tokens, parsed and checked. */
export const STEPS_PER_QUERY_CHARACTER = 10;

/** What compiling a query may take: ordinary ones have up to 1,000 characters, the largest 16 times as many. */
export const QUERY_COMPILE_ALLOWANCE: Allowance = {
  ordinary: 1_000 * STEPS_PER_QUERY_CHARACTER,
  most: MAX_QUERY_BYTES * STEPS_PER_QUERY_CHARACTER,
};

/** Steps that all queries of a tenant may take above what is ordinary for the events of one batch: ten of the costliest. */
export const TENANT_QUERY_STEPS = 10 * MAX_QUERY_STEPS;
