import type { Attempt, AuditEntry, InspectedEvent, Invocation } from '../../api/types.ts';

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
  /** The same as `from` for an instant. */
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

/** The steps to one receiver in the order of their times. What holds it now, since nobody knows when, comes last. */
export function stepsOfReceiver({ invocation, attempts, requests }: Receiver): readonly Step[] {
  const { recordedAt, endedAt, nextAttemptAt, heldBy, status } = invocation;
  const waits = attempts.flatMap(waitBehind);
  const next = instant(nextAttemptAt);
  const isShown = waits.some(({ due }) => due === next.from);
  const timed: Step[] = [
    { kind: 'recorded', ...instant(recordedAt) },
    ...attempts.map((attempt) => ({ kind: 'attempt', attempt, ...spanOf(attempt) }) as const),
    ...waits,
    ...requests.map((entry) => ({ kind: 'request', entry, ...instant(entry.at) }) as const),
    ...(next.from === null || isShown ? [] : [{ kind: 'next', ...next } as const]),
    ...(endedAt === null ? [] : [{ kind: 'ended', status, ...instant(endedAt) } as const]),
  ];
  const held = heldBy === null ? [] : [{ kind: 'held', by: heldBy.kind, ...notRecorded } as const];
  return [...timed.toSorted((one, other) => (one.from ?? Infinity) - (other.from ?? Infinity)), ...held];
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
