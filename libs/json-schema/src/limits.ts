import { STEPS_PER_MS, type Allowance } from '@casewire/metering';

/*
 * Every limit on a tenant's schema. Those for saving keep compiling below 25 ms and what is compiled below 4 MiB; the
 * budgets hold whatever was saved. `docs/adr/0011-schemas-are-interpreted.md` has the measurements.
 */

/** Characters of a schema as JSON. */
export const MAX_SCHEMA_CHARACTERS = 64 * 1024;

/** Levels of JSON inside each other: a member's schema stands two levels below the schema that has the member. */
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

/** What compiling a schema may take: ordinary ones have up to 4 KB, and patterns of a few hundred instructions. */
export const COMPILE_ALLOWANCE: Allowance = { ordinary: STEPS_PER_MS / 2, most: COMPILE_STEPS };

/** Steps that checking the largest event may take. */
const MOST_VALIDATION_STEPS = 10 * STEPS_PER_MS;

/** Steps that each byte of an event adds. */
const VALIDATION_STEPS_PER_BYTE = 4;

/**
 * What checking an event of so many bytes may take. The examples of the catalogue take 20 to 800 steps, a type with 1,600
 * subschemas of its own 7,500: they stay within what is ordinary, 0.2 ms and 80 ns a byte.
 */
export function validationAllowance(dataBytes: number): Allowance {
  const forSize = VALIDATION_STEPS_PER_BYTE * dataBytes;
  return {
    ordinary: Math.min(MOST_VALIDATION_STEPS, STEPS_PER_MS / 5 + forSize),
    most: Math.min(MOST_VALIDATION_STEPS, 2 * STEPS_PER_MS + forSize),
  };
}

/**
 * Steps that checking the events of one tenant in one batch, and compiling its schemas for them, may take above what is
 * ordinary. So 500 hostile events of 1 KB hold a batch for 0.3 s, and for 0.5 s if each is of another type.
 */
export const TENANT_VALIDATION_STEPS = 100 * STEPS_PER_MS;
