import { reasons } from '@casewire/events';
import type { InvocationSummary, LastAttempt, SlotHolder } from '@casewire/invocation-ledger';
import { shownInstant } from '@casewire/rest';

/** What is known of an invocation, for the sentence that explains it. */
export interface Known {
  readonly invocation: Pick<
    InvocationSummary,
    'status' | 'releaseState' | 'reason' | 'dueAt' | 'probeAt' | 'failedProbes'
  >;
  /** Undefined before the first. */
  readonly lastAttempt: LastAttempt | undefined;
  /** The invocation that has the slot for which this one waits. */
  readonly holder: SlotHolder | undefined;
}

/**
 * Why an invocation is where it is, and what follows: the last attempt, the rule with its numbers, and the next time.
 * Instants of today have no date.
 * @param now milliseconds since the epoch
 * @throws RangeError if an instant of the row is none
 */
export function why(known: Known, now: number): string {
  const parts = [attemptPart(known), ...stateParts(known, now)];
  return parts.filter((part) => part !== undefined).join('; ');
}

function attemptPart({ lastAttempt, invocation }: Known): string | undefined {
  if (lastAttempt === undefined) return undefined;
  const { outcome, responseCode, error } = lastAttempt;
  const name = nameOf(lastAttempt, invocation);
  if (outcome === 'delivered') return `${name} was answered with ${responseCode ?? 'success'}`;
  if (outcome === 'rejected') return `${name} failed with ${responseCode ?? outcome}`;
  return `${name} failed: ${error ?? outcome}`;
}

/** Probes that failed use up no retry: they do not count where an attempt is one of so many. */
function nameOf({ number, next }: LastAttempt, { failedProbes }: Known['invocation']): string {
  // Only a probe that failed is put off although it was sent.
  if (next?.kind === 'defer') return `attempt ${number}, a probe,`;
  const most = next !== null && 'maxAttempts' in next ? next.maxAttempts : undefined;
  const counted = number - failedProbes;
  if (most === undefined || counted > most) return `attempt ${number}`;
  const without = failedProbes === 1 ? 'a probe' : `${failedProbes} probes`;
  return `attempt ${counted} of ${most}${failedProbes === 0 ? '' : `, not counting ${without},`}`;
}

function stateParts({ invocation, lastAttempt, holder }: Known, now: number): (string | undefined)[] {
  const { status, releaseState, reason, dueAt, probeAt } = invocation;
  const isOnItsWay = releaseState === 'released' || releaseState === 'leased';
  switch (status) {
    case 'delivered':
      return [
        lastAttempt?.outcome === 'delivered' ? undefined : 'it was delivered before',
        releaseState === null ? undefined : 'it is sent again, as was asked for',
        nextPart(dueAt, now),
      ];
    case 'cancelled':
      return ['it was cancelled, so nothing more is sent'];
    case 'failed':
      return [endPart(reason, lastAttempt), releaseState === 'blocking' ? BLOCKING : undefined];
    case 'pending':
      if (releaseState === 'held') return [waitPart(reason, holder)];
      if (releaseState === 'held-by-webhook') return [waitPart(reason, undefined), probePart(probeAt, now)];
      if (isOnItsWay) return [`${ordinal(lastAttempt)} is on its way`];
      return [delayPart(invocation, lastAttempt), nextPart(dueAt, now)];
    default:
      return [`its status is ${String(status)}`];
  }
}

const BLOCKING = 'the later ones of its subject wait until it is retried with success, or cancelled';

function ordinal(lastAttempt: LastAttempt | undefined): string {
  return lastAttempt === undefined ? 'the first attempt' : 'the next attempt';
}

/** Why the next release comes when it comes. */
function delayPart({ reason, dueAt }: Known['invocation'], lastAttempt: LastAttempt | undefined): string {
  if (reason !== null) return waitPart(reason, undefined);
  if (lastAttempt === undefined) return 'no attempt was made yet';
  const { startedAt, durationMs, next } = lastAttempt;
  // Another time than the policy's comes from a retry by hand, or from a cut.
  if (next?.kind !== 'retry' || next.at !== dueAt)
    return 'it is sent again, because that was asked for or its last release was lost';
  const waits = Math.round((next.at - startedAt - durationMs) / 1000);
  const asked = next.requestedSeconds;
  if (asked === undefined) return `the schedule waits ${waits} s`;
  if (asked < waits - 1) return `the receiver asked for ${asked} s, but the schedule waits ${waits} s`;
  if (asked > waits + 1) return `the receiver asked for ${asked} s, of which ${waits} s are allowed`;
  return `the receiver asked for ${asked} s`;
}

/** What an invocation waits for besides its time. */
function waitPart(reason: string | null, holder: SlotHolder | undefined): string {
  if (holder?.isBlocking)
    return `it waits until invocation ${holder.id} of the same subject, which has failed, is retried with success, or cancelled`;
  if (holder !== undefined) return `it waits until invocation ${holder.id} of the same subject has ended`;
  return reason === null ? 'it waits' : `it waits: ${meaningOf(reason)}`;
}

function endPart(reason: string | null, lastAttempt: LastAttempt | undefined): string {
  const next = lastAttempt?.next ?? null;
  if (reason === 'retries-exhausted') return 'the retry policy allows no more attempts';
  if (reason === 'too-old' && next?.kind === 'give-up' && next.maxAgeSeconds !== undefined)
    return `the next one would start more than ${next.maxAgeSeconds} s after the event was accepted`;
  return `nothing more is sent: ${meaningOf(reason ?? 'unknown')}`;
}

const meanings = new Map(
  Object.entries<{ readonly meaning: string }>({
    ...reasons['failed-invocation'],
    ...reasons['waiting-invocation'],
  }).map(([code, { meaning }]) => [code, meaning]),
);

/** The meaning of a reason as the end of a sentence. One that this version does not know stands for itself. */
function meaningOf(reason: string): string {
  const [code = '', ...detail] = reason.split(': ');
  const meaning = meanings.get(code)?.replace(/\.$/, '');
  if (meaning === undefined) return reason;
  return detail.length === 0 ? meaning : `${meaning} (${detail.join(': ')})`;
}

function nextPart(dueAt: number | null, now: number): string | undefined {
  if (dueAt === null) return undefined;
  return `${dueAt > now ? 'next at' : 'due since'} ${timeOf(dueAt, now)}`;
}

function probePart(probeAt: number | null, now: number): string | undefined {
  return probeAt === null ? undefined : `next probe at ${timeOf(probeAt, now)}`;
}

/** `14:05:10 UTC`, with the date before it where that is not today's. */
function timeOf(at: number, now: number): string {
  const [date, time] = shownInstant(at).split(/[T.]/);
  const isToday = shownInstant(now).startsWith(`${date ?? ''}T`);
  return `${isToday ? '' : `${date ?? ''} `}${time ?? ''} UTC`;
}
