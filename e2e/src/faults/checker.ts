import { faultKinds, type FaultKindName } from './kinds.ts';
import type { Stream } from './streams.ts';

/** An event that was answered 202 or acknowledged by the broker. Times are milliseconds since the epoch. */
export interface AcceptedEvent {
  readonly stream: string;
  /** Of the event, unique within its stream. */
  readonly id: string;
  readonly subject: string;
  /** Its place among the events of its subject. */
  readonly place: number;
  /** When it was published first. It may be accepted from then on, whenever the answer comes. */
  readonly publishedAt: number;
  readonly acceptedAt: number;
}

/** A request that reached a receiver. */
export interface Receipt {
  readonly stream: string;
  readonly eventId: string;
  readonly receivedAt: number;
  readonly isGenuine: boolean;
}

/** An invocation as the history shows it. */
interface ShownInvocation {
  readonly stream: string;
  readonly eventId: string;
  readonly eventUid: string;
  readonly status: string;
  readonly reason: string | null;
}

/** A fault as it happened. */
export interface FaultRecord {
  readonly kind: FaultKindName;
  readonly target: string;
  readonly beganAt: number;
  /** When it was mended: the process was ready again. */
  readonly endedAt: number;
}

/** What a user has seen of a run. */
export interface Log {
  readonly streams: readonly Stream[];
  readonly accepted: readonly AcceptedEvent[];
  /** In the order of their arrival. */
  readonly receipts: readonly Receipt[];
  readonly invocations: readonly ShownInvocation[];
  readonly faults: readonly FaultRecord[];
}

/** The copies that follow from one fault, and how many events were exposed to it. */
interface Copies {
  readonly fault: FaultRecord;
  readonly copies: number;
  readonly exposed: number;
}

export interface Verdict {
  readonly accepted: number;
  readonly delivered: number;
  /** Ended as failed with a documented reason, because the receiver was in trouble. */
  readonly failed: number;
  readonly lost: readonly string[];
  readonly copies: readonly Copies[];
  /** Copies of events that no fault was near to. */
  readonly unexplained: readonly string[];
  readonly disordered: readonly string[];
  readonly forged: readonly string[];
  /** From acceptance to first receipt, of good tenants. */
  readonly waitsMs: { readonly p50: number; readonly p99: number; readonly longest: number };
  /** The longest time that an event of a good tenant waited while no service and no server was broken, and which one. */
  readonly recovery: { readonly longestMs: number; readonly of: string };
}

/**
 * How far before a fault its window of copies begins. A request that arrived is completed when its answer is on `attempts`, and
 * a record that was completed waits up to a second for the next commit (`commitIntervalMs` of `libs/kafka`). A second more is
 * for the round trips: the answer, its record, the commit that was under way, and its own commit. What a member has
 * committed is not given to it again.
 */
export const WINDOW_BEFORE_MS = 2_000;

/**
 * How far behind the mend the window ends. Whoever was away needs a session of 7 s until the group has settled
 * (`sessionTimeoutMs`), and then a second to the next commit.
 */
export const WINDOW_AFTER_MS = 8_000;

/** Reasons that `docs/reasons.md` has for an invocation whose receiver did not take it. */
const receiversFault: readonly (string | null)[] = ['retries-exhausted', 'too-old'];

/** An accepted event with what became of it. */
interface Followed {
  readonly event: AcceptedEvent;
  readonly stream: Stream;
  readonly receipts: Receipt[];
  readonly ends: ShownInvocation[];
}

/** Judges a run by what its users have seen. */
export function check(log: Log): Verdict {
  const followed = follow(log);
  const all = [...followed.values()];
  const good = all.filter(({ stream }) => stream.isGood);
  return {
    accepted: all.length,
    delivered: all.filter(isDelivered).length,
    failed: all.filter((one) => !isDelivered(one) && hasFailedWithReason(one)).length,
    lost: all.filter((one) => !isDelivered(one) && !hasFailedWithReason(one)).map(describe),
    ...findCopies(good, log.faults),
    disordered: findDisorder(all),
    forged: log.receipts
      .filter(
        ({ isGenuine, ...receipt }) => !isGenuine || !followed.has(keyOf(receipt.stream, receipt.eventId)),
      )
      .map(({ stream, eventId }) => `${stream} ${eventId}`),
    waitsMs: waitsOf(good),
    recovery: longestRecovery(good, log.faults),
  };
}

/** What of a verdict breaks a promise, one line each; empty if all is well. */
export function violationsOf(verdict: Verdict): string[] {
  const listed = (what: string, found: readonly string[]): string[] =>
    found.length === 0 ? [] : [`${what}: ${found.length}, for instance ${found.slice(0, 5).join('; ')}`];
  return [
    ...listed('lost', verdict.lost),
    ...listed('copies that no fault explains', verdict.unexplained),
    ...listed('out of order', verdict.disordered),
    ...listed('wrong signature, or an event that nobody published', verdict.forged),
    ...verdict.copies
      .filter(({ copies, exposed }) => copies > exposed)
      .map(({ fault, copies, exposed }) => `${copies} copies by ${fault.kind}, which ${exposed} events met`),
  ];
}

function follow({ accepted, receipts, invocations, streams }: Log): Map<string, Followed> {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const followed = new Map<string, Followed>();
  for (const event of accepted) {
    const stream = byName.get(event.stream);
    if (stream === undefined) throw new Error(`there is no stream ${event.stream}`);
    followed.set(keyOf(event.stream, event.id), { event, stream, receipts: [], ends: [] });
  }
  for (const receipt of receipts)
    followed.get(keyOf(receipt.stream, receipt.eventId))?.receipts.push(receipt);
  for (const end of invocations) followed.get(keyOf(end.stream, end.eventId))?.ends.push(end);
  return followed;
}

function keyOf(stream: string, eventId: string): string {
  return `${stream}\0${eventId}`;
}

function describe({ event, receipts, ends }: Followed): string {
  const shown = ends.map(({ status, reason }) => `${status} ${reason ?? ''}`.trim()).join(', ');
  return `${event.stream} ${event.id} (${receipts.length} receipts, history: ${shown || 'nothing'})`;
}

/** The history says so, of one invocation, and the receiver has it. */
function isDelivered({ ends, receipts }: Followed): boolean {
  return ends.length === 1 && ends[0]?.status === 'delivered' && receipts.length > 0;
}

function hasFailedWithReason({ stream, ends }: Followed): boolean {
  const [end] = ends;
  return !stream.isGood && end?.status === 'failed' && receiversFault.includes(end.reason);
}

/** First receipts of a subject come in the order of acceptance. */
function findDisorder(all: readonly Followed[]): string[] {
  const subjects = Map.groupBy(
    all.filter(({ stream, receipts }) => stream.isOrdered && receipts.length > 0),
    ({ event }) => keyOf(event.stream, event.subject),
  );
  const disordered: string[] = [];
  for (const ofSubject of subjects.values()) {
    const arrived = ofSubject.toSorted((one, other) => firstReceiptAt(one) - firstReceiptAt(other));
    for (const [index, later] of arrived.entries()) {
      const before = arrived[index - 1];
      if (before !== undefined && before.event.place > later.event.place)
        disordered.push(`${later.event.stream} ${traced(later)} arrived behind ${traced(before)}`);
    }
  }
  return disordered;
}

/** With the times and the id by which it can be found in logs. */
function traced(followed: Followed): string {
  const { event, ends } = followed;
  const time = (at: number): string => new Date(at).toISOString();
  return (
    `${event.id} (published ${time(event.publishedAt)}, accepted ${time(event.acceptedAt)} as ${ends[0]?.eventUid ?? '?'}, ` +
    `received ${time(firstReceiptAt(followed))})`
  );
}

function firstReceiptAt({ receipts }: Followed): number {
  return receipts[0]?.receivedAt ?? Infinity;
}

/**
 * A copy follows from a fault if the event was on its way, or had arrived less than a commit ago, while the fault lasted:
 * between publication and the receipt before the copy. Of several faults it is counted for the latest.
 */
function findCopies(
  good: readonly Followed[],
  faults: readonly FaultRecord[],
): Pick<Verdict, 'copies' | 'unexplained'> {
  const repeating = faults.filter(({ kind, target }) => faultKinds[kind].repeats(target));
  const copies = new Map<FaultRecord, number>();
  const unexplained: string[] = [];
  for (const { event, receipts } of good)
    for (const [index, copy] of receipts.entries()) {
      const before = receipts[index - 1];
      if (before === undefined) continue;
      const fault = repeating.findLast(
        (one) => one.beganAt <= copy.receivedAt && meets(one, event.publishedAt, before.receivedAt),
      );
      if (fault === undefined)
        unexplained.push(`${event.stream} ${event.id} at ${timeOf(before)} and at ${timeOf(copy)}`);
      else copies.set(fault, (copies.get(fault) ?? 0) + 1);
    }
  return {
    copies: repeating.map((fault) => ({
      fault,
      copies: copies.get(fault) ?? 0,
      exposed: good.filter((one) => meets(fault, one.event.publishedAt, firstReceiptAt(one))).length,
    })),
    unexplained,
  };
}

function timeOf({ receivedAt }: Receipt): string {
  return new Date(receivedAt).toISOString();
}

function meets({ beganAt, endedAt }: FaultRecord, from: number, to: number): boolean {
  return from <= endedAt + WINDOW_AFTER_MS && to >= beganAt - WINDOW_BEFORE_MS;
}

function waitsOf(good: readonly Followed[]): Verdict['waitsMs'] {
  const waits = good
    .filter(({ receipts }) => receipts.length > 0)
    .map((one) => Math.max(0, firstReceiptAt(one) - one.event.acceptedAt))
    .sort((one, other) => one - other);
  const quantile = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return { p50: quantile(0.5), p99: quantile(0.99), longest: waits.at(-1) ?? 0 };
}

function longestRecovery(good: readonly Followed[], faults: readonly FaultRecord[]): Verdict['recovery'] {
  const broken = brokenTime(faults.filter(({ kind }) => faultKinds[kind].lane !== 'neighbours'));
  let longest: Verdict['recovery'] = { longestMs: 0, of: '' };
  for (const one of good) {
    const [from, to] = [one.event.acceptedAt, firstReceiptAt(one)];
    const longestMs = to - from - (broken(to) - broken(from));
    if (to === Infinity || longestMs <= longest.longestMs) continue;
    longest = {
      longestMs,
      of: `${one.event.stream} ${one.event.id}, accepted ${new Date(from).toISOString()}`,
    };
  }
  return longest;
}

/** How many milliseconds before a time something was broken. Faults that overlap count once. */
function brokenTime(faults: readonly FaultRecord[]): (at: number) => number {
  const stretches: { from: number; to: number }[] = [];
  for (const { beganAt, endedAt } of faults.toSorted((one, other) => one.beganAt - other.beganAt)) {
    const last = stretches.at(-1);
    if (last !== undefined && beganAt <= last.to) last.to = Math.max(last.to, endedAt);
    else stretches.push({ from: beganAt, to: endedAt });
  }
  return (at) => stretches.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(at, to) - from), 0);
}
