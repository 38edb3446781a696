import type { FaultRecord, Log, Receipt, Restraint } from './log.ts';

/**
 * What delivery had taken before a restraint arrives within this time, counted while delivery runs: it waits for its turn for
 * 4 s and a quarter of that at most (`CASEWIRE_DELIVERY_MAX_WAIT_MS`), and then a request has 4 s (`timeoutMs`
 * of managed webhooks). The rest is for a busy machine.
 */
export const SETTLED_MS = 12_000;

/** A bucket saves up the starts of a second, and what was started together may arrive together. */
const BURST_SECONDS = 3;

/** Receivers that got more than they should have: while paused, beyond their rate, or beside probes. */
export function findExcesses({ restraints, receipts, faults }: Log): string[] {
  const byStream = Map.groupBy(receipts, ({ stream }) => stream);
  return restraints.flatMap((restraint) => excessOf(restraint, byStream.get(restraint.stream) ?? [], faults));
}

function excessOf(
  restraint: Restraint,
  receipts: readonly Receipt[],
  faults: readonly FaultRecord[],
): string[] {
  const { stream, why, perSecond, until } = restraint;
  const from = settledAt(restraint, faults);
  if (from >= until) return [];
  const arrived = receipts.filter(({ receivedAt }) => receivedAt > from && receivedAt < until);
  const allowed = Math.ceil(perSecond * ((until - from) / 1_000 + BURST_SECONDS));
  if (arrived.length <= allowed) return [];
  const ids = arrived.slice(0, 3).map(({ eventId }) => eventId);
  return [
    `${stream} got ${arrived.length} requests from ${new Date(from).toISOString()} to ${new Date(until).toISOString()}` +
      ` while it was ${why}, and should have got ${allowed} at most (${ids.join(', ')})`,
  ];
}

/** A process of delivery that is stopped sends what it had taken when it goes on. */
function settledAt({ from }: Restraint, faults: readonly FaultRecord[]): number {
  let at = from + SETTLED_MS;
  for (const { kind, target, beganAt, endedAt } of faults)
    if (kind === 'stop' && target === 'delivery' && beganAt < at && endedAt > from)
      at += endedAt - Math.max(beganAt, from);
  return at;
}
