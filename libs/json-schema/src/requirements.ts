import {
  MAX_COMPILED_BYTES,
  MAX_PATTERN_INSTRUCTIONS,
  MAX_REFERENCES,
  MAX_STEPS_OF_SMALLEST_EVENT,
  MAX_STEPS_PER_BYTE,
  MAX_SUBSCHEMAS,
} from './limits.ts';
import type { Location } from './location.ts';
import { SchemaError } from './schema-error.ts';
import { printable } from './schema-problem.ts';

/** A limit on something that all parts of a schema have their share of. */
interface Limit {
  readonly most: number;
  /** What is limited, in the plural: `subschemas`. */
  readonly unit: string;
  readonly remedy: string;
  /** How much of it a location has, with all below it. */
  readonly total: (location: Location) => number;
}

/**
 * Refuses a document with too many subschemas. It need not be read to its end for that.
 * @throws SchemaError that names the part that has most
 */
export function requireFewSubschemas(root: Location): void {
  requireWithin(root, {
    most: MAX_SUBSCHEMAS,
    unit: 'subschemas',
    remedy: 'leave alternatives out, or divide the type into several',
    total: sumBelow(() => 1),
  });
}

/**
 * Refuses what would take too long to compile.
 * @throws SchemaError that names the part that has most
 */
export function requireCompilable(root: Location): void {
  requireWithin(root, {
    most: MAX_REFERENCES,
    unit: 'references',
    remedy: 'let several members share what refers to the definition',
    total: sumBelow(({ references }) => references),
  });
  requireWithin(root, {
    most: MAX_PATTERN_INSTRUCTIONS,
    unit: 'instructions in the programs of its patterns',
    remedy: 'use maxLength instead of large counts, and enum instead of long alternatives',
    total: sumBelow(({ patternInstructions }) => patternInstructions),
  });
}

/**
 * Refuses what would take too much memory or time when it is used.
 * @returns estimate of the bytes that the compiled schema takes
 * @throws SchemaError that names the part that costs most
 */
export function requireRunnable(root: Location): number {
  const bytes = sumBelow(({ cost }) => cost.bytes);
  requireWithin(root, {
    most: MAX_COMPILED_BYTES,
    unit: 'bytes when it is compiled',
    remedy: 'use smaller patterns and constants',
    total: bytes,
  });
  const worstCase = worstCaseOf();
  requireWithin(root, {
    most: MAX_STEPS_OF_SMALLEST_EVENT,
    unit: 'steps to check the smallest event',
    remedy: 'apply fewer alternatives, and fewer references to large definitions, to one value',
    total: (location) => worstCase(location).steps,
  });
  requireWithin(root, {
    most: MAX_STEPS_PER_BYTE,
    unit: 'steps to check each further byte of an event',
    remedy: 'apply fewer alternatives and smaller patterns to each element of a list',
    total: (location) => worstCase(location).stepsPerByte,
  });
  return bytes(root);
}

function requireWithin(root: Location, { most, unit, remedy, total }: Limit): void {
  const all = total(root);
  if (all <= most) return;
  const { pointer, share } = heaviestPart(root, total);
  const part = pointer === '' ? '' : `, ${Math.ceil(share)} of them for ${printable(pointer)}`;
  throw new SchemaError(`has ${Math.ceil(all)} ${unit}${part}`, `at most ${most}: ${remedy}`);
}

interface Part {
  readonly pointer: string;
  readonly share: number;
}

/** The deepest part that has at least half of what all of the document has; else the heaviest keyword of the root. */
function heaviestPart(root: Location, total: Limit['total']): Part {
  let part: Part = { pointer: '', share: total(root) };
  for (let location: Location | undefined = root; location !== undefined;) {
    const { keyword, share, children } = heaviestKeyword(location, total);
    const isHeavy = share * 2 >= total(root);
    if (share === 0 || (location !== root && !isHeavy)) break;
    part = { pointer: `${location.pointer}/${keyword}`, share };
    const child: Location | undefined = children.find((one) => total(one) * 2 >= total(root));
    if (child !== undefined) part = { pointer: child.pointer, share: total(child) };
    location = child;
  }
  return part;
}

function heaviestKeyword(location: Location, total: Limit['total']) {
  const byKeyword = Map.groupBy(location.children, ([key]) => key.split('/')[0] ?? key);
  const parts = [...byKeyword].map(([keyword, entries]) => {
    const children = entries.map(([, child]) => child);
    return { keyword, children, share: children.reduce((sum, child) => sum + total(child), 0) };
  });
  const none: (typeof parts)[number] = { keyword: '', children: [], share: 0 };
  return parts.reduce((most, part) => (part.share > most.share ? part : most), none);
}

/** Adds a measure of locations up, each with all below it. */
function sumBelow(measure: (location: Location) => number): (location: Location) => number {
  const known = new Map<Location, number>();
  const total = (location: Location): number => {
    const sum =
      known.get(location) ??
      [...location.children.values()].reduce((all, child) => all + total(child), measure(location));
    known.set(location, sum);
    return sum;
  };
  return total;
}

interface WorstCase {
  /** For the smallest event. */
  readonly steps: number;
  /** For each byte of data more. */
  readonly stepsPerByte: number;
}

/**
 * Estimates what checking a value by a location takes in the worst case, references followed. Of a schema that names
 * itself one round is counted: how often it is followed is up to the data.
 */
function worstCaseOf(): (location: Location) => WorstCase {
  const known = new Map<Location, WorstCase>();
  const estimate = (location: Location): WorstCase => {
    const before = known.get(location);
    if (before !== undefined) return before;
    known.set(location, { steps: 1, stepsPerByte: 0 });
    let { steps, stepsPerByte } = location.cost;
    let part = 0;
    for (const { location: used, to } of location.uses) {
      const one = estimate(used);
      steps += one.steps;
      // A byte belongs to one of the parts that have a schema of their own.
      if (to === 'part') part = Math.max(part, one.stepsPerByte);
      else stepsPerByte += one.stepsPerByte + (to === 'each' ? one.steps : 0);
    }
    stepsPerByte += part;
    const worst = { steps, stepsPerByte };
    known.set(location, worst);
    return worst;
  };
  return estimate;
}
