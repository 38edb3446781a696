/** How many durations fell into each bucket, by its number. Histograms add up bucket by bucket. */
export type Histogram = ReadonlyMap<number, number>;

/** Percentiles of a histogram, milliseconds. Each is the bound of its bucket: so many took no longer than that. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Buckets of a histogram. Stored counts name buckets by their numbers, so their bounds never change. */
export const BUCKETS = 64;

/**
 * The longest duration in a bucket, milliseconds: powers of the square root of 2, from 1 ms on. The last bucket, from 25
 * days on, also holds whatever took longer.
 */
export function boundOf(bucket: number): number {
  return 2 ** (bucket / 2);
}

/** @param durationMs one that is not positive is in the first bucket: clocks of two machines may differ */
export function bucketOf(durationMs: number): number {
  let [first, last] = [0, BUCKETS - 1];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if (durationMs > boundOf(middle)) first = middle + 1;
    else last = middle;
  }
  return first;
}

/** @returns null for an empty histogram */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const percentile = (share: number): number => {
    let passed = 0;
    const found = buckets.find(([, count]) => (passed += count) >= share * total);
    return Math.round(boundOf(found?.[0] ?? BUCKETS - 1) * 10) / 10;
  };
  return { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}
