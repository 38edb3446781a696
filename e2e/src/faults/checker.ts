import { findCopies, type Copies } from './copies.ts';
import { firstTakenAt, follow, isGood, keyOf, type Followed } from './follow.ts';
import type { Log } from './log.ts';
import { findDisorder } from './order.ts';
import { findMisreplays } from './replay-checks.ts';
import { findExcesses } from './restraints.ts';
import { longestRecovery, waitsOf, type Recovery, type Waits } from './waits.ts';

export interface Verdict extends Copies {
  readonly accepted: number;
  readonly delivered: number;
  /** Ended as failed with a documented reason, because the receiver was in trouble. */
  readonly failed: number;
  /** Ended as cancelled, because the customer asked for it. */
  readonly cancelled: number;
  readonly lost: readonly string[];
  readonly disordered: readonly string[];
  readonly forged: readonly string[];
  /** Receivers that got something while they should not have. */
  readonly excesses: readonly string[];
  readonly misreplayed: readonly string[];
  /** Of steady streams. */
  readonly waitsMs: Waits;
  readonly recovery: Recovery;
}

/** Reasons that `docs/reasons.md` has for an invocation whose receiver did not take it. */
const receiversFault: readonly (string | null)[] = ['retries-exhausted', 'too-old'];

/** Judges a run by what its users have seen. */
export function check(log: Log): Verdict {
  const followed = follow(log);
  const all = [...followed.values()];
  const ends = Map.groupBy(all, (one) => endOf(one, log.cancelled));
  const countOf = (end: End): number => ends.get(end)?.length ?? 0;
  const copies = findCopies(all.filter(isGood), log);
  const steady = all.filter(({ stream }) => stream.role === 'steady');
  return {
    ...copies,
    accepted: all.length,
    delivered: countOf('delivered'),
    failed: countOf('failed'),
    cancelled: countOf('cancelled'),
    lost: [
      ...(ends.get('lost') ?? []).map(describe),
      ...all.flatMap((one) => lostCopies(one, log.cancelled)),
    ],
    disordered: findDisorder(all, log.cancelled),
    forged: log.receipts
      .filter(({ stream, eventId, isGenuine }) => !isGenuine || !followed.has(keyOf({ stream, id: eventId })))
      .map(({ stream, eventId }) => `${stream} ${eventId}`),
    excesses: findExcesses(log),
    misreplayed: findMisreplays(log, copies),
    waitsMs: waitsOf(steady),
    recovery: longestRecovery(steady, log.faults),
  };
}

/** What of a verdict breaks a promise, one line each; empty if all is well. */
export function violationsOf(verdict: Verdict): string[] {
  const listed = (what: string, found: readonly string[]): string[] =>
    found.length === 0 ? [] : [`${what}: ${found.length}, for instance ${found.slice(0, 5).join('; ')}`];
  return [
    ...listed('lost', verdict.lost),
    ...listed('copies that neither a fault nor a replay explains', verdict.unexplained),
    ...listed('out of order', verdict.disordered),
    ...listed('wrong signature, or an event that nobody published', verdict.forged),
    ...listed('sent although it should have waited', verdict.excesses),
    ...listed('replays that went wrong', verdict.misreplayed),
    ...verdict.copies
      .filter(({ copies, exposed }) => copies > exposed)
      .map(({ fault, copies, exposed }) => `${copies} copies by ${fault.kind}, which ${exposed} events met`),
  ];
}

type End = 'delivered' | 'failed' | 'cancelled' | 'lost';

/** The history and the receiver have to agree, and the history to show one invocation. */
function endOf(one: Followed, cancelled: ReadonlySet<string>): End {
  const [end, another] = one.ends;
  if (end === undefined || another !== undefined) return 'lost';
  if (end.status === 'delivered') return hasArrived(one) ? 'delivered' : 'lost';
  if (end.status === 'cancelled' && cancelled.has(end.id)) return 'cancelled';
  const mayFail = !isGood(one) && receiversFault.includes(end.reason);
  return end.status === 'failed' && mayFail ? 'failed' : 'lost';
}

/** Some answers of the receiver in trouble look like a success, and are none. */
function hasArrived(one: Followed): boolean {
  return isGood(one) ? firstTakenAt(one) < Infinity : one.receipts.length > 0;
}

function lostCopies({ event, copies }: Followed, cancelled: ReadonlySet<string>): string[] {
  return [...copies.values()]
    .filter(({ id, end, receipts }) => {
      const isDelivered = end?.status === 'delivered' && firstTakenAt({ receipts }) < Infinity;
      return !isDelivered && !(end?.status === 'cancelled' && cancelled.has(id));
    })
    .map(
      ({ id, end, receipts }) =>
        `${event.stream} ${event.id}, copy ${id} (${receipts.length} receipts, history: ${end?.status ?? 'nothing'})`,
    );
}

function describe({ event, receipts, ends }: Followed): string {
  const shown = ends.map(({ status, reason }) => `${status} ${reason ?? ''}`.trim()).join(', ');
  return `${event.stream} ${event.id} (${receipts.length} receipts, history: ${shown || 'nothing'})`;
}
