/**
 * What a broker's answer says of one partition's batch.
 * - `appended`: all in-sync replicas have it.
 * - `refused`: a record of it can never be appended there.
 * - `not-appended`: not now. This request has not appended it.
 * - `unknown`: it may be appended, or become so.
 * - `unrecognised`: the partition does not know the batches before it, so it cannot have this one.
 */
export type Verdict = 'appended' | 'refused' | 'not-appended' | 'unknown' | 'unrecognised';

const NONE = 0;
const DUPLICATE_SEQUENCE_NUMBER = 45;

/** Message too large, record list too large, invalid timestamp, invalid record. */
const refusals = new Set([10, 18, 32, 87]);

/** Out of order sequence number, invalid producer epoch, invalid producer id mapping, unknown producer id, fenced. */
const unrecognised = new Set([46, 47, 49, 59, 90]);

/** Unknown server error, storage error: the append may have failed halfway. */
const halfway = new Set([-1, 56]);

/**
 * Judges an answer. An error does not say by itself whether the batch is appended: a leader that is deposed while it waits
 * for replicas answers like one that was none from the beginning. The offset does: a broker that has appended the
 * batch names it beside the error (`DelayedProduce` in Apache Kafka).
 * @param firstOffset -1 if the request did not append the batch
 */
export function verdictOf({ errorCode, firstOffset }: { errorCode: number; firstOffset: bigint }): Verdict {
  if (errorCode === NONE || errorCode === DUPLICATE_SEQUENCE_NUMBER) return 'appended';
  if (firstOffset >= 0n || halfway.has(errorCode)) return 'unknown';
  if (refusals.has(errorCode)) return 'refused';
  return unrecognised.has(errorCode) ? 'unrecognised' : 'not-appended';
}
