import { faultKinds } from './kinds.ts';
import { firstReceiptAt, type Followed } from './follow.ts';
import type { FaultRecord } from './log.ts';

/** Milliseconds from acceptance to first receipt. */
export interface Waits {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** The longest time that an event waited while no service and no server was broken, and which one. */
export interface Recovery {
  readonly longestMs: number;
  readonly of: string;
}

export function waitsOf(followed: readonly Followed[]): Waits {
  const waits = followed
    .filter(({ receipts }) => receipts.length > 0)
    .map((one) => Math.max(0, firstReceiptAt(one) - one.event.acceptedAt))
    .sort((one, other) => one - other);
  const quantile = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return { p50: quantile(0.5), p99: quantile(0.99), longest: waits.at(-1) ?? 0 };
}

export function longestRecovery(followed: readonly Followed[], faults: readonly FaultRecord[]): Recovery {
  const broken = brokenTime(faults.filter(({ kind }) => breaksCasewire(kind)));
  let longest: Recovery = { longestMs: 0, of: '' };
  for (const one of followed) {
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

function breaksCasewire(kind: FaultRecord['kind']): boolean {
  const { lane } = faultKinds[kind];
  return lane === 'services' || lane === 'servers';
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
