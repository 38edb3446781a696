import type { ReceivedRequest } from '@casewire/testing';

/** The requests of a receiver, by invocation. */
export interface Receipts {
  /** Invocations that arrived at least once. */
  readonly distinct: number;
  /** Deliveries beyond the first of their invocation. */
  readonly duplicates: number;
}

export function countReceipts(requests: readonly ReceivedRequest[]): Receipts {
  const distinct = new Set(requests.map(({ headers }) => headers['webhook-id'])).size;
  return { distinct, duplicates: requests.length - distinct };
}

/** Deliveries beyond the first of their invocation that arrived in a span of time, in milliseconds since the epoch. */
export function duplicatesSince(requests: readonly ReceivedRequest[], from: number, to = Infinity): number {
  const seen = new Set<unknown>();
  let duplicates = 0;
  for (const { headers, receivedAt } of requests) {
    const id = headers['webhook-id'];
    if (seen.has(id) && receivedAt >= from && receivedAt < to) duplicates += 1;
    seen.add(id);
  }
  return duplicates;
}

/** Prints how many duplicates a fault caused, beside the result of the test. */
export function report(fault: string, duplicates: number): void {
  process.stderr.write(`  ${fault}: ${duplicates} duplicates\n`);
}
