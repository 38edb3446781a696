import type { Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import {
  acknowledgeReleases,
  claimDue,
  expireLeases,
  releaseHeaders,
  selectNextDue,
  type ClaimedRelease,
} from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { HistoryMetrics } from '../history-metrics.ts';

/** Releases of one round. */
const ROUND = 500;

/** Bodies of one round: what a process holds in memory for the schedule. */
const ROUND_BYTES = 32 * 1024 * 1024;

/** Other processes schedule too, and nothing tells this one. */
const LONGEST_PAUSE_MS = 1_000;

/** Between the ledger's clock and a timer of this process there may be a millisecond or two. */
const SHORTEST_PAUSE_MS = 5;

/** Other processes are at all that is due. */
const CONTENDED_PAUSE_MS = 50;

export interface ReleaseOptions {
  readonly pool: Pool;
  readonly producer: { readonly ready: boolean; send(record: OutgoingRecord): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly leaseMs: number;
  /** Whether the ledger knows what became of its rows: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'released' | 'unacknowledged' | 'leasesExpired'>;
}

/**
 * Produces what is due to `deliveries.v1`. What the broker does not acknowledge stays claimed until its lease ends:
 * it may be on the topic or not. @returns milliseconds until the next round
 */
export async function runReleaseRound(options: ReleaseOptions): Promise<number> {
  const { pool, producer, mayRelease, counters } = options;
  if (!producer.ready || !(await mayRelease())) return LONGEST_PAUSE_MS;
  counters.leasesExpired.inc(await expireLeases(pool, ROUND));
  const dueInMs = (await selectNextDue(pool)) ?? LONGEST_PAUSE_MS;
  if (dueInMs > 0) return Math.min(Math.max(dueInMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  const claimed = await claimDue(pool, { limit: ROUND, maxBytes: ROUND_BYTES, leaseMs: options.leaseMs });
  if (claimed.length === 0) return CONTENDED_PAUSE_MS;
  await release(claimed, options);
  return 0;
}

async function release(claimed: readonly ClaimedRelease[], options: ReleaseOptions): Promise<void> {
  const { pool, producer, prefix, logger, counters } = options;
  const topic = topicName(prefix, 'deliveries');
  const results = await Promise.allSettled(claimed.map((each) => producer.send(toRecord(topic, each))));
  const acknowledged = claimed.filter((_, index) => results[index]?.status === 'fulfilled');
  await acknowledgeReleases(
    pool,
    acknowledged.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  counters.released.inc(acknowledged.length);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    const failed = claimed.length - acknowledged.length;
    counters.unacknowledged.inc(failed);
    logger.warn(
      { error: failure.reason as unknown, failed },
      'releases were not acknowledged; they follow later',
    );
  }
}

function toRecord(topic: string, { content, release: number, attempt }: ClaimedRelease): OutgoingRecord {
  return {
    topic,
    key: content.webhookId,
    value: content.body,
    headers: releaseHeaders(content, { release: number, attempt }),
  };
}
