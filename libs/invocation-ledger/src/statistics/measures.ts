import type { Attempt, AttemptOutcome } from '@casewire/events';
import type { EndStatus } from '@casewire/invocation-state';
import { BUCKETS, bucketOf } from './histogram.ts';

/** The classes that attempts are counted by: how one ended, and of an answer that is no success its hundred. */
export const attemptClasses = [
  'delivered',
  'http-2xx',
  'http-3xx',
  'http-4xx',
  'http-5xx',
  'http-other',
  'timeout',
  'connection-error',
  'tls-error',
  'dns-error',
  'blocked-target',
  'no-access-token',
  'not-sent',
  // Stored counts name classes by their places here: a new one stands at the end.
] as const satisfies readonly (Exclude<AttemptOutcome, 'rejected'> | `http-${string}`)[];

export type AttemptClass = (typeof attemptClasses)[number];

/** In the order by which stored counts name them. */
export const countedEnds = ['delivered', 'failed', 'cancelled'] as const satisfies readonly EndStatus[];

/** What was counted: attempts of a class, or ends with a status, whose duration is in a bucket. */
export type Counted =
  | { readonly kind: 'attempt'; readonly class: AttemptClass; readonly bucket: number }
  | { readonly kind: 'end'; readonly status: EndStatus; readonly bucket: number };

/** The measures of attempts are below this number. A measure is a `smallint` of PostgreSQL. */
const ENDS = 16_384;

type CountedAttempt = Pick<Attempt, 'outcome' | 'responseCode' | 'durationMs'>;

/** The number by which attempts are counted that ended like this one, and took about as long. */
export function attemptMeasure(attempt: CountedAttempt): number {
  return attemptClasses.indexOf(classOf(attempt)) * BUCKETS + bucketOf(attempt.durationMs);
}

/**
 * The number by which ends are counted.
 * @param durationMs from acceptance to the end. Only that of deliveries is kept.
 */
export function endMeasure(status: EndStatus, durationMs: number): number {
  const bucket = status === 'delivered' ? bucketOf(durationMs) : 0;
  return ENDS + countedEnds.indexOf(status) * BUCKETS + bucket;
}

/** @returns undefined for a measure of a later version */
export function readMeasure(measure: number): Counted | undefined {
  const bucket = measure % BUCKETS;
  if (measure < ENDS) {
    const attemptClass = attemptClasses[Math.floor(measure / BUCKETS)];
    return attemptClass && { kind: 'attempt', class: attemptClass, bucket };
  }
  const status = countedEnds[Math.floor((measure - ENDS) / BUCKETS)];
  return status && { kind: 'end', status, bucket };
}

function classOf({ outcome, responseCode = 0 }: CountedAttempt): AttemptClass {
  if (outcome !== 'rejected') return outcome;
  switch (Math.floor(responseCode / 100)) {
    case 2:
      return 'http-2xx';
    case 3:
      return 'http-3xx';
    case 4:
      return 'http-4xx';
    case 5:
      return 'http-5xx';
    default:
      return 'http-other';
  }
}
