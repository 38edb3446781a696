import { firstReceiptAt, firstTakenAt, isGood, keyOf, type Followed } from './follow.ts';

/**
 * The turns of a subject come in the order of acceptance: an event arrives first when the one before was taken, however
 * often that was tried and for whatever reason it waited. Where deliveries may fail, an event that has failed has had its
 * turn too: there, only first arrivals are compared. Nothing is said of those that their customer has cancelled: they
 * give their turn away while they are on their way.
 */
export function findDisorder(all: readonly Followed[], cancelled: ReadonlySet<string>): string[] {
  const isCancelled = ({ ends }: Followed): boolean => ends.some(({ id }) => cancelled.has(id));
  const ordered = all.filter((one) => one.stream.isOrdered && !isCancelled(one));
  const subjects = Map.groupBy(ordered, ({ event }) => keyOf({ stream: event.stream, id: event.subject }));
  return [...subjects.values()].flatMap(disorderOf);
}

function disorderOf(ofSubject: readonly Followed[]): string[] {
  const disordered: string[] = [];
  let last: Followed | undefined;
  for (const next of ofSubject.toSorted((one, other) => one.event.place - other.event.place)) {
    if (next.receipts.length === 0) continue;
    if (last !== undefined && firstReceiptAt(next) < turnEndedAt(last))
      disordered.push(`${next.event.stream} ${traced(next)} arrived before ${traced(last)}`);
    if (last === undefined || turnEndedAt(next) > turnEndedAt(last)) last = next;
  }
  return disordered;
}

/** One that was never taken is reported as lost, and says nothing about the order. */
function turnEndedAt(one: Followed): number {
  const takenAt = isGood(one) ? firstTakenAt(one) : Infinity;
  return takenAt === Infinity ? firstReceiptAt(one) : takenAt;
}

/** With the times and the id by which it can be found in logs. */
function traced(one: Followed): string {
  const { event, ends } = one;
  const time = (at: number): string => new Date(at).toISOString();
  return (
    `${event.id} (published ${time(event.publishedAt)}, accepted ${time(event.acceptedAt)} as ${ends[0]?.eventUid ?? '?'}, ` +
    `received ${time(firstReceiptAt(one))}, had its turn until ${time(turnEndedAt(one))})`
  );
}
