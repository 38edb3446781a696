import { faultKinds } from './kinds.ts';
import { firstReceiptAt, type Followed, type FollowedCopy } from './follow.ts';
import type { AcceptedEvent, FaultRecord, Log, Receipt, ShownReplay } from './log.ts';

/** The copies that follow from one fault, and how many deliveries were exposed to it. */
interface CopiesOfFault {
  readonly fault: FaultRecord;
  readonly copies: number;
  readonly exposed: number;
}

export interface Copies {
  readonly copies: readonly CopiesOfFault[];
  /** By stream: how many deliveries came again because of a replay. */
  readonly replayed: ReadonlyMap<string, number>;
  /** How many came under new ids. */
  readonly copied: number;
  /** Copies that neither a fault nor a replay explains. */
  readonly unexplained: readonly string[];
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

/** One time that something is delivered: the event itself, or again by a replay. */
interface Delivery {
  /** When it may begin. */
  readonly from: number;
  readonly firstReceiptAt: number;
}

/** What has come under one id. */
interface Chain {
  readonly event: AcceptedEvent;
  readonly from: number;
  readonly receipts: readonly Receipt[];
  /** Replays that may send it once more each. */
  readonly replays: readonly ShownReplay[];
}

/**
 * Explains what came after its receiver had taken it; what comes after a refusal is a retry. A copy follows from a fault if its
 * delivery was on its way, or had arrived less than a commit ago, while the fault lasted: between its beginning and
 * the receipt before the copy. Of several faults it is counted for the latest. A replay explains one receipt of each
 * event that it is about, and from then on that event is on its way once more.
 */
export function findCopies(good: readonly Followed[], { faults, replays }: Log): Copies {
  const repeating = faults.filter(({ kind, target }) => faultKinds[kind].repeats(target));
  const copies = new Map<FaultRecord, number>();
  const replayed = new Map<string, number>();
  let copied = 0;
  const deliveries: Delivery[] = [];
  const unexplained: string[] = [];

  for (const one of good) {
    const { stream, id } = one.event;
    const { own, underNewIds, unknown } = chainsOf(one, replays);
    copied += underNewIds.length;
    unexplained.push(...unknown.map((copy) => `${stream} ${id} under the id ${copy.id}`));
    for (const chain of [own, ...underNewIds])
      for (const step of stepsOf(chain, repeating)) {
        if (step.kind === 'repeated') count(copies, step.by);
        else if (step.kind === 'unexplained') unexplained.push(`${stream} ${id} ${step.text}`);
        else deliveries.push(step);
        if (step.kind === 'replayed') count(replayed, stream);
      }
  }
  return {
    copies: repeating.map((fault) => ({
      fault,
      copies: copies.get(fault) ?? 0,
      exposed: deliveries.filter(({ from, firstReceiptAt: at }) => meets(fault, from, at)).length,
    })),
    replayed,
    copied,
    unexplained,
  };
}

/** What has come of an event: under its own id, and under those that replays have given to copies of it. */
interface Chains {
  readonly own: Chain;
  readonly underNewIds: readonly Chain[];
  /** Under ids that no replay can have given. */
  readonly unknown: readonly FollowedCopy[];
}

function chainsOf(followed: Followed, replays: readonly ShownReplay[]): Chains {
  const { event, receipts, copies } = followed;
  const about = replays.filter((replay) => isAbout(replay, followed));
  const own = {
    ...{ event, from: event.publishedAt, receipts },
    replays: about.filter(({ newIds }) => !newIds),
  };
  const makers = about.filter(({ newIds }) => newIds);
  const underNewIds: Chain[] = [];
  const unknown: FollowedCopy[] = [];
  const arrived = [...copies.values()].filter((copy) => copy.receipts.length > 0);
  for (const copy of arrived.toSorted((one, other) => firstReceiptAt(one) - firstReceiptAt(other))) {
    const [maker] = makers;
    if (maker === undefined || maker.createdAt > firstReceiptAt(copy)) {
      unknown.push(copy);
      continue;
    }
    makers.shift();
    underNewIds.push({ event, from: maker.createdAt, receipts: copy.receipts, replays: [] });
  }
  return { own, underNewIds, unknown };
}

/** Whether a replay may send an event. One that the history does not show may have been accepted at any time since its publication. */
function isAbout({ stream, selection, since, until }: ShownReplay, { event, ends }: Followed): boolean {
  const [shown] = ends;
  const earliest = shown?.acceptedAt ?? event.publishedAt;
  const latest = shown?.acceptedAt ?? Infinity;
  return stream === event.stream && selection !== 'missing' && latest >= since && earliest < until;
}

type Step =
  | ({ readonly kind: 'begun' | 'replayed' } & Delivery)
  | { readonly kind: 'repeated'; readonly by: FaultRecord }
  | { readonly kind: 'unexplained'; readonly text: string };

function stepsOf({ from, receipts, replays }: Chain, repeating: readonly FaultRecord[]): Step[] {
  const steps: Step[] = [{ kind: 'begun', from, firstReceiptAt: firstReceiptAt({ receipts }) }];
  const left = [...replays];
  let begunAt = from;
  for (const [index, copy] of receipts.entries()) {
    const before = receipts[index - 1];
    if (before?.isTaken !== true) continue;
    const fault = repeating.findLast(
      (one) => one.beganAt <= copy.receivedAt && meets(one, begunAt, before.receivedAt),
    );
    const [replay] = left;
    if (fault !== undefined) steps.push({ kind: 'repeated', by: fault });
    else if (replay !== undefined && replay.createdAt <= copy.receivedAt) {
      left.shift();
      begunAt = replay.createdAt;
      steps.push({ kind: 'replayed', from: begunAt, firstReceiptAt: copy.receivedAt });
    } else steps.push({ kind: 'unexplained', text: `at ${timeOf(before)} and at ${timeOf(copy)}` });
  }
  return steps;
}

function timeOf({ receivedAt }: Receipt): string {
  return new Date(receivedAt).toISOString();
}

function meets({ beganAt, endedAt }: FaultRecord, from: number, to: number): boolean {
  return from <= endedAt + WINDOW_AFTER_MS && to >= beganAt - WINDOW_BEFORE_MS;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
