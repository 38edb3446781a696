import type { Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import {
  expireLeases,
  leaseDue,
  releaseHeaders,
  selectNextDue,
  type LeasedRelease,
} from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { HistoryMetrics } from '../history-metrics.ts';
import { within } from '../within.ts';
import type { ReleaseShares } from './release-shares.ts';
import type { UnansweredReleases } from './unanswered-releases.ts';

/** The most releases of one round. */
const ROUND = 5_000;

/** The most bytes of bodies in one round. A process holds no more in memory for the schedule. */
const ROUND_BYTES = 32 * 1024 * 1024;

/** The longest time between two looks at the schedule: other processes write to it without telling this one. */
const LONGEST_PAUSE_MS = 1_000;

/** A timer may fire a millisecond or two before the ledger's clock comes to a due time. */
const SHORTEST_PAUSE_MS = 5;

/** The pause when other processes have locked every due row. */
const CONTENDED_PAUSE_MS = 50;

/** The pause when all that is due waits for room at delivery. */
const CROWDED_PAUSE_MS = 100;

/** How long a round waits for brokers. After that it goes on without those that no broker has answered for. */
const PATIENCE_MS = 1_000;

/** The pause while so many releases wait for brokers that none may be leased. */
const FULL_PAUSE_MS = 100;

export interface ReleaseOptions {
  readonly pool: Pool;
  readonly producer: { readonly ready: boolean; send(record: OutgoingRecord): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly leaseMs: number;
  /** What earlier rounds have left to the brokers. */
  readonly unanswered: UnansweredReleases;
  readonly shares: ReleaseShares;
  /** False while a restored ledger has not caught up: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'released' | 'unacknowledged' | 'leasesExpired'>;
}

/**
 * Produces the releases that are due to `deliveries.v1`. A release that the producer gives up was not sent. It keeps its
 * lease, and is scheduled again when the lease ends. A release that a broker may have is waited for.
 * @returns milliseconds until the next round
 */
export async function runReleaseRound(options: ReleaseOptions): Promise<number> {
  const { pool, producer, mayRelease, counters, unanswered, shares, leaseMs } = options;
  counters.released.inc(await unanswered.saveAcknowledged(pool));
  await unanswered.extendLeases(pool, leaseMs);
  if (unanswered.isFull) return FULL_PAUSE_MS;
  if (!producer.ready || !(await mayRelease())) return LONGEST_PAUSE_MS;
  counters.leasesExpired.inc(await expireLeases(pool, ROUND));
  const dueInMs = (await selectNextDue(pool)) ?? LONGEST_PAUSE_MS;
  if (dueInMs > 0) return Math.min(Math.max(dueInMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  await shares.refresh(pool);
  const leased = await leaseDue(pool, { limit: ROUND, maxBytes: ROUND_BYTES, leaseMs, choice: shares });
  if (leased.length === 0) return pauseOf(shares);
  await release(leased, options);
  return 0;
}

/** After a look that showed nothing to release. While tenants bring their oldest in turn, the next ones follow at once. */
function pauseOf({ holders, isCrowded }: ReleaseShares): number {
  if (holders.length > 0) return 0;
  return isCrowded ? CROWDED_PAUSE_MS : CONTENDED_PAUSE_MS;
}

async function release(leased: readonly LeasedRelease[], options: ReleaseOptions): Promise<void> {
  const { pool, logger, counters, unanswered } = options;
  const answered = Promise.all(leased.map((each) => produce(each, options))).then((faults) => {
    const errors = faults.filter((fault) => fault !== undefined);
    if (errors.length === 0) return;
    counters.unacknowledged.inc(errors.length);
    logger.warn(
      { error: errors[0], failed: errors.length },
      'releases were not sent; they are scheduled again when their lease ends',
    );
  });
  await within(PATIENCE_MS, answered);
  counters.released.inc(await unanswered.saveAcknowledged(pool));
}

/** Never rejects. Returns why the producer gave the release up; undefined if the brokers have it. */
async function produce(leased: LeasedRelease, { producer, prefix, unanswered }: ReleaseOptions) {
  unanswered.add(leased);
  try {
    await producer.send(toRecord(topicName(prefix, 'deliveries'), leased));
    unanswered.acknowledge(leased);
    return undefined;
  } catch (error) {
    unanswered.forget(leased);
    return error as Error;
  }
}

function toRecord(topic: string, { content, ...numbers }: LeasedRelease): OutgoingRecord {
  return {
    topic,
    key: content.webhookId,
    value: content.body,
    headers: releaseHeaders(content, numbers),
  };
}
