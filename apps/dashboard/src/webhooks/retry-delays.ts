/** Seconds. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The delays of the policies that a webhook can name, in seconds. */
export const namedDelays = {
  none: [],
  standard: [5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY],
  fast: [1, 2, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE],
  patient: [
    ...[MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
    ...Array<number>(5).fill(29 * HOUR),
  ],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** What most families do where a webhook says nothing. */
export const usualDelays: readonly number[] = namedDelays.standard;

/** When the attempts start, in seconds after the first one, which is at 0. Negative delays count as none. */
export function attemptTimes(delays: readonly number[]): number[] {
  const times = [0];
  for (const delay of delays) times.push((times.at(-1) ?? 0) + Math.max(0, delay));
  return times;
}
