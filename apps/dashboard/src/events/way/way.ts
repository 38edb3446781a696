import type { Attempt, AuditEntry, InspectedEvent, Invocation } from '../../api/types.ts';
import { notesOf, type Note } from '../../invocations/describe-note.ts';

/** What the API has answered about one receiver of an event. */
export interface Receiver {
  readonly invocation: Invocation;
  /** In the order in which they began. */
  readonly attempts: readonly Attempt[];
  /** What people asked of the invocation: entries of the audit. */
  readonly requests: readonly AuditEntry[];
}

/** When a step was, in milliseconds since the epoch. */
interface Span {
  /** Null where no time is recorded. */
  readonly from: number | null;
  /** The same as `from` for an instant; null for what goes on. */
  readonly to: number | null;
}

/** One step of the way of an event. */
export type Step = Span &
  (
    | { readonly kind: 'accepted' | 'produced' | 'matched' | 'recorded' | 'next' }
    | { readonly kind: 'attempt'; readonly attempt: Attempt }
    /** From the end of an attempt to the due time of the next one, or until that began. */
    | { readonly kind: 'wait'; readonly due: number }
    | { readonly kind: 'request'; readonly entry: AuditEntry }
    | { readonly kind: 'note'; readonly note: Note }
    /** What holds it now, where no note tells of it. */
    | { readonly kind: 'held'; readonly by: NonNullable<Invocation['heldBy']>['kind'] }
    | { readonly kind: 'ended'; readonly status: Invocation['status'] }
  );

/** The steps that all receivers share. Of some of them no time is recorded anywhere. */
export function stepsOfEvent({ acceptedAt }: Pick<InspectedEvent, 'acceptedAt'>): readonly Step[] {
  return [
    { kind: 'accepted', ...instant(acceptedAt) },
    { kind: 'produced', ...notRecorded },
    { kind: 'matched', ...notRecorded },
  ];
}

/** The steps to one receiver in the order of their times. What has no time comes last. */
export function stepsOfReceiver(receiver: Receiver): readonly Step[] {
  const { invocation, attempts } = receiver;
  const { recordedAt, endedAt, nextAttemptAt, status } = invocation;
  const waits = attempts.flatMap(waitBehind);
  const next = instant(nextAttemptAt);
  const isShown = waits.some(({ due }) => due === next.from);
  const timed: Step[] = [
    { kind: 'recorded', ...instant(recordedAt) },
    ...attempts.map((attempt) => ({ kind: 'attempt', attempt, ...spanOf(attempt) }) as const),
    ...waits,
    ...untoldRequests(receiver).map((entry) => ({ kind: 'request', entry, ...instant(entry.at) }) as const),
    ...notesOf(invocation).map((note) => ({ kind: 'note', note, ...spanOfNote(note, receiver) }) as const),
    ...heldNow(invocation),
    ...(next.from === null || isShown ? [] : [{ kind: 'next', ...next } as const]),
    ...(endedAt === null ? [] : [{ kind: 'ended', status, ...instant(endedAt) } as const]),
  ];
  return timed.toSorted((one, other) => (one.from ?? Infinity) - (other.from ?? Infinity));
}

/** Of these the ledger keeps notes, except of what happened before it kept any. */
const noted: ReadonlySet<AuditEntry['action']> = new Set(['invocation.retried', 'invocation.cancelled']);

function untoldRequests({ invocation, requests }: Receiver): readonly AuditEntry[] {
  const hasNotes = notesOf(invocation).length > 0;
  return requests.filter(({ action }) => !hasNotes || !noted.has(action));
}

/** A hold lasts until the next note or the end. Where a probe has ended it, the attempts that follow tell so. */
function spanOfNote(note: Note, { invocation, attempts }: Receiver): Span {
  const { from } = instant(note.at);
  if (note.what !== 'held' || from === null) return { from, to: from };
  const next = notesOf(invocation).find(({ number }) => number > note.number);
  if (next === undefined && invocation.heldBy !== null) return { from, to: null };
  const ends =
    next === undefined ? [invocation.endedAt, ...attempts.map(({ startedAt }) => startedAt)] : [next.at];
  const later = ends.map((end) => instant(end).from).filter((end) => end !== null && end >= from);
  return { from, to: later[0] ?? null };
}

/**
 * What holds it now, where no note tells of it. A predecessor does so from the beginning, or since somebody has asked to
 * send it again.
 */
function heldNow(invocation: Invocation): Extract<Step, { kind: 'held' }>[] {
  const { heldBy, recordedAt } = invocation;
  const last = notesOf(invocation).at(-1);
  if (heldBy === null || (heldBy.kind !== 'predecessor' && last?.what === 'held')) return [];
  const { from } = heldBy.kind === 'predecessor' ? instant(last?.at ?? recordedAt) : notRecorded;
  return [{ kind: 'held', by: heldBy.kind, from, to: null }];
}

const notRecorded = { from: null, to: null };

function waitBehind(
  attempt: Attempt,
  index: number,
  all: readonly Attempt[],
): Extract<Step, { kind: 'wait' }>[] {
  const from = spanOf(attempt).to;
  const due = instant(nextOf(attempt)?.at).from;
  if (from === null || due === null) return [];
  const following = all[index + 1];
  const began = following === undefined ? null : spanOf(following).from;
  return [{ kind: 'wait', due, from, to: Math.max(from, Math.min(due, began ?? due)) }];
}

/** What followed from an attempt; null where what is stored cannot be shown. */
export function nextOf({ next }: Attempt): Attempt['next'] | null {
  return next;
}

function spanOf({ startedAt, durationMs }: Attempt): Span {
  const { from } = instant(startedAt);
  return { from, to: from === null ? null : from + durationMs };
}

/** What cannot be read as an instant has no time. */
function instant(text: string | null | undefined): Span {
  const at = text == null ? NaN : Date.parse(text);
  return Number.isNaN(at) ? notRecorded : { from: at, to: at };
}

/** Where instants stand between the first and the last. */
export interface Scale {
  /** From 0 to 1. */
  readonly placeOf: (at: number) => number;
}

/** Times below this are not told apart. */
const FINEST_MS = 10;

/**
 * A scale for steps of milliseconds and of days: each tenfold of the time since the first step has the same width.
 * @param steps all that are drawn; the first one that has a time begins the scale
 */
export function scaleOf(steps: readonly Step[]): Scale {
  const times = steps.flatMap(({ from, to }) => [from, to]).filter((at) => at !== null);
  const begin = Math.min(...times);
  const span = Math.max(...times) - begin;
  const logOf = (ms: number) => Math.log1p(Math.max(0, ms) / FINEST_MS);
  return { placeOf: (at) => (span > 0 ? Math.min(1, logOf(at - begin) / logOf(span)) : 0) };
}
