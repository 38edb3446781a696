import type { AcceptedEvent, Log, Receipt, ShownInvocation } from './log.ts';
import type { Stream } from './streams.ts';

/** An accepted event with what became of it. */
export interface Followed {
  readonly event: AcceptedEvent;
  readonly stream: Stream;
  /** Under the id of its invocation. */
  readonly receipts: Receipt[];
  /** What the history has of it, but for copies. One, if all is well. */
  readonly ends: ShownInvocation[];
  /** What came under other ids, by these ids: copies that a replay has made. */
  readonly copies: Map<string, FollowedCopy>;
}

export interface FollowedCopy {
  readonly id: string;
  readonly receipts: Receipt[];
  readonly end?: ShownInvocation;
}

/** What became of every accepted event, by `keyOf`. */
export function follow({ accepted, receipts, invocations, streams }: Log): Map<string, Followed> {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const followed = new Map<string, Followed>();
  for (const event of accepted) {
    const stream = byName.get(event.stream);
    if (stream === undefined) throw new Error(`there is no stream ${event.stream}`);
    followed.set(keyOf(event), { event, stream, receipts: [], ends: [], copies: new Map() });
  }
  for (const end of invocations) {
    const one = followed.get(keyOf({ stream: end.stream, id: end.eventId }));
    if (end.copyOf === null) one?.ends.push(end);
    else one?.copies.set(end.id, { id: end.id, receipts: [], end });
  }
  for (const receipt of receipts) {
    const one = followed.get(keyOf({ stream: receipt.stream, id: receipt.eventId }));
    if (one !== undefined) receiptsUnder(one, receipt.invocationId).push(receipt);
  }
  return followed;
}

export function keyOf({ stream, id }: Pick<AcceptedEvent, 'stream' | 'id'>): string {
  return `${stream}\0${id}`;
}

function receiptsUnder({ ends, receipts, copies }: Followed, id: string): Receipt[] {
  // An invocation that the history has lost is the one that came first.
  const own = ends[0]?.id ?? receipts[0]?.invocationId ?? id;
  if (id === own) return receipts;
  const copy = copies.get(id) ?? { id, receipts: [] };
  copies.set(id, copy);
  return copy.receipts;
}

/** What has come of something, in the order of its arrival. */
interface Received {
  readonly receipts: readonly Receipt[];
}

export function firstReceiptAt({ receipts }: Received): number {
  return receipts[0]?.receivedAt ?? Infinity;
}

/** When the receiver said first that it has the event. */
export function firstTakenAt({ receipts }: Received): number {
  return receipts.find(({ isTaken }) => isTaken)?.receivedAt ?? Infinity;
}

/** Whether nothing of it may be lost, fail or come twice. */
export function isGood({ stream }: Followed): boolean {
  return stream.role !== 'troubled';
}
