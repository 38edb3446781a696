import type { Pool } from '@casewire/database';
import { acknowledgeReleases, extendLeases, type LeasedRelease } from '@casewire/invocation-ledger';

/** The most releases that wait for brokers while others are leased. */
const MAX_RELEASES = 10_000;

/** The most bytes of their bodies. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Leases are extended this often within their time. */
const EXTENSIONS = 4;

/**
 * Releases that were sent and that no broker has answered for: their partition takes no records. They hold up no others.
 * Their leases are extended, because a release that is leased again could be on its topic twice.
 */
export class UnansweredReleases {
  readonly #waiting = new Set<LeasedRelease>();
  #bytes = 0;
  #acknowledged: LeasedRelease[] = [];
  #extendedAt = -Infinity;

  /** Whether so many wait that none may be leased. */
  get isFull(): boolean {
    return this.#waiting.size >= MAX_RELEASES || this.#bytes >= MAX_BYTES;
  }

  add(release: LeasedRelease): void {
    this.#waiting.add(release);
    this.#bytes += bytesOf(release);
  }

  /** Call this when the brokers have a release. */
  acknowledge(release: LeasedRelease): void {
    this.#acknowledged.push(release);
    this.forget(release);
  }

  /** Call this when a release was given up: it keeps its lease until that ends. */
  forget(release: LeasedRelease): void {
    if (this.#waiting.delete(release)) this.#bytes -= bytesOf(release);
  }

  /** Writes down what the brokers have meanwhile. Returns how many releases. */
  async saveAcknowledged(pool: Pool): Promise<number> {
    const acknowledged = this.#acknowledged.splice(0);
    if (acknowledged.length > 0) await acknowledgeReleases(pool, acknowledged.map(toKey));
    return acknowledged.length;
  }

  async extendLeases(pool: Pool, leaseMs: number): Promise<void> {
    const now = performance.now();
    if (this.#waiting.size === 0 || now < this.#extendedAt + leaseMs / EXTENSIONS) return;
    await extendLeases(pool, [...this.#waiting].map(toKey), leaseMs);
    this.#extendedAt = now;
  }
}

function toKey({ content: { id }, release }: LeasedRelease) {
  return { id, release };
}

function bytesOf({ content: { body } }: LeasedRelease): number {
  return body?.length ?? 0;
}
