export interface BackoffLimits {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Pause before the next try: doubles with each failure up to the cap; half of it is random, so that processes which
 * failed together do not come back together.
 *
 * @param failures failures in a row so far, at least 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, { initialMs, maxMs }: BackoffLimits, random: number): number {
  const full = Math.min(maxMs, initialMs * 2 ** Math.min(failures - 1, 30));
  return full / 2 + (full / 2) * random;
}
