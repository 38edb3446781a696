import { reasonOfHold } from '@casewire/events';
import type { Fact } from './fact.ts';
import type { InvocationNote } from './note.ts';
import type { InvocationState } from './state.ts';

/** Notes that are kept of an invocation: the newest. */
export const MAX_NOTES = 20;

/**
 * The notes of an invocation after a fact that has changed it. What attempts and the end tell by themselves is not noted, so
 * most invocations have no notes. A fact that comes again changes nothing and is not noted again.
 * @param now the ledger's clock, milliseconds since the epoch
 */
export function notesAfter(
  before: InvocationState,
  after: InvocationState,
  fact: Fact,
  now: number,
): InvocationState['notes'] {
  const noted = noteOf(before, after, fact);
  if (noted === undefined) return before.notes;
  const number = (before.notes.at(-1)?.number ?? 0) + 1;
  return [...before.notes, { number, at: now, ...noted }].slice(-MAX_NOTES);
}

type Noted = Omit<InvocationNote, 'number' | 'at'>;

function noteOf(before: InvocationState, after: InvocationState, fact: Fact): Noted | undefined {
  if (fact.kind === 'hold-ended') return { what: 'resumed', ...by(fact) };
  if (fact.kind === 'retry-requested')
    return { what: 'retried', ...by(fact), ...(fact.isReplay === true && { reason: 'replay' }) };
  if (fact.kind === 'cancel-requested') return { what: 'cancelled', ...by(fact) };
  if (fact.kind === 'skipped') return { what: 'cancelled', ...by(fact), reason: 'skipped' };
  if (fact.kind === 'outcome' && fact.next.kind === 'cancelled')
    return { what: 'cancelled', ...(fact.isSkipped === true && { reason: 'skipped' }) };
  if (fact.kind === 'outcome' || fact.kind === 'due-on-hold') return heldBy(before, after);
  if (fact.kind === 'outlived') return { what: 'expired', reason: 'too-old' };
  // What blocks its subject has failed before.
  const hasExpired = fact.kind === 'expired' && before.status !== 'failed' && after.status === 'failed';
  return hasExpired ? { what: 'expired', reason: 'expired' } : undefined;
}

/** A probe that fails is held by the same hold as before, unless it was sent because somebody has asked for it. */
function heldBy(before: InvocationState, after: InvocationState): Noted | undefined {
  const { releaseState, heldBy: hold } = after;
  if (releaseState !== 'held-by-webhook' || hold === null) return undefined;
  const isSame = before.heldBy?.kind === hold.kind && before.heldBy.number === hold.number;
  if (isSame && before.notes.at(-1)?.what !== 'retried') return undefined;
  return { what: 'held', reason: reasonOfHold(hold) };
}

function by(fact: { readonly by?: string | undefined }): Pick<Noted, 'by'> {
  return fact.by === undefined ? {} : { by: fact.by };
}
