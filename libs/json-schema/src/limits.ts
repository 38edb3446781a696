import { STEPS_PER_MS, type PoolLimits } from '@casewire/metering';

/*
 * Every limit on a tenant's schema. Those for saving keep compiling below 25 ms and what is compiled below 4 MiB; the
 * budgets hold whatever was saved. `docs/adr/0011-schemas-are-interpreted.md` has the measurements.
 */

/** Characters of a schema as JSON. */
export const MAX_SCHEMA_CHARACTERS = 64 * 1024;

/** Levels of subschemas inside each other, and of JSON in a constant. */
export const MAX_SCHEMA_DEPTH = 64;

/** Subschemas, in `$defs` too. */
export const MAX_SUBSCHEMAS = 2_000;

/** References: `$ref`, `$dynamicRef` and `$recursiveRef`. */
export const MAX_REFERENCES = 500;

/**
 * Size of the programs of all patterns together, in instructions: a character or a class is one, counts repeat what they
 * count, and a class of Unicode counts for the ranges that it is made of.
 */
export const MAX_PATTERN_INSTRUCTIONS = 10_000;

/** Estimated bytes of the compiled schema. */
export const MAX_COMPILED_BYTES = 4 * 1024 * 1024;

/**
 * Steps that the smallest event may take: one that has every declared member, one element in each array, and texts of a
 * few characters.
 */
export const MAX_STEPS_OF_SMALLEST_EVENT = 50_000;

/**
 * Steps that each further byte of an event may take in the worst case. With the limit above this is the estimate for the
 * largest event.
 */
export const MAX_STEPS_PER_BYTE = 10_000;

/** Steps that compiling one schema may take: a backstop, which the limits above are reached before. */
export const COMPILE_STEPS = 25 * STEPS_PER_MS;

/** References that may be followed inside each other while a value is checked: as deep as data may be nested. */
export const MAX_FOLLOWED_REFERENCES = 500;

/** Steps that checking any event may take. */
const BASE_STEPS = 2 * STEPS_PER_MS;

/** Steps that each byte of an event adds. */
const STEPS_PER_BYTE = 4;

/** Steps that checking the largest event may take. */
const MOST_STEPS = 10 * STEPS_PER_MS;

/**
 * Steps that checking an event of so many bytes may take. Those of the catalogue take about 100, generous ones of
 * tenants' own some 5,000.
 */
export function validationSteps(dataBytes: number): number {
  return Math.min(MOST_STEPS, BASE_STEPS + STEPS_PER_BYTE * dataBytes);
}

/**
 * What the events of one tenant in one batch may take together: 500 hostile ones hold a batch for 0.1 s and 0.4 ms for
 * each, 0.3 s in all.
 */
export const TENANT_VALIDATION_LIMITS: PoolLimits = {
  shared: 100 * STEPS_PER_MS,
  each: MOST_STEPS,
  modest: STEPS_PER_MS / 2.5,
};
