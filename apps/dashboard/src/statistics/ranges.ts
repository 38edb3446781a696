import { oneOf } from '../app/search.ts';

/** A stretch of time that ends now. */
interface Range {
  readonly ms: number;
  /** How often it is read again while somebody looks at it, milliseconds. Longer steps change more slowly. */
  readonly pollMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The stretches that statistics can be shown of, the shortest first. */
export const ranges = {
  '1h': { ms: HOUR_MS, pollMs: 5_000 },
  '24h': { ms: DAY_MS, pollMs: 15_000 },
  '7d': { ms: 7 * DAY_MS, pollMs: 60_000 },
  '30d': { ms: 30 * DAY_MS, pollMs: 60_000 },
} as const satisfies Readonly<Record<string, Range>>;

export type RangeName = keyof typeof ranges;

export const rangeNames = Object.keys(ranges) as RangeName[];

const DEFAULT_RANGE: RangeName = '24h';

/** The range of a page, as it stands in its address; the default one is left out. */
export interface RangeSearch {
  readonly range?: RangeName;
}

/** Reads an address; what is not understood is left out. */
export function readRangeSearch(search: Readonly<Record<string, unknown>>): RangeSearch {
  return searchOf(oneOf(rangeNames, search['range']) ?? DEFAULT_RANGE);
}

export function rangeOf({ range = DEFAULT_RANGE }: RangeSearch): RangeName {
  return range;
}

export function searchOf(range: RangeName): RangeSearch {
  return range === DEFAULT_RANGE ? {} : { range };
}
