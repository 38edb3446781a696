import type { Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import {
  acknowledgeReleases,
  expireLeases,
  leaseDue,
  releaseHeaders,
  selectNextDue,
  type LeasedRelease,
} from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { HistoryMetrics } from '../history-metrics.ts';

/** The most releases of one round. */
const ROUND = 500;

/** The most bytes of bodies in one round. A process holds no more in memory for the schedule. */
const ROUND_BYTES = 32 * 1024 * 1024;

/** The longest time between two looks at the schedule: other processes write to it without telling this one. */
const LONGEST_PAUSE_MS = 1_000;

/** A timer may fire a millisecond or two before the ledger's clock comes to a due time. */
const SHORTEST_PAUSE_MS = 5;

/** The pause when other processes have locked every due row. */
const CONTENDED_PAUSE_MS = 50;

export interface ReleaseOptions {
  readonly pool: Pool;
  readonly producer: { readonly ready: boolean; send(record: OutgoingRecord): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly leaseMs: number;
  /** False while a restored ledger has not caught up: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'released' | 'unacknowledged' | 'leasesExpired'>;
}

/**
 * Produces the releases that are due to `deliveries.v1`. A release that the broker does not acknowledge may be on the
 * topic or not. It keeps its lease, and is scheduled again when the lease ends.
 * @returns milliseconds until the next round
 */
export async function runReleaseRound(options: ReleaseOptions): Promise<number> {
  const { pool, producer, mayRelease, counters } = options;
  if (!producer.ready || !(await mayRelease())) return LONGEST_PAUSE_MS;
  counters.leasesExpired.inc(await expireLeases(pool, ROUND));
  const dueInMs = (await selectNextDue(pool)) ?? LONGEST_PAUSE_MS;
  if (dueInMs > 0) return Math.min(Math.max(dueInMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  const leased = await leaseDue(pool, { limit: ROUND, maxBytes: ROUND_BYTES, leaseMs: options.leaseMs });
  if (leased.length === 0) return CONTENDED_PAUSE_MS;
  await release(leased, options);
  return 0;
}

async function release(leased: readonly LeasedRelease[], options: ReleaseOptions): Promise<void> {
  const { pool, producer, prefix, logger, counters } = options;
  const topic = topicName(prefix, 'deliveries');
  const results = await Promise.allSettled(leased.map((each) => producer.send(toRecord(topic, each))));
  const acknowledged = leased.filter((_, index) => results[index]?.status === 'fulfilled');
  await acknowledgeReleases(
    pool,
    acknowledged.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  counters.released.inc(acknowledged.length);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    const failed = leased.length - acknowledged.length;
    counters.unacknowledged.inc(failed);
    logger.warn(
      { error: failure.reason as unknown, failed },
      'releases were not acknowledged; they are scheduled again when their lease ends',
    );
  }
}

function toRecord(topic: string, { content, release: number, attempt }: LeasedRelease): OutgoingRecord {
  return {
    topic,
    key: content.webhookId,
    value: content.body,
    headers: releaseHeaders(content, { release: number, attempt }),
  };
}
