import type { ReceivedRequest } from '@casewire/testing';

/** What a receiver got, by invocation. */
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

/** Says what a fault cost, beside the test's result. */
export function report(fault: string, { distinct, duplicates }: Receipts): void {
  process.stderr.write(`  ${fault}: ${distinct} invocations delivered, ${duplicates} duplicates\n`);
}
